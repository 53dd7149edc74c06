/** What the operating system says of a running process. Linux only: elsewhere everything is undefined. */
import { readdirSync, readFileSync } from 'node:fs'

/** Microseconds of CPU that all threads of the process have used. */
export function cpuTime(pid: number): number | undefined {
  const threads = list(`/proc/${pid}/task`)
  const times = threads.map(thread => Number(read(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[0]))
  const total = times.reduce((sum, time) => sum + (Number.isFinite(time) ? time : 0), 0)
  return total > 0 ? total / 1000 : undefined
}

/** Bytes in memory now. */
export function residentSize(pid: number): number | undefined {
  return statusField(pid, 'VmRSS')
}

/** Bytes of those that belong to this process alone: not the pages of files, such as of Node's own program. */
export function privateSize(pid: number): number | undefined {
  return statusField(pid, 'RssAnon')
}

/** The most bytes that the process, or one that it started, has had in memory. */
export function peakResidentSize(pid: number): number | undefined {
  const sizes = [pid, ...descendants(pid)].flatMap(one => statusField(one, 'VmHWM') ?? [])
  return sizes.length > 0 ? Math.max(...sizes) : undefined
}

/** Microseconds of CPU that children used which have ended; to be read as a difference. */
export function endedChildrenCpuTime(): number | undefined {
  // proc_pid_stat(5): fields 16 and 17 are `cutime` and `cstime`, in ticks of 10 ms. The name before may hold blanks.
  const fields = read('/proc/self/stat')?.split(') ')[1]?.split(' ')
  return fields === undefined ? undefined : (Number(fields[13]) + Number(fields[14])) * 10_000
}

function descendants(pid: number): number[] {
  const threads = list(`/proc/${pid}/task`)
  const children = threads.flatMap(thread => read(`/proc/${pid}/task/${thread}/children`)?.trim().split(' ') ?? [])
  return children.filter(child => child !== '').flatMap(child => [Number(child), ...descendants(Number(child))])
}

function statusField(pid: number, name: string): number | undefined {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/status`) ?? '')?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}

/** A process may end between two looks at it. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
