/** Template-literal types as patterns (ECMA-262 with the `u` flag). */
import { ts } from './typescript.js'

/** What `Number` writes, the only form that keys of `[index: number]` have: `1000`, and neither `1e3` nor `01`. */
const NUMBER = '0|-?(?:[1-9][0-9]*(?:\\.[0-9]*[1-9])?|0\\.[0-9]*[1-9]|[1-9](?:\\.[0-9]*[1-9])?e[+-][1-9][0-9]*)'

/** What `Number` reads, in decimals: TypeScript takes `2026-01-05` for `${number}-${number}-${number}`. */
const NUMERAL = '[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?'

const ANY_TEXT = '[\\s\\S]*'

/** A pattern for `${…}` types, for `Uppercase<string>` and the like, and for what is several of these at once. */
export function patternOf(checker: ts.TypeChecker, type: ts.Type): string {
  const [last = ANY_TEXT, ...others] = templatesIn(type).map(one => partPattern(checker, one))
  return `^${others.map(other => `(?=${other}$)`).join('')}${last}$`
}

/** A brand beside a template says nothing of the text. */
function templatesIn(type: ts.Type): ts.Type[] {
  return (type.isIntersection() ? type.types : [type]).filter(isTemplate)
}

export function isTemplate({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) !== 0
}

/** The pattern that an index signature's keys match; undefined when any key does. */
export function keyPattern(checker: ts.TypeChecker, key: ts.Type): string | undefined {
  if ((key.flags & ts.TypeFlags.Number) !== 0) return `^(?:${NUMBER})$`
  return templatesIn(key).length > 0 ? patternOf(checker, key) : undefined
}

function partPattern(checker: ts.TypeChecker, type: ts.Type): string {
  if ((type.flags & ts.TypeFlags.TemplateLiteral) !== 0) {
    const { texts, types } = type as ts.TemplateLiteralType
    return texts
      .map((text, i) => escapeText(text) + (types[i] === undefined ? '' : partPattern(checker, types[i])))
      .join('')
  }
  if (type.isUnion())
    return `(?:${type.types
      .map(member => partPattern(checker, member))
      .sort()
      .join('|')})`
  if (type.isStringLiteral() || type.isNumberLiteral()) return escapeText(String(type.value))
  if ((type.flags & ts.TypeFlags.Number) !== 0) return NUMERAL
  if ((type.flags & ts.TypeFlags.BigInt) !== 0) return '-?(?:0|[1-9][0-9]*)'
  if ((type.flags & ts.TypeFlags.StringMapping) !== 0) return mappedPattern(type as ts.StringMappingType)
  if (type.isIntersection()) return partPattern(checker, type.types[0] ?? type)
  if ((type.flags & (ts.TypeFlags.BooleanLiteral | ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0)
    return checker.typeToString(type)
  return ANY_TEXT
}

function mappedPattern(type: ts.StringMappingType): string {
  switch (type.symbol.name) {
    case 'Uppercase':
      return '\\P{Ll}*'
    case 'Lowercase':
      return '\\P{Lu}*'
    case 'Capitalize':
      return '(?:\\P{Ll}[\\s\\S]*)?'
    default:
      return '(?:\\P{Lu}[\\s\\S]*)?'
  }
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
