/** Arrays and tuples. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { TupleItem, Type } from '../ir/type.ts'
import { bare, elementNode } from './type-node.ts'
import { addProblem, at, type Place, type TypeReader } from './type-reader.ts'
import { ts } from './typescript.js'
import { isOptionalPart, withoutUndefined } from './undefined.ts'

export function readArray(types: TypeReader, type: ts.Type, place: Place): Type {
  const element = types.reader.checker.getIndexTypeOfType(type, ts.IndexKind.Number)
  if (element === undefined) return { kind: 'array', items: { kind: 'unknown' } }
  return { kind: 'array', items: readPresent(types, element, at(place, '[]', { node: elementNode(place.node) })) }
}

export function readTuple(types: TypeReader, type: ts.Type, place: Place): Type {
  const { target } = type as ts.TupleTypeReference
  const elements = types.reader.checker.getTypeArguments(type as ts.TypeReference)
  const nodes = elementNodes(types, place.node, elements.length)
  const items: TupleItem[] = []
  let rest: Type | undefined
  for (const [i, element] of elements.entries()) {
    const flags = target.elementFlags[i] ?? ts.ElementFlags.Required
    const read = readPresent(types, element, at(place, `[${i}]`, { node: nodes[i] }))
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

/** The elements as written, those of what is spread among them; none where they cannot be counted. */
function elementNodes(
  types: TypeReader,
  node: ts.TypeNode | undefined,
  count: number,
): readonly (ts.TypeNode | undefined)[] {
  const nodes = writtenElements(types, node) ?? []
  return nodes.length === count ? nodes : []
}

function writtenElements(
  types: TypeReader,
  node: ts.TypeNode | undefined,
): readonly (ts.TypeNode | undefined)[] | undefined {
  if (node === undefined || !ts.isTupleTypeNode(node)) return undefined
  return node.elements.flatMap(element => {
    const spread = spreadOf(element)
    if (spread === undefined) return [elementTypeNode(element)]
    return writtenElements(types, spread) ?? unwritten(types, spread)
  })
}

/** What is spread by its name: the items of a list have one type, and those of a tuple stand elsewhere. */
function unwritten({ reader: { checker } }: TypeReader, spread: ts.TypeNode): readonly (ts.TypeNode | undefined)[] {
  const type = checker.getTypeFromTypeNode(spread)
  if (!checker.isTupleType(type)) return [elementNode(spread)]
  return checker.getTypeArguments(type as ts.TypeReference).map(() => undefined)
}

function spreadOf(element: ts.TypeNode | ts.NamedTupleMember): ts.TypeNode | undefined {
  const isSpread =
    ts.isRestTypeNode(element) || (ts.isNamedTupleMember(element) && element.dotDotDotToken !== undefined)
  return isSpread ? bare(element.type) : undefined
}

function elementTypeNode(node: ts.TypeNode | ts.NamedTupleMember): ts.TypeNode {
  return ts.isNamedTupleMember(node) || ts.isOptionalTypeNode(node) ? node.type : node
}

function labelOf(label: ts.NamedTupleMember | ts.ParameterDeclaration | undefined): string | undefined {
  return label !== undefined && ts.isIdentifier(label.name) ? label.name.text : undefined
}
