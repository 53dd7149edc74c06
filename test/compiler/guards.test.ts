/** `@guard` and `@scope`, from the comment to what a client of the built application may see. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { build } from '@mcpgen/compiler/build'
import { createTestClient } from '@mcpgen/runtime/testing'
import { readConfig } from '../../packages/compiler/src/1-read/config.ts'
import { check } from '../../packages/compiler/src/2-check/rules.ts'
import { createCompiler } from '../../packages/compiler/src/compile.ts'
import { createFiles } from '../../packages/compiler/src/files/files.ts'
import type { Declaration, Resource } from '../../packages/compiler/src/ir/declaration.ts'
import type { Guard } from '../../packages/compiler/src/ir/guard.ts'
import { program, resource, tool } from '../harness/ir.ts'
import { temporaryProject } from '../harness/project.ts'
import { declarationOf, findings, readSources } from '../harness/read.ts'

const CONFIG = `import { defineConfig, hostAuth } from '@mcpgen/runtime'
export default defineConfig({ auth: hostAuth(() => null) })`

const GUARDS = `
import type { Principal } from '@mcpgen/runtime'
export async function inTenant(principal: Principal<{ tenant?: string }>, plan?: 'free' | 'pro'): Promise<boolean> {
  return principal.claims.tenant !== undefined && (plan === undefined || principal.permissions.includes(plan))
}
export const anyone = (principal: Principal | undefined): principal is Principal => principal !== undefined
export function named(principal: Principal, wanted: string, more = 1): boolean { return principal.id === wanted && more === 1 }
export function coded(principal: Principal, code: \`code-\${number}\`): boolean { return code.length > 0 && principal.admin }
export function admin(principal: Principal): boolean { return principal.id === 'me' }
`

/** One tool for each comment. */
function tools(...comments: string[]): string {
  const written = comments.map(
    (tags, n) => `/** Does it.\n * @tool\n * @readOnly\n * ${tags} */\nexport function t${n}(): void {}`,
  )
  return `import { inTenant, anyone, named, coded, admin } from './guards.ts'\nimport { inTenant as mine } from './guards.ts'\n${written.join('\n')}\n`
}

function read(...comments: string[]) {
  return readSources({ 'src/guards.ts': GUARDS, 'src/input.ts': tools(...comments), 'mcpgen.config.ts': CONFIG })
}

