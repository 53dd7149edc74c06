/** `main.mjs`: starts the application. */
import { BANNER } from './printer.ts'

export function printMainModule(): string {
  return `${BANNER}
import { app } from './app.mjs'

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void app.close())

if (process.argv.includes('--stdio')) await app.stdio()
else console.error((await app.listen()).url)
`
}
