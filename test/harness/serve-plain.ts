/** A program that serves one plain tool, of which nothing has to be kept, on a free port and says where. */
import { createApp } from '../../packages/runtime/src/app.ts'
import { tool } from './declarations.ts'

const greet = tool('greet', ({ name }) => `Hello, ${name}!`)
const { url } = await createApp({ contract: 1, name: 'plain', version: '1.0.0', tools: [greet] }).listen({ port: 0 })
console.log(url)