describe('@guard', () => {
  it('is read in order, with its argument', () => {
    const reading = read('@guard authenticated\n * @guard permission reports:read\n * @guard staff', '@guard none')
    assert.deepEqual(declarationOf(reading, 't0').guards, [
      { name: 'authenticated' },
      { name: 'permission', argument: 'reports:read' },
      { name: 'staff' },
    ])
    assert.deepEqual(declarationOf(reading, 't1').guards, [{ name: 'none' }])
    assert.deepEqual(findings(reading), [])
  })

  it('may stand in one line with the others', () => {
    const source =
      '/** Close. @tool @destructive @guard permission a:b @scope x @idempotent */ export function close(): void {}'
    const reading = readSources({ 'src/input.ts': source, 'mcpgen.config.ts': CONFIG })
    const { guards, scopes } = declarationOf(reading, 'close')
    assert.deepEqual([guards, scopes], [[{ name: 'permission', argument: 'a:b' }], ['x']])
    assert.deepEqual(findings(reading), [])
  })

  const at = (name: string, anonymous = false) => ({ file: 'src/guards.ts', export: name, anonymous })
  const FUNCTIONS: readonly (readonly [tag: string, guard: object])[] = [
    ['@guard inTenant', { name: 'inTenant', function: at('inTenant') }],
    ['@guard {@link inTenant} pro', { name: 'inTenant', argument: 'pro', function: at('inTenant') }],
    ['@guard {@link inTenant | the tenant}', { name: 'inTenant', function: at('inTenant') }],
    ['@guard mine free', { name: 'mine', argument: 'free', function: at('inTenant') }],
    ['@guard anyone', { name: 'anyone', function: at('anyone', true) }],
    ['@guard named ada', { name: 'named', argument: 'ada', function: at('named') }],
    ['@guard coded code-7', { name: 'coded', argument: 'code-7', function: at('coded') }],
    ['@guard admin', { name: 'admin' }],
    ['@guard {@link admin}', { name: 'admin', function: at('admin') }],
  ]
  it('names a function, through imports and links', () => {
    const reading = read(...FUNCTIONS.map(([tag]) => tag))
    assert.deepEqual(
      reading.program.declarations.map(({ guards }) => guards),
      FUNCTIONS.map(([, guard]) => [guard]),
    )
    assert.deepEqual(findings(reading), [])
  })

  const WRONG: readonly (readonly [tags: string, finding: string])[] = [
    ['@guard', 'bad-tag-value @guard'],
    ['@guard authenticated please now', 'bad-tag-value @guard authenticated please now'],
    ['@guard Admin', 'unknown-guard @guard Admin'],
    ['@guard {@link nobody}', 'unknown-guard @guard {@link nobody}'],
    ['@guard {@link staff}', 'unknown-guard @guard {@link staff}'],
    ['@guard permission', 'bad-guard @guard permission'],
    ['@guard staff now', 'bad-guard @guard staff now'],
    ['@guard named', 'bad-guard @guard named'],
    ['@guard anyone else', 'bad-guard @guard anyone else'],
    ['@guard inTenant gold', 'bad-guard @guard inTenant gold'],
    ['@guard coded 7', 'bad-guard @guard coded 7'],
    ['@guard staff\n * @guard none', 'bad-guard @guard none'],
    ['@guard staff\n * @guard staff', 'repeated-tag @guard staff'],
    ['@gaurd staff', 'unknown-tag @gaurd'],
  ]
  it('is refused where it is not what it should be, and where it stands', () => {
    const found = findings(read(...WRONG.map(([tags]) => tags))).filter(one => !one.startsWith('missing-guard'))
    assert.deepEqual(
      found,
      WRONG.map(([, finding]) => finding),
    )
  })

  /** By what is wrong with them. */
  const SHAPES: Readonly<Record<string, string>> = {
    'that takes no caller': '(): boolean => true',
    'that takes something else': '(principal: { id: string }): boolean => principal.id === ""',
    'that answers something else': '(principal: Principal): string => principal.id',
    'that takes more than an argument':
      '(principal: Principal, plan: string, more: number): boolean => more > 0 && plan === principal.id',
    'that takes an argument which is no text':
      '(principal: Principal, plan: number): boolean => plan > 0 && principal.admin',
    'that is no function': 'true',
  }
  it('is refused where it names a function of another shape', () => {
    const written = Object.values(SHAPES).map(
      (value, n) => `export const wrong${n} = ${value}
/** Does it. @tool @readOnly @guard wrong${n}${value.includes('plan') ? ' 7' : ''} */ export function t${n}(): void {}`,
    )
    const source = `import type { Principal } from '@mcpgen/runtime'\n${written.join('\n')}`
    const reading = readSources({ 'src/input.ts': source, 'mcpgen.config.ts': CONFIG })
    assert.deepEqual(
      findings(reading).map(one => one.split(' ').slice(0, 3).join(' ')),
      written.map((_, n) => `bad-guard @guard wrong${n}`),
    )
  })

  it('is refused where it names a function of a package or one that is not exported', () => {
    const source = `import { text } from '@mcpgen/runtime'
import type { Principal } from '@mcpgen/runtime'
function own(principal: Principal): boolean { return principal.admin }
/** Does it. @tool @readOnly @guard text */ export function one(): void { text(String(own)) }
/** Does it. @tool @readOnly @guard own */ export function two(): void {}`
    const reading = readSources({ 'src/input.ts': source, 'mcpgen.config.ts': CONFIG })
    assert.deepEqual(findings(reading), ['bad-guard @guard text', 'bad-guard @guard own'])
  })

  it('is refused where it guards nothing', () => {
    const source = `/** Helps. @guard admin */ export function help(): void {}
/** @guard staff */
/** Does it. @tool @readOnly @guard none */ export function it(): void {}
/**
 * Text.
 * @guard none
 */
export interface It { a: string }`
    const reading = readSources({ 'src/input.ts': source, 'mcpgen.config.ts': CONFIG })
    assert.deepEqual(
      findings(reading),
      Array.from({ length: 3 }, () => 'misplaced-tag @guard'),
    )
  })

  it('is text in back-ticks', () => {
    const source = '/** Does it, see `@guard admin`. @tool @readOnly @guard none */ export function it(): void {}'
    const reading = readSources({ 'src/input.ts': source, 'mcpgen.config.ts': CONFIG })
    assert.deepEqual(declarationOf(reading, 'it').guards, [{ name: 'none' }])
  })
})

