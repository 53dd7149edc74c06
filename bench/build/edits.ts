/** How long after a file is written `mcpgen dev` answers with the new code. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { INSTALLED_CLI } from '../lib/installed.ts'
import { cpuTime } from '../lib/process.ts'
import type { Project } from '../project.ts'

export interface Edit {
  /** Milliseconds from the write to the first right answer. */
  readonly live: number
  /** Milliseconds of CPU that the process used in that time. */
  readonly cpu: number
}

/** By what is edited. */
export type Edits = Readonly<Record<keyof typeof KINDS, Edit[]>>

/** The first edits find code that Node has not compiled yet. */
const WARM_UP = 3

const PATIENCE = 60_000

/** What stands in the files, and what a call of `edited` is to give. */
interface State {
  said: number
  parameter: number
  property: number
}

/** Each changes one thing, and says by which arguments it is seen. */
const KINDS = {
  'the body of a function': (state: State, n: number) => {
    state.said = n
    return {}
  },
  'the signature of a function': (state: State, n: number) => {
    state.parameter = n
    return { [`parameter${n}`]: true }
  },
  'a type that many use': (state: State, n: number) => {
    state.property = n
    return { who: { ...PERSON, [`property${n}`]: true } }
  },
} as const satisfies Record<string, (state: State, n: number) => object>

export const EDITS = Object.keys(KINDS) as (keyof typeof KINDS)[]

const PERSON = {
  id: '7b1d3c9e-8b0a-4f5e-9c65-3d1f3a6a1f11',
  name: 'Ada',
  email: 'ada@example.org',
  address: { street: 'Long Lane', city: 'London', country: 'GB' },
  tags: [],
  meta: {},
}

/** Serves the project, adds a tool to it, and edits that and a type of `domain0.ts`. */
export async function measureEdits({ folder }: Project, rounds: number): Promise<Edits> {
  const [leaf, shared] = [join(folder, 'src', 'edited.ts'), join(folder, 'src', 'domain', 'domain0.ts')]
  const types = readFileSync(shared, 'utf8')
  const state: State = { said: 0, parameter: 0, property: 0 }
  const save = (kind: keyof typeof KINDS) => {
    if (kind !== 'a type that many use') return writeFileSync(leaf, printLeaf(state))
    const more = `name: string\n  property${state.property}?: boolean\n`
    writeFileSync(shared, types.replace('name: string\n', more))
  }
  save('the body of a function')
  const server = await serve(folder)
  const edits = Object.fromEntries(EDITS.map(kind => [kind, [] as Edit[]])) as Edits
  try {
    for (let n = 1; n <= WARM_UP + rounds; n++)
      for (const kind of EDITS) {
        const args = KINDS[kind](state, n)
        const edit = await measure(server, () => save(kind), { args, wanted: `said ${state.said}` })
        if (n > WARM_UP) edits[kind].push(edit)
      }
  } finally {
    writeFileSync(shared, types)
    rmSync(leaf)
    await server.close()
  }
  return edits
}

function printLeaf({ said, parameter }: State): string {
  return `import type { Person0 } from './domain/domain0.ts'

/** Says what it was last told to. @tool @readOnly */
export function edited(who?: Person0, parameter${parameter}?: boolean): string {
  return 'said ${said}' + (who === undefined || parameter${parameter} ? '' : '')
}
`
}

interface Server {
  readonly pid: number
  call(args: object): Promise<string>
  close(): Promise<void>
}

async function serve(folder: string): Promise<Server> {
  const child = spawn(process.execPath, [INSTALLED_CLI, 'dev', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text
  })
  const found = () => /Serving (http:\S+) and watching/.exec(output)?.[1]
  for (const end = performance.now() + PATIENCE; found() === undefined; await delay(20))
    if (performance.now() > end || child.exitCode !== null) throw new Error(`mcpgen dev does not serve: ${output}`)
  const url = found() ?? ''
  return {
    pid: child.pid ?? 0,
    call: args => call(url, args),
    async close() {
      child.kill('SIGINT')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

async function call(url: string, args: object): Promise<string> {
  const revision = '2026-07-28'
  const meta = {
    'io.modelcontextprotocol/protocolVersion': revision,
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const params = { name: 'edited', arguments: args, _meta: meta }
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': revision,
      'mcp-method': 'tools/call',
      'mcp-name': 'edited',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  })
  const { result } = (await response.json()) as { result?: { content: { text: string }[] } }
  return result?.content[0]?.text ?? ''
}

async function measure(
  server: Server,
  save: () => void,
  { args, wanted }: { args: object; wanted: string },
): Promise<Edit> {
  // What the edit before has left to do, such as collecting garbage, is not this one's.
  await delay(200)
  const [started, used] = [performance.now(), cpuTime(server.pid) ?? Number.NaN]
  save()
  while ((await server.call(args)) !== wanted) {
    if (performance.now() - started > PATIENCE) throw new Error(`an edit was never served: ${await server.call(args)}`)
    await delay(2)
  }
  return { live: performance.now() - started, cpu: ((cpuTime(server.pid) ?? Number.NaN) - used) / 1000 }
}
