/** A program that serves the task tools out of a storage: on a free port that it names, or over stdio. */
import { sqlite } from '@mcpgen/runtime/storage'
import { tasksApp } from './tasks.ts'

const [file = '', transport] = process.argv.slice(2)
const app = tasksApp({ storage: sqlite(file) })
if (transport === 'stdio') await app.stdio()
else process.send?.((await app.listen({ port: 0, eager: true })).url)
