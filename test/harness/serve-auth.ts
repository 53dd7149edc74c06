/** A program that knows its callers by tokens, serves on a free port and says where. */
import { createApp, jwt } from '@mcpgen/runtime'
import { tool } from './declarations.ts'

const greet = tool('greet', ({ name }) => `Hello, ${name}!`)
const auth = jwt({ secret: process.env['JWT_SECRET'] })
const app = createApp({
  contract: 1,
  name: 'tests',
  version: '1.0.0',
  tools: [greet],
  config: { auth, requireGuards: false },
})
const { url } = await app.listen({ port: 0 })
console.log(url)
