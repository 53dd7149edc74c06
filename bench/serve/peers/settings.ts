/** What the benchmark tells a server when it starts it. */
import { OWN_TOOLS } from '../workload.ts'

/** Where to listen, on 127.0.0.1. */
export const PORT = Number(process.env['PORT'])

/** Numbers of the tools that come on top of the four. */
export const MANY = Array.from(
  { length: Math.max(0, Number(process.env['TOOLS'] ?? 0) - OWN_TOOLS) },
  (_, index) => index,
)

/** Sessions by `Mcp-Session-Id`, or nothing kept between requests. */
export const SESSIONS = process.argv.includes('--sessions')

export function ready(): void {
  console.log('ready')
}