describe('@scope', () => {
  it('is one scope, as often as it is given', () => {
    const reading = read('@guard none\n * @scope files:write\n * @scope https://x.example/all')
    assert.deepEqual(declarationOf(reading, 't0').scopes, ['files:write', 'https://x.example/all'])
    assert.deepEqual(findings(reading), [])
  })

  it('is refused where it is none, more than one, or what no token can hold', () => {
    const wrong = ['@scope', '@scope a b', '@scope "a"', '@scope ä']
    assert.deepEqual(
      findings(read(...wrong.map(tag => `@guard none\n * ${tag}`))),
      wrong.map(tag => `bad-tag-value ${tag}`),
    )
  })
})

describe('a build', () => {
  const sources = (
    config: string,
    input = tools('@guard inTenant pro\n * @scope a', '@guard anyone', '@guard admin'),
  ) =>
    [
      ['package.json', '{ "name": "built", "version": "1.0.0", "type": "module" }'],
      [
        'tsconfig.json',
        '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "esnext", "allowImportingTsExtensions": true, "noEmit": true } }',
      ],
      ['src/guards.ts', GUARDS],
      ['src/input.ts', input],
      ['mcpgen.config.ts', config],
    ] as const
  const configOf = (options: string) =>
    `import { defineConfig, hostAuth } from '@mcpgen/runtime'\nexport default defineConfig({ ${options} })`

  it('writes what a reviewer reads: who may see and use each, and how functions are asked', async () => {
    const root = temporaryProject(sources(CONFIG))
    assert.deepEqual((await build({ root })).diagnostics, [])
    const app = readFileSync(join(root, 'generated/app.mjs'), 'utf8')
    const manifest = JSON.parse(readFileSync(join(root, 'generated/manifest.json'), 'utf8'))
    assert.ok(app.includes("guards: ['src/guards.ts#inTenant pro'], scopes: ['a'],"), app)
    assert.ok(
      app.includes(`  guards: {
    'src/guards.ts#anyone': { source: 'src/guards.ts#anyone', anonymous: true, load: () => import('../src/guards.ts'), run: (m, p) => m.anyone(p) },
    'src/guards.ts#inTenant pro': { source: 'src/guards.ts#inTenant', load: () => import('../src/guards.ts'), run: (m, p) => m.inTenant(p, 'pro') },
  },`),
      app,
    )
    assert.deepEqual(
      manifest.declarations.map(({ guards, scopes }: { guards: string[]; scopes?: string[] }) => [guards, scopes]),
      [
        [['src/guards.ts#inTenant pro'], ['a']],
        [['src/guards.ts#anyone'], undefined],
        [['admin'], undefined],
      ],
    )
    assert.deepEqual(manifest.guards, [
      { guard: 'src/guards.ts#anyone', anonymous: true },
      { guard: 'src/guards.ts#inTenant pro', anonymous: false },
    ])
  })

  it('makes an application in which two principals see two servers, in both eras', async () => {
    const root = temporaryProject(sources(CONFIG))
    await build({ root })
    const { app } = await import(pathToFileURL(join(root, 'generated/app.mjs')).href)
    const pro = { id: 'pro', claims: { tenant: 'a' }, permissions: ['pro'], scopes: ['a'] }
    const seen = async (era: 'modern' | 'legacy', principal?: typeof pro) => {
      await using client = await createTestClient(app, { era, ...(principal && { principal }) })
      return (await client.listTools()).map(({ name }) => name)
    }
    for (const era of ['modern', 'legacy'] as const) {
      assert.deepEqual(await seen(era, pro), ['t0', 't1'])
      assert.deepEqual(await seen(era, { ...pro, permissions: [] }), ['t1'])
      assert.deepEqual(await seen(era), [])
      await using client = await createTestClient(app, { era, principal: pro })
      assert.equal((await client.callTool('t0')).isError, undefined)
      await assert.rejects(client.callTool('t2'), { message: /Unknown tool: t2/ })
    }
  })

  it('asks what the config requires of everything, before its own, also of skills', async () => {
    const config = configOf("auth: hostAuth(() => null), require: ['staff', 'permission a'], skills: 'skills'")
    const skill = '---\nname: one\ndescription: Does one thing.\n---\nText.\n'
    const root = temporaryProject([
      ...sources(config, tools('@guard admin', '@guard staff')),
      ['skills/one/SKILL.md', skill],
    ])
    assert.deepEqual((await build({ root })).diagnostics, [])
    const app = readFileSync(join(root, 'generated/app.mjs'), 'utf8')
    const asked = [...app.matchAll(/guards: (\[.*?\])/g)].map(([, list]) => list)
    assert.deepEqual(asked, [
      "['staff', 'permission a', 'admin']",
      "['staff', 'permission a']",
      "['staff', 'permission a']",
    ])
    await import(pathToFileURL(join(root, 'generated/app.mjs')).href)
  })
})

