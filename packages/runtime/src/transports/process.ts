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

/** Ends the process, should something still hold it then; nothing does in a program that has closed what it opened. */
export function exitSoon(milliseconds: number): void {
  setTimeout(() => process.exit(), milliseconds).unref()
}
