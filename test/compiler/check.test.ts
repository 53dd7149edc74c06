/** The rules of `2-check`: each case is declarations in, codes and words out. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { check } from '../../packages/compiler/src/2-check/rules.ts'
import { diagnose } from '../../packages/compiler/src/diagnostics/catalogue.ts'
import { linted } from '../../packages/compiler/src/diagnostics/lint.ts'
import type { Declaration, Lint } from '../../packages/compiler/src/ir/declaration.ts'
import type { Diagnostic } from '../../packages/compiler/src/ir/diagnostic.ts'
import type { NamedType, Type } from '../../packages/compiler/src/ir/type.ts'
import {
  array,
  tool as bareTool,
  boolean,
  choice,
  integer,
  named,
  nothing,
  number,
  object,
  program,
  prompt,
  property,
  ref,
  resource,
  string,
  union,
} from '../harness/ir.ts'

/** One that says whether it changes anything. */
const tool: typeof bareTool = (name, more) => bareTool(name, { annotations: { readOnly: true }, ...more })

function expectValid(declarations: Declaration[], types?: Map<string, NamedType>): void {
  assert.deepEqual(check(program(declarations, types), []), [])
}

function expectErrors(declarations: Declaration[], expected: string[], types?: Map<string, NamedType>): Diagnostic[] {
  const found = check(program(declarations, types), [])
  assert.deepEqual(
    found.map(({ code, message }) => `${code}: ${message}`),
    expected,
  )
  for (const { code, message, why, help, label, span } of found) {
    assert.ok(why && help, `${code} says why and what to write`)
    assert.ok(code === 'nothing-declared' || (span && label), `${code} has a place`)
    assert.doesNotMatch(message, /undefined|\[object/)
  }
  return found
}

const at = (start: number) => ({ file: 'src/a.ts', start, end: start + 1 })

describe('nothing-declared', () => {
  it('is told for the project as a whole', () => {
    const [found] = expectErrors([], ['nothing-declared: nothing is declared in src/'])
    assert.equal(found?.span, undefined)
    assert.match(found?.help ?? '', /@tool/)
  })

  it('is no news when reading failed', () => {
    const error = diagnose('not-serializable', {}, { what: 'x', type: 'Date', label: '', help: '' })
    assert.deepEqual(check(program([]), [error]), [])
  })
})

describe('duplicate-name', () => {
  it('points at the first', () => {
    const [found] = expectErrors(
      [tool('add', { span: at(1) }), tool('add', { span: at(9) })],
      ['duplicate-name: two tools have the name `add`'],
    )
    assert.equal(found?.span?.start, 9)
    assert.deepEqual(found?.notes, [{ span: at(1), message: '`add` is first declared here' }])
  })

  it('is told when names differ in case alone', () => {
    expectErrors([prompt('Ask'), prompt('ask')], ['duplicate-name: the prompts `Ask` and `ask` differ in case alone'])
  })

  it('is told for each after the first', () => {
    assert.equal(check(program([tool('a'), tool('a'), tool('A')]), []).length, 2)
  })

  it('lets a tool, a prompt and a resource have one name', () => {
    expectValid([tool('it'), prompt('it'), resource('x://it')])
  })
})

describe('invalid-name', () => {
  it('takes the characters that every client takes', () => {
    expectValid([
      tool('aZ0_.-'),
      tool('x'.repeat(64)),
      prompt('Release notes'),
      resource('x://y', { name: 'Änderungen' }),
    ])
  })

  for (const name of ['', 'a b', 'ä', 'a/b', 'x'.repeat(65)])
    it(`refuses the tool ${JSON.stringify(name.slice(0, 9))}`, () => {
      expectErrors([tool(name, { description: 'It.' })], [`invalid-name: \`${name}\` cannot be the name of a tool`])
    })

  it('refuses control characters anywhere', () => {
    expectErrors(
      [prompt('a\u0000b', { description: 'It.' })],
      ['invalid-name: `a\u0000b` cannot be the name of a prompt'],
    )
  })
})

describe('hidden-character', () => {
  const said = (text: string) =>
    check(program([tool('t', { description: text })]), []).flatMap(({ code }) =>
      code === 'hidden-character' ? [code] : [],
    )

  for (const character of '\0\x1b\x7f\x9b\u00ad\u061c\u200b\u200e\u200f\u2028\u202a\u202e\u2060\u2066\u2069\ufeff\u{e0001}\u{e007f}') {
    it(`refuses U+${character.codePointAt(0)?.toString(16)} in a description`, () => {
      assert.deepEqual(said(`Delete${character} nothing.`), ['hidden-character'])
    })
  }

  it('takes every script as it is written, and emoji', () => {
    for (const text of [
      'Line\n\ttwo\r\n',
      'می\u200cخواهم',
      'क्\u200dष',
      '👩\u200d💻 ❤\ufe0f',
      'Ünï'.normalize('NFD'),
      '日本語 – “x”…',
    ]) {
      assert.deepEqual(said(text), [])
    }
  })
})

describe('contradictory-annotations', () => {
  it('refuses @readOnly @destructive', () => {
    expectErrors(
      [tool('t', { annotations: { readOnly: true, destructive: true } })],
      ['contradictory-annotations: the tool `t` is both @readOnly and @destructive'],
    )
  })

  it('takes @readOnly @idempotent', () => {
    expectValid([tool('t', { annotations: { readOnly: true, idempotent: true, closedWorld: true } })])
  })
})

describe('duplicate-uri', () => {
  it('refuses one URI twice', () => {
    expectErrors(
      [resource('x://a'), resource('x://a', { name: 'b' })],
      ['duplicate-uri: two resources have the URI `x://a`'],
    )
  })

  it('refuses templates that differ in names alone', () => {
    expectErrors(
      [resource('x://{a}/b'), resource('x://{c}/b', { name: 'b' })],
      ['duplicate-uri: the templates `x://{a}/b` and `x://{c}/b` match the same URIs'],
    )
  })

  it('takes a resource beside a template that matches it, and {x} beside {+x}', () => {
    expectValid([resource('x://a'), resource('x://{a}', { name: 'b' }), resource('x://{+a}', { name: 'c' })])
  })
})

describe('ambiguous-template', () => {
  it('refuses adjacent variables and two that take everything', () => {
    expectErrors(
      [resource('x://{a}{b}'), resource('x://{+a}/{+b}', { name: 'b' })],
      [
        'ambiguous-template: a URI of the template `x://{a}{b}` can be taken apart in more than one way',
        'ambiguous-template: a URI of the template `x://{+a}/{+b}` can be taken apart in more than one way',
      ],
    )
  })
})

describe('missing-description', () => {
  it('is a warning', () => {
    const { description: _, ...silent } = tool('t')
    const [found] = expectErrors([silent], ['missing-description: the tool `t` has no description'])
    assert.equal(found?.severity, 'warning')
  })
})

describe('input-not-object', () => {
  const types = named({
    Either: union(object({ a: string }), object({ b: string })),
    List: array(string),
    Fine: object({ a: string }),
  })

  it('says what to write instead of a union', () => {
    const [found] = expectErrors(
      [tool('t', { input: ref('Either') })],
      ['input-not-object: the arguments of the tool `t` are a union, not an object'],
      types,
    )
    assert.match(found?.help ?? '', /take the union as a property/)
  })

  it('refuses anything else that is no object', () => {
    expectErrors(
      [tool('t', { input: ref('List') })],
      ['input-not-object: the arguments of the tool `t` are an array, not an object'],
      types,
    )
  })

  it('takes a named object, and what could not be read', () => {
    expectValid([tool('t', { input: ref('Fine') }), tool('u', { input: { kind: 'unknown' } })], types)
  })
})

describe('argument-not-text', () => {
  it('refuses what a string cannot carry, at the argument', () => {
    const input = object({
      a: property('a', array(string), { span: at(5) }),
      b: object({}),
      c: union(string, array(string)),
    })
    const [found] = expectErrors(
      [prompt('p', { input })],
      [
        'argument-not-text: `a` is an array, which a prompt cannot be sent',
        'argument-not-text: `b` is an object, which a prompt cannot be sent',
        'argument-not-text: `c` is an array, which a prompt cannot be sent',
      ],
    )
    assert.equal(found?.span?.start, 5)
  })

  it('takes strings, numbers, booleans, literals and unions of them', () => {
    expectValid([
      prompt('p', {
        input: object({ a: string, b: number, c: boolean, d: choice('x', 1), e: union(string, nothing) }),
      }),
    ])
  })

  it('lets tools take anything', () => {
    expectValid([tool('t', { input: object({ a: array(string) }) })])
  })
})

describe('ambiguous-bytes', () => {
  const bytes: Type = { kind: 'bytes' }
  const picture = object({ picture: bytes })

  it('lets bytes stand wherever what arrives is seen to be theirs', () => {
    const types = named({ Part: object({ 'data?': bytes, 'parts?': array(ref('Part')) }) })
    const tagged = (kind: string, more: Record<string, Type>) =>
      object({ kind: { kind: 'literal', value: kind }, ...more })
    const told: Type = {
      kind: 'union',
      discriminator: 'kind',
      members: [tagged('a', { body: string }), tagged('b', { body: bytes })],
    }
    const input = object({ raw: array(bytes), part: ref('Part'), none: union(bytes, nothing, number, picture), told })
    expectValid([tool('t', { input })], types)
  })

  it('are refused beside text, in one of several lists, and in objects that nothing tells apart', () => {
    const lists = union(array(bytes), array(string))
    const parts = array(union(picture, object({ text: string })))
    const input = object({
      a: property('a', union(bytes, string), { span: at(1) }),
      b: property('b', array(union(bytes, choice('x', 'y'))), { span: at(2) }),
      lists: property('lists', lists, { span: at(3) }),
      parts: property('parts', parts, { span: at(4) }),
    })
    expectErrors(
      [tool('t', { input: input })],
      [
        'ambiguous-bytes: `a` is bytes or text, and what arrives does not say which',
        'ambiguous-bytes: `b` is bytes or text, and what arrives does not say which',
        'ambiguous-bytes: `lists` is one of several lists, of which one has bytes, and what arrives does not say which',
        'ambiguous-bytes: `parts` is one of several objects, of which one has bytes, and what arrives does not say which',
      ],
    )
  })

  it('are no arguments of a prompt', () => {
    expectErrors(
      [prompt('p', { input: object({ data: bytes }) })],
      ['argument-not-text: `data` is bytes, which a prompt cannot be sent'],
    )
  })

  it('are fine in a result, beside anything', () => {
    expectValid([tool('t', { result: { kind: 'data', type: object({ data: union(bytes, string) }) } })])
  })
})

describe('value-does-not-fit', () => {
  const wrong = (type: Type, value: unknown) =>
    check(
      program(
        [tool('t', { input: object({ a: property('a', type, { doc: { default: { value } }, span: at(7) }) }) })],
        TYPES,
      ),
      [],
    )
  const TYPES = named({ Point: object({ x: number, 'y?': number }) })

  const CASES: [Type, unknown, string][] = [
    [integer, 1.5, 'an integer'],
    [{ kind: 'number', integer: false, minimum: 1 }, 0, 'at least 1'],
    [{ kind: 'number', integer: false, exclusiveMaximum: 1 }, 1, 'less than 1'],
    [{ kind: 'number', integer: true, multipleOf: 5 }, 7, 'a multiple of 5'],
    [{ kind: 'number', integer: false, multipleOf: 0.01 }, 19.995, 'a multiple of 0.01'],
    [string, 5, 'a string'],
    [{ kind: 'string', maxLength: 1 }, '😀😀', 'at most 1 characters'],
    [{ kind: 'string', pattern: '^a' }, 'b', 'a string that matches ^a'],
    [{ kind: 'string', format: 'email' }, 'b', 'a string of the format email'],
    [{ kind: 'string', format: 'date-time' }, '2020-02-30T00:00:00Z', 'a string of the format date-time'],
    [choice('a', 'b'), 'c', 'one of "a", "b"'],
    [array(integer), [1, 'x'], 'an integer at item 1'],
    [ref('Point'), { y: 1 }, 'a property `x`'],
    [ref('Point'), { x: 1, z: 1 }, 'no property `z`'],
    [ref('Point'), { x: 'a' }, 'a number at `x`'],
    [union(string, nothing), 5, 'a string, or null'],
    [boolean, 'true', 'a boolean'],
  ]
  for (const [type, value, expected] of CASES)
    it(`wants ${expected} in place of ${JSON.stringify(value)}`, () => {
      const [found, ...more] = wrong(type, value)
      assert.equal(
        found?.message,
        `the @default ${JSON.stringify(value)} does not fit its type: ${expected} is expected`,
      )
      assert.equal(found?.span?.start, 7)
      assert.deepEqual(more, [])
    })

  const FINE: [Type, unknown][] = [
    [integer, 3],
    [string, ''],
    [choice('a', null), null],
    [ref('Point'), { x: 1 }],
    [{ kind: 'unknown' }, { a: [1] }],
    [{ kind: 'string', format: 'unheard-of' }, 'x'],
    [{ kind: 'number', integer: false, multipleOf: 0.5 }, 1.5],
    [{ kind: 'number', integer: false, multipleOf: 0.01 }, 19.99],
  ]
  for (const [type, value] of FINE) it(`takes ${JSON.stringify(value)}`, () => assert.deepEqual(wrong(type, value), []))

  it('holds examples to the type too, inside named types, once', () => {
    const doc = { examples: ['x', 1] }
    const types = named({ Inner: object({ a: property('a', integer, { doc }) }) })
    const declarations = [tool('t', { input: object({ i: ref('Inner') }) }), tool('u', { input: ref('Inner') })]
    expectErrors(
      declarations,
      ['value-does-not-fit: the @example "x" does not fit its type: an integer is expected'],
      types,
    )
  })
})

describe('unannotated-tool', () => {
  it('takes a tool that says what it does to the world', () => {
    for (const annotations of [{ readOnly: true }, { destructive: true }, { destructive: false }] as const)
      expectValid([tool('t', { annotations })])
  })

  it('warns of one that does not, however much else it says', () => {
    expectErrors(
      [tool('t', { annotations: { idempotent: true, closedWorld: true } })],
      ['unannotated-tool: the tool `t` does not say whether it changes anything'],
    )
  })
})

describe('lint', () => {
  const found = (lint: Lint) => linted(check(program([tool('t', { annotations: {}, description: '' })]), []), lint)
  const codes = (lint: Lint) => found(lint).map(({ code, severity }) => `${severity} ${code}`)

  it('leaves warnings as they are', () => {
    assert.deepEqual(codes({}), ['warning missing-description', 'warning unannotated-tool'])
  })

  it('silences one, and makes an error of another', () => {
    assert.deepEqual(codes({ 'unannotated-tool': 'off', 'missing-description': 'error' }), [
      'error missing-description',
    ])
  })

  it('leaves errors alone', () => {
    const error = diagnose('duplicate-name', {}, { kind: 'tool', name: 'a', first: 'a' })
    assert.deepEqual(linted([error], { 'duplicate-name': 'off' }), [error])
  })
})

describe('a rule is done in good time', { timeout: 30_000 }, () => {
  const routes = (paths: readonly string[]): Declaration[] =>
    paths.map((path, n) => ({
      ...bareTool(`route${n}`, { input: object({}) }),
      kind: 'route',
      method: 'GET',
      path,
    })) as unknown as Declaration[]
  const duplicates = (paths: readonly string[]) =>
    check(program(routes(paths)), []).flatMap(({ code, notes }) => (code === 'duplicate-route' ? [notes] : []))

  it('with 30,000 routes, of which two are the same', () => {
    const paths = Array.from({ length: 30_000 }, (_, n) => `/things${n % 3000}/{id}/part${n}`)
    assert.equal(duplicates([...paths, '/things7/{other}/part7']).length, 1)
  })

  it('with a route that could be any of the others', () => {
    const paths = Array.from({ length: 3000 }, (_, n) => `/things/part${n}`)
    assert.equal(duplicates([...paths, '/{a}/{b}', '/things/part1']).length, 1)
  })

  it('with types that use the next one twice, fifty times over', () => {
    const last = object({ region: property('region', string, { doc: { header: 'Region' } }) })
    const types = (bottom: Type) => {
      const all: Record<string, Type> = { T50: bottom }
      for (let n = 0; n < 50; n++) all[`T${n}`] = object({ a: ref(`T${n + 1}`), b: ref(`T${n + 1}`) })
      return named(all)
    }
    const input = object({ t: ref('T0') })
    const codes = (bottom: Type) =>
      check(program([tool('deep', { input })], types(bottom)), [])
        .map(({ code }) => code)
        .filter(code => code === 'bad-header')
    assert.deepEqual(codes(object({ region: string })), [])
    assert.ok(codes(last).length > 0)
  })
})
