/** Requests with credentials, to a server whose one tool says who calls it. */
import type { OutgoingHttpHeaders } from 'node:http'
import type { Config } from '../../packages/runtime/src/config.ts'
import type { Principal } from '../../packages/runtime/src/features/context.ts'
import { tool } from './declarations.ts'
import { type Answer, startServer, type TestServer } from './server.ts'

export interface AuthServer extends TestServer {
  /** How often the tool was entered. */
  readonly entered: () => number
  /** Calls the tool. */
  call(headers?: OutgoingHttpHeaders): Promise<Answer>
  /** Calls the tool with a bearer token. */
  present(token: string): Promise<Answer>
}

/** Starts a server with these authenticators. */
export async function startAuthServer(config: Config): Promise<AuthServer> {
  let entered = 0
  const server = await startServer(
    config,
    whoami(() => {
      entered += 1
    }),
  )
  const call: AuthServer['call'] = (headers = {}) => server.modern('tools/call', { name: 'whoami' }, { headers })
  return Object.assign(server, {
    entered: () => entered,
    call,
    present: (token: string) => call({ Authorization: `Bearer ${token}` }),
  })
}

/** The declarations: a tool that answers with its caller and the names of the headers that it sees. */
export function whoami(onEnter = () => {}) {
  const run: Parameters<typeof tool>[1] = (_args, { principal, request }) => {
    onEnter()
    return { principal: principal ?? null, headers: Object.keys(request?.headers ?? {}) }
  }
  return { tools: [open(tool('whoami', run, { result: 'data' }))], resources: [], templates: [], prompts: [] }
}

/** Says that anybody may use it, as the config of a server with authenticators wants it said. */
function open<T extends object>(binding: T): T & { guards: string[] } {
  return { ...binding, guards: ['none'] }
}

/** Who the tool was called by. */
export function callerOf(answer: Answer): Principal | null {
  return answer.json.result.structuredContent.principal
}

/** The parameters of `WWW-Authenticate`. */
export function challengeOf({ headers }: Answer): { scheme: string; [parameter: string]: string } {
  const [, scheme = '', rest = ''] = /^(\S+) ?(.*)$/.exec(headers['www-authenticate'] ?? '') ?? []
  const parameters = Array.from(rest.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g), ([, name = '', value = '']) => [
    name,
    value,
  ])
  return { scheme, ...Object.fromEntries(parameters) }
}
