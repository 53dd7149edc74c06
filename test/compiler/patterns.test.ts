/** Which patterns may try ever more ways to match one text. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backtracks } from '../../packages/compiler/src/patterns/backtracks.ts'

const UNBOUNDED: Record<string, readonly string[]> = {
  'a repeated part that is repeated itself': [
    '^(a+)+$',
    '^(a*)*$',
    '(x+x+)+y',
    '^(a{1,3})*$',
    '^((a?)*)*$',
    '^(?:a{2,})+$',
  ],
  'choices that take the same text': ['^(a|a)*$', '^(\\w|\\d)*$', '^(a|ab|b)*$', '^(.|\\s)*$', '^(\\d+|\\w+)*x'],
  'a separator that may be absent': ['^(\\w+\\s?)*$', '^([a-z]+-?)+$', '^(\\s*\\S+\\s*)*$', '^(a*b?)*$'],
  'two ways to take nothing': ['^(x(a*|b*))*$'],
  'such a part in a lookaround': ['^(?=(a+)+$)a', '(?<!(a|a)*b)c'],
  'classes that have characters in common': [
    '^([\\u4e00-\\u9fff]|\\p{Script=Han})*$',
    '^(\\p{L}|é)*$',
    '^(\\u{1f600}|[😀-😂])*$',
  ],
}

const BOUNDED: Record<string, readonly string[]> = {
  'one part repeated': ['^a+$', '\\d+px', '^[\\s\\S]*$', '^(a?)*$', '^(ab?)*$'],
  'choices that begin otherwise': ['^(a|b)*$', '^(\\w|-)+$', '^(?:.|\\n)*$', '^(?:[^"\\\\]|\\\\.)*$', '^(ab|ac)*$'],
  'a separator that must be there': [
    '^([a-z]+-)*[a-z]+$',
    '^[a-z0-9]+(-[a-z0-9]+)*$',
    '^([^,]*,)*[^,]*$',
    '^\\p{L}+( \\p{L}+)*$',
  ],
  'as many ways as a power of the length': ['^\\S+@\\S+\\.\\S+$', '^(.*a){12}$', 'a*a*$', '^\\s*\\w+\\s*$'],
  'lookarounds, references and boundaries': ['^(?=.*[A-Z])(?=.*\\d).{8,}$', '^(\\w)\\1*$', '\\b\\w+\\b', '^$', ''],
  'counted parts': [
    '^[A-Z]{2}\\d{4}$',
    '^(\\d{1,3}\\.){3}\\d{1,3}$',
    '^([a-f0-9]{6}|[a-f0-9]{3})$',
    '^(\\d{3}-)*\\d{4}$',
  ],
}

for (const [title, group, expected] of [
  ['a pattern backtracks without bound', UNBOUNDED, true],
  ['a pattern is taken', BOUNDED, false],
] as const) {
  describe(title, () => {
    for (const [name, patterns] of Object.entries(group)) {
      it(`with ${name}`, () => {
        for (const pattern of patterns) assert.equal(backtracks(pattern), expected, pattern)
      })
    }
  })
}

it('in the engine as well', () => {
  const seconds = (pattern: string, length: number): number => {
    const started = performance.now()
    new RegExp(pattern, 'u').test(`${'a'.repeat(length)}!`)
    return performance.now() - started
  }
  // Not how long it takes, which is the machine's: that four characters more take several times as long.
  for (const pattern of ['^(a+)+$', '^(a|a)*$', '^([a-z]+-?)+$'])
    assert(seconds(pattern, 24) > seconds(pattern, 18) * 4, pattern)
})
