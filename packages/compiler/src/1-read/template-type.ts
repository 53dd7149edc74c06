/** Template-literal types as patterns (ECMA-262 with the `u` flag). */
import { ts } from 'ts-morph'

const NUMBER = '-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?'

/** A pattern for `${…}` types and for `Uppercase<string>` and the like. */
export function patternOf(checker: ts.TypeChecker, type: ts.Type): string {
  return `^${partPattern(checker, type)}$`
}

/** The pattern that an index signature's keys match; undefined when any key does. */
export function keyPattern(checker: ts.TypeChecker, key: ts.Type): string | undefined {
  if ((key.flags & ts.TypeFlags.Number) !== 0) return `^${NUMBER}$`
  return (key.flags & (ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) !== 0
    ? patternOf(checker, key)
    : undefined
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
  if ((type.flags & ts.TypeFlags.Number) !== 0) return NUMBER
  if ((type.flags & ts.TypeFlags.BigInt) !== 0) return '-?(?:0|[1-9][0-9]*)'
  if ((type.flags & ts.TypeFlags.StringMapping) !== 0) return mappedPattern(type as ts.StringMappingType)
  if (type.isIntersection()) return partPattern(checker, type.types[0] ?? type)
  if ((type.flags & (ts.TypeFlags.BooleanLiteral | ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0)
    return checker.typeToString(type)
  return '[\\s\\S]*'
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
