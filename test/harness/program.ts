/**
 * A program that serves the test declarations over standard input and output, or over HTTP when its second argument says
 * so; its first is the config, as JSON.
 */
import { createApp } from '../../packages/runtime/src/app.ts'
import { DECLARATIONS, running, tool } from './declarations.ts'

const chatty = tool('chatty', () => {
  console.log('said by console.log')
  process.stdout.write('written to stdout\n')
  return 'spoken'
})

const stray = tool('stray', async () => {
  void Promise.reject(new Error('left behind'))
  return 'gone'
})

const tell = tool('tell', (_args, context) => {
  context.listChanged('tools')
  context.resourceUpdated('note://one')
  return 'told'
})

const app = createApp({
  contract: 1,
  name: 'tests',
  version: '1.2.3',
  ...DECLARATIONS,
  tools: [...(DECLARATIONS.tools ?? []), chatty, stray, tell],
  config: JSON.parse(process.argv[2] ?? '{}'),
})

// What a module may hold open: it must not keep the process from ending.
setInterval(() => {}, 60_000)

if (process.argv[3] === 'http') {
  running.on('sleep', () => console.log('sleep has begun'))
  console.log((await app.listen({ port: 0 })).port)
} else await app.stdio()
