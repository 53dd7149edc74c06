/** The text of the generated folder. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { lower } from '../../packages/compiler/src/3-lower/lower.ts'
import { emit } from '../../packages/compiler/src/4-emit/emit.ts'
import { entryPath, fileName, moduleUrl, validatorsPath } from '../../packages/compiler/src/4-emit/file-name.ts'
import { access, key, ownAccess, quoted } from '../../packages/compiler/src/4-emit/printer.ts'
import { uriPattern } from '../../packages/compiler/src/4-emit/uri-template.ts'
import type { Declaration } from '../../packages/compiler/src/ir/declaration.ts'
import { integer, object, program, prompt, resource, SPAN, string, tool } from '../harness/ir.ts'
import { temporaryProject } from '../harness/project.ts'

function emitted(
  declarations: Declaration[],
  facts: Partial<ReturnType<typeof program>['project']> = {},
): Map<string, string> {
  const built = { ...program(declarations) }
  return emit({ ...built, project: { ...built.project, ...facts } }, lower(built))
}

const lineOf = (declaration: Declaration) =>
  emitted([declaration])
    .get('app.mjs')
    ?.split('\n')
    .find(line => line.includes('{ name: ')) ?? ''

describe('printer', () => {
  const NASTY = [
    '',
    `it's`,
    '\\',
    "\\'",
    '\n\r\u2028\u2029',
    '\u0000',
    '$\u007bx}`"',
    '</script>',
    '\ud800',
    '__proto__',
    'a-b',
    'ä',
    'constructor',
    '0',
  ]

  for (const text of NASTY)
    it(`gives ${JSON.stringify(text)} back`, () => {
      assert.equal(new Function(`return ${quoted(text)}`)(), text)
      const object = new Function(`return { ${key(text)}: 1 }`)()
      assert.deepEqual(Object.keys(object), [text])
      assert.equal(new Function('o', `return ${access('o', text)}`)(object), 1)
      assert.equal(new Function('o', `return ${ownAccess('o', text)}`)({}), undefined)
    })
})

describe('file names', () => {
  it('encode everything outside A-Z a-z 0-9 _ . -', () => {
    assert.deepEqual(['a.b_c-D9', 'a b', 'ä/ö', '%', '😀'].map(fileName), [
      'a.b_c-D9',
      'a%20b',
      '%C3%A4%2F%C3%B6',
      '%25',
      '%F0%9F%98%80',
    ])
  })

  it('avoid the names of devices and stay short', () => {
    assert.deepEqual(['con', 'NUL', 'com1', 'con.x', 'console'].map(fileName), [
      '%63on',
      '%4EUL',
      '%63om1',
      '%63on.x',
      'console',
    ])
    const long = ['ä'.repeat(64), `${'ä'.repeat(63)}ö`].map(fileName)
    assert.ok(long.every(name => name.length <= 200 && /^(?:%[0-9A-F]{2}|[\w.-])+$/.test(name)))
    assert.notEqual(long[0], long[1])
  })

  it('of a tool, a prompt and a resource of one name differ', () => {
    const all = (['tool', 'prompt', 'resource'] as const).flatMap(kind => [
      entryPath({ kind, name: 'x' }),
      validatorsPath({ kind, name: 'x' }),
    ])
    assert.deepEqual(all, [
      'tools/x.json',
      'validators/x.mjs',
      'prompts/x.json',
      'validators/prompts/x.mjs',
      'resources/x.json',
      'validators/resources/x.mjs',
    ])
  })

  it('are found from the generated folder wherever it stands', () => {
    assert.deepEqual(
      [
        moduleUrl('generated', 'src/a.ts'),
        moduleUrl('src/generated', 'src/a.ts'),
        moduleUrl('a/b', 'c d/50%#?.ts'),
        moduleUrl('', 'x/y.mjs'),
      ],
      ['../src/a.ts', '../a.ts', '../../c d/50%25%23%3F.ts', './x/y.mjs'],
    )
  })
})

describe('URI patterns', () => {
  const CASES: [template: string, uri: string, groups: string[] | null][] = [
    ['x://{a}', 'x://b', ['b']],
    ['x://{a}', 'x://b/c', null],
    ['x://{a}', 'x://', null],
    ['x://{a}', 'x://b?c', null],
    ['x://{a}', 'x://b#c', null],
    ['x://{a}', 'y://b', null],
    ['git://{ref}/{+path}', 'git://main/a/b.ts', ['main', 'a/b.ts']],
    ['git://{ref}/{+path}', 'git://main', null],
    ['x://{+a}/raw', 'x://b/c/raw', ['b/c']],
    ['x://{a}-{b}', 'x://1-2-3', ['1', '2-3']],
    ['x://{a}.json', 'x://b.c.json', ['b.c']],
    ['x://{+a}-{b}', 'x://1-2/3-4', ['1-2/3', '4']],
    ['x://a.b*(c)/{d}', 'x://a.b*(c)/e', ['e']],
    ['x://a.b/{d}', 'x://aXb/e', null],
    ['x://{a}^{b}', 'x://1^2', ['1', '2']],
    ['x://{a}]{b}', 'x://1]2', ['1', '2']],
    ['x://?q={a}', 'x://?q=1', ['1']],
  ]
  for (const [template, uri, groups] of CASES)
    it(`${template} ${groups ? 'takes' : 'refuses'} ${uri}`, () => {
      assert.deepEqual(new RegExp(uriPattern(template)).exec(uri)?.slice(1) ?? null, groups)
    })

  it('take linear time', () => {
    for (const template of ['x://{a}-{b}-{c}-{d}!', 'x://{+a}-{b}-{c}!', 'x://{a}/{+b}/{c}!', 'x://{a}.{b}.json']) {
      const pattern = new RegExp(uriPattern(template))
      for (const unit of ['-', '/', '.', 'a', '-/', 'a-', '.json']) {
        const started = performance.now()
        pattern.exec(`x://${unit.repeat(200_000 / unit.length)}?`)
        assert.ok(performance.now() - started < 500, `${template} on ${unit}`)
      }
    }
  })
})

describe('app.mjs', () => {
  it('calls the function with what it takes, in its order', () => {
    const argument = (name: string) => ({ kind: 'argument', name, doc: {}, span: SPAN }) as const
    const given = (what: 'context' | 'request' | 'principal') => ({ kind: 'injected', what, span: SPAN }) as const
    const run = (parameters: Declaration['parameters']) =>
      /run: (.*?), (?:validators|result)/.exec(lineOf(tool('f', { parameters })))?.[1]
    assert.equal(run([]), '(m) => m.f()')
    assert.equal(run([argument('a'), argument('b')]), '(m, a) => m.f(a.a, a.b)')
    assert.equal(
      run([given('context'), argument('x-y'), given('principal')]),
      "(m, a, g) => m.f(g.context, a['x-y'], g.principal)",
    )
    assert.equal(run([{ kind: 'arguments', span: SPAN }, given('request')]), '(m, a, g) => m.f(a, g.request)')
    assert.equal(run([argument('toString')]), "(m, a) => m.f((Object.hasOwn(a, 'toString') ? a.toString : undefined))")
    assert.match(lineOf(tool('f', { export: 'default' })), /m\.default\(\)/)
  })

  it('has the entry last, as the JSON text that the file of its own shows', () => {
    const declaration = tool('it', { description: `It's "so"\\\u2028\n`, input: object({ a: integer }) })
    const text = /entry: ('.*') \},$/.exec(lineOf(declaration))?.[1]
    const entry = new Function(`return ${text}`)()
    assert.equal(entry, JSON.stringify(JSON.parse(emitted([declaration]).get('tools/it.json') ?? '')))
    assert.equal(JSON.parse(entry).description, `It's "so"\\\u2028\n`)
  })

  it('says what a resource or a template is', () => {
    const line = lineOf(
      resource('x://{a}/{+b}', {
        mimeType: 'text/plain',
        cache: { ttlMs: 60_000, scope: 'private' },
        guards: [{ name: 'authenticated' }, { name: 'permission', argument: "is 'x'" }],
      }),
    )
    assert.ok(
      line.includes(
        `uriTemplate: 'x://{a}/{+b}', pattern: /^x:\\/\\/([^/?#]+)\\/(.+)$/, variables: ['a', 'b'], mimeType: 'text/plain', cache: { ttlMs: 60000, scope: 'private' }, guards: ['authenticated', 'permission is \\'x\\'']`,
      ),
      line,
    )
  })

  it('runs nothing but createApp, and imports only the runtime and the config', () => {
    const text =
      emitted([tool('a'), prompt('b')], { config: 'mcpgen.config.ts', title: 'T', instructions: `Don't` }).get(
        'app.mjs',
      ) ?? ''
    assert.deepEqual(text.match(/^import .*$/gm), [
      "import { createApp } from '@mcpgen/runtime'",
      "import config from '../mcpgen.config.ts'",
    ])
    assert.deepEqual(
      text.match(/^[^\s/}].*$/gm)?.filter(line => !line.startsWith('import')),
      ['export const app = createApp({'],
    )
    assert.doesNotMatch(text, /\bawait\b|readFile|with \{/)
    assert.match(text, / {2}title: 'T',\n {2}instructions: 'Don\\'t',\n {2}config,\n/)
  })
})

describe('everything that is generated', () => {
  const declarations = [
    tool('calc', {
      input: object({ a: integer, s: { kind: 'string', maxLength: 5, format: 'uri' } }),
      result: { kind: 'data', type: object({ at: { kind: 'date' } }) },
    }),
    tool('none', { result: { kind: 'none' } }),
    prompt('ask', { input: object({ n: integer }) }),
    resource('x://{id}', { input: object({ id: string }) }),
  ]

  it('imports nothing but the runtime, its validation and the user’s modules', () => {
    for (const [path, text] of emitted(declarations)) {
      const specifiers = [...text.matchAll(/(?:from |import\()'([^']*)'/g)].map(match => match[1] ?? '')
      for (const specifier of specifiers)
        assert.match(
          specifier,
          /^@mcpgen\/runtime(\/validation)?$|^\.\.\/src\/a\.(ts|js)$|^\.\/(validators\/|app\.mjs$)/,
          path,
        )
      assert.doesNotMatch(text, /\brequire\b|\beval\b|new Function|ajv/, path)
    }
  })

  it('ends with one newline and has no CR and no space at the end of a line', () => {
    for (const [path, text] of emitted(declarations)) {
      assert.match(text, /[^\n]\n$/, path)
      assert.doesNotMatch(text, /\r|[ \t]$/m, path)
    }
  })

  it('has a validators module only where there is something to validate', () => {
    assert.deepEqual(
      [...emitted(declarations).keys()].filter(path => path.startsWith('validators')),
      ['validators/calc.mjs', 'validators/prompts/ask.mjs', 'validators/resources/x.mjs'.replace('x.mjs', 'it.mjs')],
    )
  })

  it('can be imported, and calls go through', async () => {
    const folder = temporaryProject([
      ['src/a.ts', 'export const calc = (a: number, s: string) => ({ at: new Date(a), s })\n'],
    ])
    const files = emitted(declarations.slice(0, 1))
    for (const [path, text] of files) {
      mkdirSync(join(folder, 'generated', path, '..'), { recursive: true })
      writeFileSync(join(folder, 'generated', path), text)
    }
    const { encode, input, output } = await import(pathToFileURL(join(folder, 'generated/validators/calc.mjs')).href)
    const { calc } = await import(pathToFileURL(join(folder, 'src/a.ts')).href)
    assert.equal(input({ a: 0, s: 'a:b' }), true)
    const sent = encode(calc(0, 'a:b'))
    assert.deepEqual(sent, { at: '1970-01-01T00:00:00.000Z' })
    assert.equal(output(sent), true)
    const { app } = await import(pathToFileURL(join(folder, 'generated/app.mjs')).href)
    await app.load()
    assert.equal(app.name, 'test')
  })
})

describe('manifest.json', () => {
  it('has a line for each declaration, whose hash changes with what a client sees and with nothing else', () => {
    const lines = (declaration: Declaration) => {
      const text = emitted([tool('a'), declaration]).get('manifest.json') ?? ''
      assert.equal(JSON.parse(text).declarations.length, 2)
      return text.split('\n').filter(line => line.includes('"kind"'))
    }
    const [first, second] = lines(tool('b', { guards: [{ name: 'staff' }] }))
    assert.match(
      second ?? '',
      /^ {4}\{"kind":"tool","name":"b","file":"src\/a.ts","export":"b","guards":\["staff"\],"hash":"[0-9a-f]{16}"\}$/,
    )
    assert.equal(lines(tool('b', { description: 'Other.' }))[0], first)
    const hash = (line = '') => /"hash":"(.*)"/.exec(line)?.[1]
    assert.notEqual(hash(lines(tool('b', { description: 'Other.' }))[1]), hash(second))
    assert.equal(hash(lines(tool('b'))[1]), hash(second))
  })
})
