/** What a server does with the process it has to itself. */
import type { Writable } from 'node:stream'

/** Takes standard output for the protocol: what else writes there, `console.log` above all, goes to standard error. */
export function claimStdout(): Writable {
  const { stdout, stderr } = process
  const write = stdout.write.bind(stdout)
  stdout.write = stderr.write.bind(stderr)
  // Streams load when they are needed: a server over HTTP has them from there.
  const { Writable } = process.getBuiltinModule('node:stream')
  const output = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, callback) {
      write(chunk, error => callback(error))
    },
  })
  // A client that is gone (EPIPE) is no reason to crash.
  stdout.on('error', error => output.destroy(error))
  return output
}

/**
 * Closes on SIGINT and SIGTERM, then ends the process, unless the host program listens for the signal too and decides
 * itself. Returns what takes the listeners off again.
 */
export function closeOnSignals(close: () => Promise<void>): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const
  const stop = () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    const alone = process.listenerCount(signal) === 1
    stop()
    void close().finally(() => {
      if (alone) process.exit()
    })
  }
  for (const signal of signals) process.on(signal, onSignal)
  return stop
}

/** Who wants stray rejections reported; one listener serves them all. */
const reporters = new Set<(error: unknown) => void>()

/**
 * Reports what a function has left behind: a promise that it did not await and that rejects would end the process, and
 * with it everybody else's calls. A host program that listens for such rejections decides itself. Returns what takes
 * the listener off again.
 */
export function reportRejections(report: (error: unknown) => void): () => void {
  if (reporters.size === 0) process.on('unhandledRejection', onRejection)
  reporters.add(report)
  return () => {
    reporters.delete(report)
    if (reporters.size === 0) process.off('unhandledRejection', onRejection)
  }
}

function onRejection(error: unknown): void {
  if (process.listenerCount('unhandledRejection') > 1) return
  const [report] = reporters
  report?.(error)
}

/** Ends the process, should something still hold it then; nothing does in a program that has closed what it opened. */
export function exitSoon(milliseconds: number): void {
  setTimeout(() => process.exit(), milliseconds).unref()
}
