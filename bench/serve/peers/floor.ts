/**
 * What any server on node:http must spend: reads the body, parses it, and answers a constant of the right size into
 * which only the id is written. Everything is known before the first request.
 */
import http from 'node:http'
import { ADD, ECHO, echoJob, type Job, listJob, manyJob, SEARCH_JOB, streamJob } from '../workload.ts'
import { manyTools } from './entries.ts'
import { callResult, progressEvents, read, send } from './raw.ts'
import { MANY, PORT, ready } from './settings.ts'

interface Constant {
  readonly type: string
  readonly before: string
  readonly after: string
}

const jobs = [ADD, SEARCH_JOB, ECHO, ...[16, 128, 1024].map(size => echoJob(size * 1024)), manyJob(0), streamJob(10)]
const constants = new Map(jobs.map(job => [key(job.tool ?? '', job.args), constantOf(job)]))
const list = JSON.stringify({ resultType: 'complete', tools: manyTools(MANY.length), ttlMs: 0, cacheScope: 'public' })
constants.set(listJob(0).method, {
  type: 'application/json',
  before: '{"jsonrpc":"2.0","id":',
  after: `,"result":${list}}`,
})

http
  .createServer(async (req, res) => {
    const { id, method, params } = JSON.parse(await read(req))
    const name = method === 'tools/list' ? method : key(params.name, params.arguments)
    const constant = constants.get(name) ?? constants.get(key('item_0', {}))
    if (constant === undefined) throw new Error(`The floor has no answer for ${name}`)
    const { type, before, after } = constant
    send(res, type, before + id + after)
  })
  .listen(PORT, '127.0.0.1', ready)

/** Echoes differ by length alone. */
function key(tool: string, args: object | undefined): string {
  return args !== undefined && 'text' in args ? `${tool} ${String(args.text).length}` : tool
}

function constantOf(job: Job): Constant {
  const message = { after: `,"result":${callResult(job.result)}}`, before: '{"jsonrpc":"2.0","id":' }
  if (job.progress === undefined) return { type: 'application/json', ...message }
  const before = `${progressEvents(job.progress)}event: message\ndata: ${message.before}`
  return { type: 'text/event-stream', before, after: `${message.after}\n\n` }
}
