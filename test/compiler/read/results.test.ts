import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { declarationOf, findings, readSources } from '../../harness/read.ts'

const tools: Record<string, [returns: string, result: string]> = {
  nothing: ['void', 'none'],
  never: ['never', 'none'],
  absent: ['Promise<undefined>', 'none'],
  text: ['string', 'text'],
  promisedText: ['Promise<string>', 'text'],
  likeText: ['PromiseLike<string>', 'text'],
  choice: ["'a' | 'b'", 'text'],
  brand: ['string & { readonly __brand: "x" }', 'text'],
  upper: ['Uppercase<string>', 'text'],
  bytes: ['Uint8Array', 'bytes'],
  data: ['{ a: string }', 'data'],
  list: ['string[]', 'data'],
  number: ['number', 'data'],
  flag: ['boolean', 'data'],
  nullable: ['{ a: string } | null', 'data'],
  date: ['Date', 'data'],
  json: ['WithJson', 'data'],
  maybe: ['string | undefined', 'mixed'],
  maybeData: ['Promise<{ a: string } | undefined>', 'mixed'],
  either: ['string | { a: number }', 'mixed'],
  textOrBytes: ['string | Uint8Array', 'mixed'],
  block: ['TextContent', 'content'],
  blocks: ['ContentBlock[]', 'content'],
  pair: ['[TextContent, ImageContent]', 'content'],
  whole: ['Promise<ToolResult<{ a: string }>>', 'content'],
  spelled: ["{ type: 'text'; text: string }", 'content'],
  spelledList: ["({ type: 'text'; text: string } | { type: 'image'; data: string; mimeType: string })[]", 'content'],
  likeBlock: ["{ type: 'text'; text: string; size_in_words: number }", 'data'],
  otherType: ["{ type: 'note'; text: string }", 'data'],
}

const resources: typeof tools = {
  readText: ['string', 'text'],
  readBytes: ['Promise<Uint8Array>', 'bytes'],
  readJson: ['{ a: string }', 'data'],
  readSeveral: ['Contents', 'content'],
  readEither: ['string | Uint8Array', 'mixed'],
}

const prompts: typeof tools = {
  ask: ['string', 'text'],
  message: ['PromptMessage', 'content'],
  messages: ['PromptMessage[]', 'content'],
  spelledMessage: ["{ role: 'user'; content: { type: 'text'; text: string } }[]", 'content'],
}

const functions = (tag: (name: string) => string, cases: typeof tools) =>
  Object.entries(cases).map(
    ([name, [returns]]) => `/** A. ${tag(name)} */ export function ${name}(): ${returns} { return null! }`,
  )

const reading = readSources(
  [
    `import type { Contents, ContentBlock, ImageContent, PromptMessage, TextContent, ToolResult } from '@mcpgen/runtime'`,
    `import { text as made } from '@mcpgen/runtime'`,
    `class WithJson { constructor(private readonly n: number) {} toJSON() { return { n: this.n } } }`,
    ...functions(() => '@tool', tools),
    ...functions(name => `@resource test://${name}`, resources),
    ...functions(() => '@prompt', prompts),
    `/** A. @tool */ export async function inferred(a: boolean) { return a ? made('x') : [made('y')] }`,
  ].join('\n'),
)

for (const [kind, cases] of Object.entries({ tools, resources, prompts })) {
  describe(kind, () => {
    for (const [name, [returns, result]] of Object.entries(cases)) {
      it(`${returns} is ${result}`, () => {
        assert.equal(declarationOf(reading, name).result.kind, result)
      })
    }
  })
}

it('the return type may be inferred', () => {
  assert.equal(declarationOf(reading, 'inferred').result.kind, 'content')
})

it('a Date, and what toJSON gives, are read in their wire form', () => {
  const { result } = declarationOf(reading, 'date')
  assert.deepEqual(result.kind === 'data' && result.type, { kind: 'date' })
  assert.deepEqual(
    [...reading.program.types.values()].map(({ declared, type }) => [
      declared,
      type.kind === 'object' && type.properties.map(p => p.name),
    ]),
    [['WithJson', ['n']]],
  )
})

it('none of these is a finding', () => {
  assert.deepEqual(findings(reading), [])
})

it('what a mixed result cannot carry is found all the same', () => {
  const mixed = readSources(`/** A. @tool */ export function f(): string | { a: Map<string, string> } { return '' }`)
  assert.deepEqual(
    mixed.diagnostics.map(({ code, path }) => `${code} ${path}`),
    ['not-serializable f › result.a'],
  )
})

it('what toJSON gives and is no object is told apart from what is returned as it is', () => {
  const given =
    readSources(`class Money { constructor(readonly sum: number) {} toJSON(): string { return String(this.sum) } }
/** A. @tool */ export function f(): { money: Money; none: Money | null } { return null! }`)
  const money = [...given.program.types.values()].find(({ declared }) => declared === 'Money')
  assert.deepEqual(money?.type, { kind: 'string', toJson: true })
})
