/** The keys of index signatures and records, of which a schema says a pattern. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { NumberType, StringType, Type } from '../ir/type.ts'
import { keyPattern } from './template-type.ts'
import { argumentNode } from './type-node.ts'
import { addProblem, markOf, type Place, type TypeReader } from './type-reader.ts'
import { ts } from './typescript.js'

type Key = Pick<StringType, 'pattern'> & Partial<Pick<NumberType, 'integer'>> & { readonly kind: Type['kind'] }

/** The pattern that the keys match, which an alias may give them; undefined when any key will do. */
export function readKey(types: TypeReader, { keyType, declaration }: ts.IndexInfo, place: Place): string | undefined {
  const pattern = keyPattern(types.reader.checker, keyType)
  const node = keyNode(declaration, place)
  if (node === undefined || !ts.isTypeReferenceNode(node)) return pattern
  const { kind: _, pattern: own, integer, ...lost } = types.read(keyType, { ...place, node }) as Key
  if (integer === true || Object.keys(lost).length > 0) warnOfLost(types, node, place)
  // What an alias says of a template comes with the template's own.
  return own ?? pattern
}

/** How the keys are written: in `[key: Code]: …`, in `[K in Code]: …` or in `Record<Code, …>`. */
function keyNode(declaration: ts.Node | undefined, { node }: Place): ts.TypeNode | undefined {
  if (declaration !== undefined && ts.isIndexSignatureDeclaration(declaration)) return declaration.parameters[0]?.type
  if (node !== undefined && ts.isMappedTypeNode(node)) return node.typeParameter.constraint
  return argumentNode(node, /^Record$/, 0)
}

function warnOfLost(types: TypeReader, node: ts.TypeNode, place: Place): void {
  const help = 'put a `@pattern` on an alias of `string`: it is all that a schema says of keys'
  const facts = { alias: node.getText(), generic: 'a key', help }
  const marked = { ...place, span: markOf(types.reader, { ...place, node }) }
  addProblem(marked, where => diagnose('constraint-lost', where, { ...where, ...facts }))
}
