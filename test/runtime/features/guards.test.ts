/** Guards and scopes of declarations: who is asked what, and how often. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Call } from '../../../packages/runtime/src/features/call.ts'
import type { Principal } from '../../../packages/runtime/src/features/context.ts'
import type { GuardBinding } from '../../../packages/runtime/src/manifest.ts'
import { call, prompt, resource, serve, template, tool } from './bindings.ts'

const nobody = { staff: false, admin: false, permissions: [], scopes: [], claims: {} }
const ada: Principal = { ...nobody, id: 'ada' }

/** A guard function that counts how often it is asked. */
function counting(answer: (principal: Principal | undefined) => unknown, more: Partial<GuardBinding> = {}) {
  const asked: (string | undefined)[] = []
  const guard: GuardBinding = {
    source: 'src/guards.ts#counting',
    load: async () => ({}),
    run(_, principal) {
      asked.push(principal?.id)
      return answer(principal)
    },
    ...more,
  }
  return { guard, asked }
}

const text = (content: string) => JSON.parse(content)[0].text

async function outcome(run: () => unknown): Promise<string> {
  try {
    const { content } = (await run()) as { content: string }
    return text(content)
  } catch (error) {
    return String((error as Error).message)
  }
}

describe('a guard', () => {
  const BUILT_IN: readonly (readonly [
    guards: string[],
    passes: Partial<Principal>,
    fails: Partial<Principal> | undefined,
  ])[] = [
    [['authenticated'], {}, undefined],
    [['staff'], { staff: true }, { admin: true }],
    [['admin'], { admin: true }, { staff: true }],
    [['permission a:b'], { permissions: ['x', 'a:b'] }, { permissions: ['a', 'a:bc', 'A:B'] }],
    [['staff', 'permission a'], { staff: true, permissions: ['a'] }, { staff: true }],
    [['staff', 'permission a'], { staff: true, permissions: ['a'] }, { permissions: ['a'] }],
  ]
  for (const [guards, passes, fails] of BUILT_IN) {
    it(`${guards.join(' and ')} lets ${JSON.stringify(passes)} pass, and not ${JSON.stringify(fails) ?? 'nobody'}`, async () => {
      const { features } = serve({ tools: [tool('it', () => 'done', { guards, validators: async () => ({}) })] })
      const as = (principal: Partial<Principal> | undefined) =>
        call({ name: 'it' }, { principal: principal && { ...ada, ...principal } })
      assert.equal(await outcome(() => features.callTool(as(passes))), 'done')
      assert.equal(await outcome(() => features.callTool(as(fails))), 'Unknown tool: it')
    })
  }

  it('of the built-in ones is answered at once', async () => {
    const guards = ['authenticated', 'permission a', 'staff', 'admin']
    const served = serve({ tools: [tool('it', () => 'done', { guards })] })
    const principal = { ...ada, staff: true, admin: true, permissions: ['a'] }
    await served.features.load()
    assert.ok(!(served.features.callTool(call({ name: 'it' }, { principal })) instanceof Promise))
    assert.equal(await served.features.lists.tools.visibility?.of(call({}, { principal })), '1')
  })

  it('that is a function is asked once a request, by the tool, its list of guards and what it reads', async () => {
    const { guard, asked } = counting(async () => true)
    const guards = ['mine']
    const { features } = serve({
      guards: { mine: guard },
      tools: [
        tool(
          'it',
          async (_args, { context }) => {
            await context.readResource('a://1')
            const [contents] = await context.readResource('a://2')
            return String(contents?.['text'])
          },
          { guards },
        ),
      ],
      resources: [resource('a://1', () => 'one', { guards }), resource('a://2', () => 'two', { guards })],
    })
    assert.equal(await outcome(() => features.callTool(call({ name: 'it' }, { principal: ada }))), 'two')
    assert.deepEqual(asked, ['ada'])
    await outcome(() => features.callTool(call({ name: 'it' }, { principal: ada })))
    assert.deepEqual(asked, ['ada', 'ada'])
  })

  it('that is a function is asked once by a list, however many entries ask for it', async () => {
    const { guard, asked } = counting(() => true)
    const other = counting(() => false)
    const tools = [1, 2, 3].map(n => tool(`t${n}`, () => '', { guards: n === 2 ? ['mine', 'other'] : ['mine'] }))
    const { features } = serve({ guards: { mine: guard, other: other.guard }, tools })
    const { visibility } = features.lists.tools
    const word = (await visibility?.of(call({}, { principal: ada }))) ?? ''
    assert.deepEqual(
      tools.map((_, index) => visibility?.includes(word, index)),
      [true, false, true],
    )
    assert.deepEqual([asked, other.asked], [['ada'], ['ada']])
  })

  it('that is a function is not asked about nobody, unless it says that it may be', async () => {
    const named = counting(() => true)
    const any = counting(() => true, { anonymous: true })
    const { features } = serve({
      guards: { named: named.guard, any: any.guard },
      tools: [tool('named', () => 'done', { guards: ['named'] }), tool('any', () => 'done', { guards: ['any'] })],
    })
    assert.equal(await outcome(() => features.callTool(call({ name: 'named' }))), 'Unknown tool: named')
    assert.equal(await outcome(() => features.callTool(call({ name: 'any' }))), 'done')
    assert.deepEqual([named.asked, any.asked], [[], [undefined]])
  })

  it('that is a function is not asked where a built-in one beside it says no', async () => {
    const { guard, asked } = counting(() => true)
    const { features } = serve({
      guards: { mine: guard },
      tools: [tool('it', () => '', { guards: ['mine', 'admin'] })],
    })
    assert.equal(await outcome(() => features.callTool(call({ name: 'it' }, { principal: ada }))), 'Unknown tool: it')
    assert.deepEqual(asked, [])
  })

  const ILL: readonly (readonly [how: string, guard: Partial<GuardBinding>])[] = [
    ['throws', { run: () => assert.fail('ill') }],
    ['rejects', { run: async () => assert.fail('ill') }],
    ['cannot be loaded', { load: async () => assert.fail('ill') }],
  ]
  for (const [how, ill] of ILL) {
    it(`that ${how} says no each time, and the log says why`, async () => {
      const { guard } = counting(() => true, ill)
      const { features, failures } = serve({
        guards: { mine: guard },
        tools: [tool('it', () => '', { guards: ['mine'] })],
      })
      for (const _ of [1, 2]) {
        assert.equal(
          await outcome(() => features.callTool(call({ name: 'it' }, { principal: ada }))),
          'Unknown tool: it',
        )
      }
      assert.deepEqual(
        failures.map(({ source, error }) => [source, (error as Error).message]),
        [1, 2].map(() => ['src/guards.ts#counting', 'ill']),
      )
    })
  }

  it('that could not be loaded is loaded again for the next caller', async () => {
    let isThere = false
    const { guard } = counting(() => true, {
      load: async () => {
        if (!isThere) throw new Error('not yet')
        return {}
      },
    })
    const { features } = serve({ guards: { mine: guard }, tools: [tool('it', () => 'done', { guards: ['mine'] })] })
    const ask = () => outcome(() => features.callTool(call({ name: 'it' }, { principal: ada })))
    assert.equal(await ask(), 'Unknown tool: it')
    isThere = true
    assert.equal(await ask(), 'done')
  })

  for (const answer of ['yes', 1, {}, undefined, null]) {
    it(`that answers ${JSON.stringify(answer)} says no`, async () => {
      const { guard } = counting(() => answer)
      const { features } = serve({ guards: { mine: guard }, tools: [tool('it', () => 'done', { guards: ['mine'] })] })
      assert.equal(await outcome(() => features.callTool(call({ name: 'it' }, { principal: ada }))), 'Unknown tool: it')
    })
  }

  it('that is a function answers at once when its module is loaded and it waits for nothing', async () => {
    const { guard } = counting(() => true)
    const { features } = serve({ guards: { mine: guard }, tools: [tool('it', () => 'done', { guards: ['mine'] })] })
    await features.load()
    assert.ok(!(features.callTool(call({ name: 'it' }, { principal: ada })) instanceof Promise))
  })

  it('that cannot be loaded fails the loading of everything, by its name', async () => {
    const { guard } = counting(() => true, { load: async () => assert.fail('gone') })
    const { features } = serve({ guards: { mine: guard }, tools: [tool('it', () => '', { guards: ['mine'] })] })
    await assert.rejects(features.load(), { message: 'Cannot load the guard src/guards.ts#counting' })
  })

  it('that the build has not written is no server', () => {
    const tools = [tool('it', () => '', { guards: ['permissions a'] })]
    assert.throws(() => serve({ tools }), /it asks for the guard "permissions a", which is not there: run mcpgen build/)
  })

  it('keeps nobody out when it is none', async () => {
    const { features } = serve({ tools: [tool('it', () => 'done', { guards: ['none'] })] })
    assert.equal(await outcome(() => features.callTool(call({ name: 'it' }))), 'done')
    assert.equal(features.lists.tools.visibility, undefined)
    assert.equal(features.audience, undefined)
  })

  it('says no before a limit says that somebody calls too often', async () => {
    const { features } = serve({ tools: [tool('it', () => 'done', { guards: ['staff'] })] }, { calls: 1 })
    for (const _ of [1, 2, 3]) {
      assert.equal(await outcome(() => features.callTool(call({ name: 'it' }, { principal: ada }))), 'Unknown tool: it')
    }
    const staff = { ...ada, staff: true }
    assert.equal(await outcome(() => features.callTool(call({ name: 'it' }, { principal: staff }))), 'done')
  })
})

