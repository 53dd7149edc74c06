/** What a declaration is found to ask, through whatever it calls. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DeclarationAsks } from '../../../packages/compiler/src/ir/declaration.ts'
import { declarationOf, findings, readSources } from '../../harness/read.ts'

const HEAD = `import type { Asks, Context } from '@mcpgen/runtime'\ninterface Yes { yes: boolean }\n`

/** What the tool \`t\` asks, in words. */
function asksOf(body: string, others: Record<string, string> = {}) {
  const reading = readSources({ 'src/input.ts': `${HEAD}${body}`, ...others })
  assert.deepEqual(findings(reading), [])
  return wordsOf(declarationOf(reading, 't').asks)
}

function wordsOf(asks: DeclarationAsks | undefined): string {
  if (asks === undefined) return 'nothing'
  const forms = asks.forms.map(form => form.key).join(' ')
  return `[${asks.requires.join(' ')}] {${forms}}${asks.remembers ? ' remembers' : ''}`
}

const tool = (code: string) => `/** T. @tool */\nexport async function t(ctx: Context): Promise<void> { ${code} }`

describe('asks are found', () => {
  it('in the function itself, each kind with what it needs', () => {
    assert.equal(asksOf(tool(`await ctx.elicit<Yes>('k', '?')`)), '[elicitation] {k}')
    assert.equal(asksOf(tool(`await ctx.elicitUrl('k', '?', 'https://x.example')`)), '[elicitation.url] {}')
    assert.equal(asksOf(tool(`await ctx.sample('k', '?')`)), '[sampling] {}')
    assert.equal(asksOf(tool(`await ctx.sample('k', '?', { tools: [] })`)), '[sampling sampling.tools] {}')
    assert.equal(asksOf(tool(`await ctx.roots('k')`)), '[roots] {}')
    assert.equal(asksOf(tool(`ctx.progress(1)`)), 'nothing')
    assert.equal(asksOf(tool(`await ctx.once('k', () => 1)`)), 'nothing')
  })

  it('where answers alone are not enough to go on with', () => {
    const once = `await ctx.once('o', () => 1); await ctx.roots('k')`
    assert.equal(asksOf(tool(once)), '[roots] {} remembers')
    const choices = `await ctx.elicit<{ a: string }>('k', '?', { choices: { a: ['x'] } })`
    assert.equal(asksOf(tool(choices)), '[elicitation] {k} remembers')
    const form = `await ctx.elicitForm('k', '?', { type: 'object', properties: {} })`
    assert.equal(asksOf(tool(form)), '[elicitation] {} remembers')
  })

  it('not as required where a test governs them', () => {
    assert.equal(asksOf(tool(`if (ctx.can('roots')) await ctx.roots('k')`)), '[] {}')
    assert.equal(asksOf(tool(`if (ctx.can('roots')) await ctx.sample('k', '?')`)), '[sampling] {}')
  })

  it('through destructuring, aliases and another name', () => {
    assert.equal(asksOf(tool(`const { elicit } = ctx; await elicit<Yes>('k', '?')`)), '[elicitation] {k}')
    assert.equal(asksOf(tool(`const { elicit: ask } = ctx; await ask<Yes>('k', '?')`)), '[elicitation] {k}')
    assert.equal(asksOf(tool(`const c = ctx; const a = c['roots']; await a('k')`)), '[roots] {}')
    const destructured = `/** T. @tool */\nexport async function t({ roots }: Context): Promise<void> { await roots('k') }`
    assert.equal(asksOf(destructured), '[roots] {}')
  })

  it('through helpers, callbacks, classes and other files', () => {
    const helper = `async function ask(c: Pick<Asks, 'roots'>) { await c.roots('k') }\n`
    assert.equal(asksOf(helper + tool(`await ask(ctx)`)), '[roots] {}')
    assert.equal(asksOf(helper + tool(`await Promise.all([ctx].map(ask))`)), '[roots] {}')
    const holder = `class Asker { constructor(readonly c: Context) {} async go() { await this.c.roots('k') } }\n`
    assert.equal(asksOf(holder + tool(`await new Asker(ctx).go()`)), '[roots] {}')
    const table = `const table = { async go(c: Context) { await c.roots('k') } }\n`
    assert.equal(asksOf(table + tool(`await table.go(ctx)`)), '[roots] {}')
    const other = `import type { Context } from '@mcpgen/runtime'
      export async function confirm(c: Context): Promise<void> { await c.elicit<{ sure: boolean }>('sure', '?') }`
    const imported = `import { confirm as ask } from './other.ts'\n`
    assert.equal(asksOf(imported + tool('await ask(ctx)'), { 'src/other.ts': other }), '[elicitation] {sure}')
  })

  it('as possible where a context goes to what is only declared', () => {
    const service = `interface Service { go(ctx: Context): Promise<void> }\ndeclare const service: Service\n`
    const other = `async function elsewhere(c: Context) { await c.roots('k') }\nexport { elsewhere }\n`
    assert.equal(asksOf(service + other + tool(`await service.go(ctx)`)), '[] {} remembers')
    const callback = `async function run(c: Context, f: (c: Context) => Promise<unknown>) { await f(c) }\n`
    assert.equal(asksOf(callback + tool(`await run(ctx, c => c.roots('k'))`)), '[roots] {} remembers')
  })

  it('by the signature and not by the name', () => {
    const own = `const store = { async roots(_key: string) { return [] } }\n`
    assert.equal(asksOf(own + tool(`await store.roots('k')`)), 'nothing')
    assert.equal(
      asksOf(`${own}/** T. @tool */\nexport async function t(): Promise<void> { await store.roots('k') }`),
      'nothing',
    )
  })
})

describe('a warning', () => {
  const found = (code: string) =>
    findings(readSources(`${HEAD}async function send() {}\n${tool(code)}`)).map(one => one.split(' ')[0])

  it('tells an ask in a loop from one that a loop goes over', () => {
    assert.deepEqual(found(`for (const r of await ctx.roots('k')) r.uri`), [])
    assert.deepEqual(found(`for (let i = 0; i < 3; i++) await ctx.roots('k')`), ['ask-in-loop'])
    assert.deepEqual(found(`await Promise.all([1].map(() => ctx.roots('k')))`), ['ask-in-loop'])
    assert.deepEqual(found(`await Promise.all([1].map(id => ctx.roots('k', { id })))`), [])
  })

  it('sees effects before an ask alone, and none in a branch that ends', () => {
    assert.deepEqual(found(`await send(); await ctx.roots('k')`), ['effect-before-ask'])
    assert.deepEqual(found(`await ctx.roots('k'); await send()`), [])
    assert.deepEqual(found(`await ctx.once('s', async () => await send()); await ctx.roots('k')`), [])
    assert.deepEqual(found(`if (ctx.client) { await send(); return } await ctx.roots('k')`), [])
  })

  it('sees cleanup around an ask', () => {
    assert.deepEqual(found(`try { await ctx.roots('k') } finally { await send() }`), ['ask-before-cleanup'])
    assert.deepEqual(found(`try { await ctx.roots('k') } catch { await send() }`), [])
  })
})