describe('one build after the other', () => {
  it('sees what the config asks for now, and what a guard function is now', t => {
    const config = (more: string) =>
      `import { defineConfig, hostAuth } from '@mcpgen/runtime'\nexport default defineConfig({ auth: hostAuth(() => null), ${more} })`
    const guard = (signature: string, body: string) =>
      `import type { Principal } from '@mcpgen/runtime'\nexport function mine(${signature} { return ${body} }\n`
    const plain = guard('principal: Principal): boolean', 'principal.admin')
    const root = temporaryProject(
      [
        ['package.json', '{ "name": "again", "version": "1.0.0", "type": "module" }'],
        [
          'src/a.ts',
          `import { mine } from './guard.ts'\n/** A. @tool @readOnly @guard mine */ export function a(): void {}\n`,
        ],
        ['src/b.ts', '/** B. @tool @readOnly @guard staff */ export function b(): void {}\n'],
        ['src/guard.ts', plain],
        ['mcpgen.config.ts', config('')],
      ],
      t,
    )
    const compiler = createCompiler({ root })
    const after = (path: string, text: string) => {
      writeFileSync(join(root, path), text)
      compiler.changed([join(root, path)])
      const { diagnostics, files } = compiler.compile()
      return { codes: diagnostics.map(({ code }) => code), app: files.get('app.mjs') ?? '' }
    }
    compiler.compile()
    const required = after('mcpgen.config.ts', config("require: ['admin']")).app
    assert.match(required, /guards: \['admin', 'src\/guard\.ts#mine'\]/)
    assert.match(required, /guards: \['admin', 'staff'\]/)
    const forAll = guard('principal: Principal | undefined): boolean', 'principal?.admin === true')
    assert.match(after('src/guard.ts', forAll).app, /anonymous: true/)
    assert.deepEqual(after('src/guard.ts', guard('principal: Principal): string', 'principal.id')).codes, ['bad-guard'])
    assert.deepEqual(after('src/guard.ts', plain.replace('export ', '')).codes, ['unknown-guard'])
    assert.deepEqual(after('src/guard.ts', plain).codes, [])
    assert.deepEqual(after('src/b.ts', '/** B. @tool @readOnly */ export function b(): void {}\n').codes, [])
    assert.deepEqual(after('mcpgen.config.ts', config('')).codes, ['missing-guard'])
    assert.deepEqual(after('mcpgen.config.ts', config('requireGuards: false')).codes, [])
  })
})