describe('what the config asks of everything', () => {
  const things = (guards: string[]) => ({
    tools: [tool('t', () => '', { guards })],
    resources: [resource('r://', () => '', { guards })],
    templates: [template('s://{a}', () => '', { guards })],
    prompts: [prompt('p', () => '', { guards })],
  })
  for (const kind of ['tools', 'resources', 'templates', 'prompts'] as const) {
    it(`is held against ${kind}: a server that was built without it is none`, () => {
      const definition = { ...things(['admin', 'staff']), [kind]: things(['admin'])[kind] }
      assert.throws(
        () => serve(definition, { require: ['admin', 'staff'] }),
        /requires the guard "staff" of everything/,
      )
      const open = { ...things(['none']), [kind]: things([])[kind] }
      assert.throws(
        () => serve(open, { requireGuards: true }),
        /asks for a guard everywhere, and .* was built without it/,
      )
    })
  }

  it('is held against skills', () => {
    const skill = { name: 's', uri: 'skill://s/SKILL.md', entry: '{"resources":[]}', resource: '{}' }
    const skills = [{ ...skill, load: async () => ({ files: {} }) }]
    assert.throws(() => serve({ skills }, { require: ['staff'] }), /and s was built without it/)
  })

  it('is content with a guard everywhere, or with guards that it requires itself', () => {
    serve(things(['none']), { requireGuards: true })
    serve(things(['staff']), { require: ['staff'], requireGuards: true })
  })
})

