/** What a hand-written endpoint spends on the same work: runs the tool and writes its result once, without any check. */
import http from 'node:http'
import { add, echo } from '../mcpgen/src/basics.ts'
import { search } from '../mcpgen/src/search.ts'
import { runMany } from '../workload.ts'
import { manyTools } from './entries.ts'
import { callResult, progressEvents, read, send } from './raw.ts'
import { MANY, PORT, ready } from './settings.ts'

// biome-ignore lint/suspicious/noExplicitAny: nothing is checked here, on purpose.
const tools = new Map<string, (args: any) => unknown>([
  ['add', args => add(args.a, args.b)],
  ['echo', args => echo(args.text)],
  ['search', search],
  ['stream', args => ({ steps: args.steps })],
  ...MANY.map(index => [`item_${index}`, runMany] as const),
])
const list = JSON.stringify({ resultType: 'complete', tools: manyTools(MANY.length), ttlMs: 0, cacheScope: 'public' })

http
  .createServer(async (req, res) => {
    const { id, method, params } = JSON.parse(await read(req))
    const result = method === 'tools/list' ? list : callResult(tools.get(params.name)?.(params.arguments))
    const message = `{"jsonrpc":"2.0","id":${id},"result":${result}}`
    if (params.name !== 'stream') return send(res, 'application/json', message)
    send(res, 'text/event-stream', `${progressEvents(params.arguments.steps)}event: message\ndata: ${message}\n\n`)
  })
  .listen(PORT, '127.0.0.1', ready)
