/** `null` as it is written: without `strictNullChecks` every type has it to the checker, so that none says it. */
import type { Type } from '../ir/type.ts'
import type { Reader } from './reader.ts'
import { ts } from './typescript.js'

/** The type with `null`, if it is written so and the checker does not say it. */
export function withWrittenNull({ program }: Reader, type: Type, nodes: readonly (ts.TypeNode | undefined)[]): Type {
  const { strict = true, strictNullChecks = strict } = program.getCompilerOptions()
  return strictNullChecks || !nodes.some(saysNull) ? type : nullable(type)
}

function saysNull(node: ts.TypeNode | undefined): boolean {
  if (node === undefined) return false
  if (ts.isParenthesizedTypeNode(node)) return saysNull(node.type)
  return ts.isUnionTypeNode(node) && node.types.some(member => isNull(member) || saysNull(member))
}

function isNull(node: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword
}

function nullable(type: Type): Type {
  const none = { value: null }
  if (type.kind === 'enum') return { ...type, members: [...type.members, none] }
  if (type.kind === 'literal') return { kind: 'enum', members: [{ value: type.value }, none] }
  if (type.kind === 'union') return { ...type, members: [...type.members, { kind: 'null' }] }
  return type.kind === 'null' ? type : { kind: 'union', members: [type, { kind: 'null' }] }
}
