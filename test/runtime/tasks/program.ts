/** A program that serves the task tools with a storage on a free port, says where, and dies when it is told. */
import { sqlite } from '@mcpgen/runtime/storage'
import { tasksApp } from './tasks.ts'

const [file = '', port = '0'] = process.argv.slice(2)
const app = tasksApp({ storage: sqlite(file) })
const { url } = await app.listen({ port: Number(port), eager: true })
process.send?.(url)
