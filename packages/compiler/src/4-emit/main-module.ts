/** `main.mjs`: starts the application, which ends itself on SIGINT and SIGTERM. */
import { UNCHECKED_BANNER } from './printer.ts'

export function printMainModule(): string {
  return `${UNCHECKED_BANNER}
import { app } from './app.mjs'

if (process.argv.includes('--stdio')) await app.stdio()
else console.error((await app.listen()).url)
`
}
