/** Arrays and tuples. */
import { ts } from 'ts-morph'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { TupleItem, Type } from '../ir/type.ts'
import { elementNode } from './type-node.ts'
import { addProblem, at, type Place, type TypeReader } from './type-reader.ts'
import { isOptionalPart, withoutUndefined } from './undefined.ts'

export function readArray(types: TypeReader, type: ts.Type, place: Place): Type {
  const element = types.reader.checker.getIndexTypeOfType(type, ts.IndexKind.Number)
  if (element === undefined) return { kind: 'array', items: { kind: 'unknown' } }
  return { kind: 'array', items: readPresent(types, element, at(place, '[]', { node: elementNode(place.node) })) }
}

export function readTuple(types: TypeReader, type: ts.Type, place: Place): Type {
  const { target } = type as ts.TupleTypeReference
  const elements = types.reader.checker.getTypeArguments(type as ts.TypeReference)
  const nodes = place.node !== undefined && ts.isTupleTypeNode(place.node) ? place.node.elements : undefined
  const items: TupleItem[] = []
  let rest: Type | undefined
  for (const [i, element] of elements.entries()) {
    const flags = target.elementFlags[i] ?? ts.ElementFlags.Required
    const read = readPresent(types, element, at(place, `[${i}]`, { node: elementTypeNode(nodes?.[i]) }))
    if ((flags & ts.ElementFlags.Variable) !== 0) {
      if (i < elements.length - 1) addProblem(place, where => diagnose('rest-in-the-middle', where, where))
      rest = read
    } else {
      const name = labelOf(target.labeledElementDeclarations?.[i])
      items.push({
        type: read,
        optional: (flags & ts.ElementFlags.Optional) !== 0,
        ...(name !== undefined && { name }),
      })
    }
  }
  return { kind: 'tuple', items, ...(rest !== undefined && { rest }) }
}

/** An element's type as JSON has it: `undefined` has no place in a list. */
function readPresent(types: TypeReader, type: ts.Type, place: Place): Type {
  return isOptionalPart(type) ? types.readUnion(withoutUndefined(type), place) : types.read(type, place)
}

function elementTypeNode(node: ts.TypeNode | ts.NamedTupleMember | undefined): ts.TypeNode | undefined {
  if (node === undefined) return undefined
  if (ts.isNamedTupleMember(node)) return node.dotDotDotToken === undefined ? node.type : elementNode(node.type)
  if (ts.isOptionalTypeNode(node)) return node.type
  return ts.isRestTypeNode(node) ? elementNode(node.type) : node
}

function labelOf(label: ts.NamedTupleMember | ts.ParameterDeclaration | undefined): string | undefined {
  return label !== undefined && ts.isIdentifier(label.name) ? label.name.text : undefined
}