describe('a scope', () => {
  const needs = ['files:write', 'audit']
  const as = (scopes: string[], more: Partial<Call> = {}) => ({ principal: { ...ada, scopes }, ...more })
  const missing = {
    name: 'MissingScopes',
    scopes: needs,
    message: 'This takes a token with the scopes files:write, audit',
  }
  const { features } = serve(
    {
      tools: [
        tool('write', () => 'done', { scopes: needs }),
        tool('read', async (_args, { context }) => String((await context.readResource('a://1'))[0]?.['text'])),
      ],
      resources: [resource('a://1', () => 'one', { scopes: needs })],
      templates: [template('b://{a}', () => 'two', { scopes: needs, completions: [{ argument: 'a', values: ['x'] }] })],
      prompts: [prompt('p', () => 'three', { scopes: needs })],
    },
    { scopes: { implies: { admin: ['files:*', 'audit'], 'files:*': ['files:write', 'files:read'], loop: ['loop'] } } },
  )
  const complete = { ref: { type: 'ref/resource', uri: 'b://{a}' }, argument: { name: 'a', value: '' } }
  const uses = {
    'a tool': (more: Partial<Call>) => features.callTool(call({ name: 'write' }, more)),
    'a resource': (more: Partial<Call>) => features.readResource(call({ uri: 'a://1' }, more)),
    'a template': (more: Partial<Call>) => features.readResource(call({ uri: 'b://x' }, more)),
    'a prompt': (more: Partial<Call>) => features.getPrompt(call({ name: 'p' }, more)),
    completion: (more: Partial<Call>) => features.complete?.(call(complete, more)),
  }
  for (const [what, use] of Object.entries(uses)) {
    it(`is asked for by ${what}, all of them at once`, async () => {
      const attempt = async (more: Partial<Call>) => use(more)
      await assert.rejects(attempt({}), missing)
      await assert.rejects(attempt(as([])), missing)
      await assert.rejects(attempt(as(['files:write'])), missing)
      await assert.rejects(attempt(as(['audit', 'files:read', 'loop'])), missing)
      await attempt(as(['audit', 'files:write']))
    })
  }

  it('is had by who has a wider one, near or far', async () => {
    for (const scopes of [['files:*', 'audit'], ['admin']]) {
      assert.equal(await outcome(() => uses['a tool'](as(scopes))), 'done')
    }
  })

  it('hides nothing', () => {
    assert.equal(features.lists.tools.visibility, undefined)
    assert.equal(features.audience, undefined)
  })

  it('of what a function reads is named in its error', async () => {
    const said = await outcome(() => features.callTool(call({ name: 'read' }, as([]))))
    assert.equal(said, 'a://1: This takes a token with the scopes files:write, audit')
    assert.equal(await outcome(() => features.callTool(call({ name: 'read' }, as(needs)))), 'one')
  })

  it('says nothing to who may not even see what asks for it', async () => {
    const { features } = serve({ tools: [tool('it', () => '', { guards: ['staff'], scopes: needs })] })
    assert.equal(await outcome(() => features.callTool(call({ name: 'it' }, as([])))), 'Unknown tool: it')
  })
})