describe('the config', () => {
  const facts = (options: string) => {
    const text = `import { defineConfig } from '@mcpgen/runtime'\nexport default defineConfig({ ${options} })`
    const root = temporaryProject([['mcpgen.config.ts', text]])
    const { config, diagnostics } = readConfig(createFiles(), root)
    return { access: config.access, codes: diagnostics.map(({ code }) => code) }
  }
  const CONFIGS: readonly (readonly [options: string, access: object, codes?: string[]])[] = [
    ['', {}],
    ['auth: undefined', {}],
    ['auth: make()', { auth: true, requireGuards: true }],
    ['auth: make(), requireGuards: false', { auth: true }],
    ['requireGuards: true', { requireGuards: true }],
    ["require: ['permission a']", { require: [{ name: 'permission', argument: 'a' }] }],
    ["require: ['none']", {}, ['bad-guard']],
    ["require: ['permission']", {}, ['bad-guard']],
    ['require: [String(1)]', {}, ['config-not-literal']],
    ["requireGuards: 'yes'", {}, ['config-not-literal']],
  ]
  for (const [options, access, codes = []] of CONFIGS) {
    it(`{ ${options} } is read without running it`, () => {
      assert.deepEqual(facts(options), { access, codes })
    })
  }

  const auth = { auth: true, requireGuards: true } as const
  const staff = { name: 'staff' }
  const none = { name: 'none' }
  const any = { name: 'any', function: { file: 'a.ts', export: 'any', anonymous: true } }
  const POLICY: readonly (readonly [facts: object, guards: Guard[], scopes: string[], codes: string[]])[] = [
    [{}, [], [], []],
    [auth, [], [], ['missing-guard']],
    [auth, [none], [], []],
    [auth, [], ['a'], ['missing-guard']],
    [{ auth: true }, [], [], []],
    [{ ...auth, require: [staff] }, [], [], []],
    [{ ...auth, require: [staff] }, [none], [], ['bad-guard']],
    [{ requireGuards: true }, [], [], ['missing-guard']],
    [{}, [any], [], []],
    [{}, [none], [], []],
    [{}, [staff], [], ['guard-without-auth']],
    [{}, [{ ...any, function: { ...any.function, anonymous: false } }], [], ['guard-without-auth']],
    [{}, [], ['a'], ['guard-without-auth']],
    [{ require: [staff] }, [any], [], ['guard-without-auth']],
  ]
  for (const [project, guards, scopes, codes] of POLICY) {
    it(`${JSON.stringify(project)} finds ${codes.join() || 'nothing'} in ${JSON.stringify({ guards, scopes })}`, () => {
      assert.deepEqual(codesOf([tool('t', { guards, scopes, annotations: { readOnly: true } })], project), codes)
    })
  }

  it('lets no resource be cached for everybody that is not for everybody', () => {
    const cache = { ttlMs: 1, scope: 'public' } as const
    const cached = (more: Partial<Resource>) => [resource('a://b', { cache, ...more })]
    assert.deepEqual(codesOf(cached({ guards: [staff] }), auth), ['public-guarded'])
    assert.deepEqual(codesOf(cached({ guards: [none], scopes: ['a'] }), auth), ['public-guarded'])
    assert.deepEqual(codesOf(cached({}), { ...auth, require: [staff] }), ['public-guarded'])
    assert.deepEqual(codesOf(cached({ guards: [none] }), auth), [])
    assert.deepEqual(codesOf(cached({ guards: [staff], cache: { ...cache, scope: 'private' } }), auth), [])
  })
})

function codesOf(declarations: Declaration[], project: object): string[] {
  const all = program(declarations)
  return check({ ...all, project: { ...all.project, ...project } }, []).map(({ code }) => code)
}
