/**
 * Types of packages that people use, one a folder of `fixtures/packages`. What can be carried is built, and values are held
 * against its validators; what cannot is refused in words that name the place in the type. `outline.json` and `output.txt`
 * are goldens: what each schema holds, and what the terminal shows.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { compile, write } from '@mcpgen/compiler'
import { renderText } from '../../packages/cli/src/render/text.ts'
import type { Validators } from '../../packages/runtime/src/manifest.ts'
import { matchGolden } from '../harness/golden.ts'
import { temporaryProject } from '../harness/project.ts'

const PACKAGES = join(import.meta.dirname, '../../fixtures/packages')
const MODULES = join(import.meta.dirname, '../../node_modules')
/** The packages that the cases import, or their scopes. */
const LINKED = [
  '@modelcontextprotocol',
  '@notionhq',
  '@octokit',
  '@slack',
  '@types',
  'kysely',
  'type-fest',
  'vscode-languageserver-types',
  'zod',
]
/** A schema of up to this many characters is shown whole. */
const WHOLE = 3_000

interface Values {
  readonly valid: readonly unknown[]
  readonly invalid: readonly unknown[]
}

interface Schema {
  readonly properties?: Record<string, unknown>
  readonly $defs?: Record<string, unknown>
}

const names = readdirSync(PACKAGES).sort()
const texts = new Map(names.map(name => [name, readFileSync(join(PACKAGES, name, 'input.ts'), 'utf8')]))
const all = compile({ root: project(texts) })
const refused = new Set(all.diagnostics.flatMap(({ severity, path }) => (severity === 'error' ? [toolOf(path)] : [])))
const root = project(new Map([...texts].map(([name, text]) => [name, without(text, refused)])))
const built = compile({ root })
write(join(root, 'generated'), built.files)

it('what can be carried is built', () => {
  assert.deepEqual(
    built.diagnostics.filter(({ severity }) => severity === 'error'),
    [],
  )
})

for (const name of names) {
  describe(name, { timeout: 60_000 }, () => {
    const values: Record<string, Values> = JSON.parse(readFileSync(join(PACKAGES, name, 'values.json'), 'utf8'))

    it('says what is wrong, where in the user’s file, and where in the type', () => {
      const diagnostics = all.diagnostics.filter(({ path }) => path?.startsWith(`${name}.`))
      for (const { span } of diagnostics) assert.equal(span?.file, `src/${name}/input.ts`)
      matchGolden(
        join(PACKAGES, name, 'output.txt'),
        renderText({ diagnostics, sources: all.sources, pathOf: file => file }),
      )
    })

    it('has schemas that were looked at', () => {
      const tools = [...built.files].filter(([path]) => path.startsWith(`tools/${name}.`))
      const outline = tools.map(([, json]) => {
        const tool = JSON.parse(json)
        return [tool.name, { input: outlineOf(tool.inputSchema), output: outlineOf(tool.outputSchema) }]
      })
      matchGolden(join(PACKAGES, name, 'outline.json'), `${JSON.stringify(Object.fromEntries(outline), null, 2)}\n`)
    })

    for (const [key, { valid, invalid }] of Object.entries(values)) {
      const [tool, side = 'input'] = key.split(':')
      it(`takes and refuses values of ${key}`, async () => {
        const module: Validators = await import(
          pathToFileURL(join(root, `generated/validators/${name}.${tool}.mjs`)).href
        )
        const judge = side === 'result' ? module.output : module.input
        assert.ok(judge)
        for (const value of valid) assert.ok(judge(value), `${JSON.stringify(value)}: ${JSON.stringify(judge.errors)}`)
        for (const value of invalid) assert.ok(!judge(value), JSON.stringify(value))
      })
    }
  })
}

it('every finding is told of a package', () => {
  const others = all.diagnostics.filter(({ path }) => !names.some(name => path?.startsWith(`${name}.`)))
  assert.deepEqual(others, [])
})

it('what a rule finds in a type of a package is shown where the user takes it, with its path and its place', () => {
  const root = temporaryProject([
    ['package.json', '{ "name": "case", "version": "1.0.0", "type": "module" }'],
    ['node_modules/mail/package.json', '{ "name": "mail", "types": "index.d.ts" }'],
    [
      'node_modules/mail/index.d.ts',
      'export interface Mail {\n  parts: Part[]\n}\nexport interface Part {\n  body: string | Uint8Array\n}\n',
    ],
    [
      'src/input.ts',
      "import type { Mail } from 'mail'\n\n/** Send it. @tool @destructive */\nexport function send(mail: Mail, to: string): void {}\n",
    ],
  ])
  const { diagnostics, sources } = compile({ root })
  const [{ code, span, path, notes } = {}, ...more] = diagnostics
  assert.deepEqual(more, [])
  assert.equal(code, 'ambiguous-bytes')
  assert.equal(span && sources.get(span.file)?.slice(span.start, span.end), 'mail')
  assert.equal(path, 'send › mail.parts[].body')
  assert.deepEqual(notes, [{ message: 'declared in mail/index.d.ts:5' }])
})

function project(sources: ReadonlyMap<string, string>): string {
  const folder = temporaryProject([
    ['package.json', '{ "name": "packages", "version": "1.0.0", "type": "module" }'],
    ...[...sources].map(([name, text]) => [`src/${name}/input.ts`, text] as const),
  ])
  for (const name of LINKED) symlinkSync(join(MODULES, name), join(folder, 'node_modules', name), 'dir')
  return folder
}

/** The tool that a path begins with. */
function toolOf(path = ''): string {
  return path.split(' › ')[0] ?? ''
}

/** The source with the tags of these tools taken off. */
function without(text: string, tools: ReadonlySet<string>): string {
  return text.replace(/@tool (\S+)/g, (tag, name) => (tools.has(name) ? '' : tag))
}

/** A schema, or what is in it if it is long. */
function outlineOf(schema: Schema | undefined): unknown {
  if (schema === undefined || JSON.stringify(schema).length <= WHOLE) return schema
  return {
    characters: JSON.stringify(schema).length,
    properties: Object.keys(schema.properties ?? {}),
    $defs: Object.keys(schema.$defs ?? {}),
  }
}
