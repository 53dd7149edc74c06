/** Parameters that the runtime fills, known by the symbol of their type. */
import type { Injected } from '../ir/declaration.ts'
import { runtimeName } from './library-types.ts'
import type { Reader } from './reader.ts'
import type { ts } from './typescript.js'
import { withoutUndefined } from './undefined.ts'

const INJECTED = new Map<string, Injected>([
  ['Context', 'context'],
  ['McpRequest', 'request'],
  ['Principal', 'principal'],
])

/** What a parameter's type asks for: through aliases, `extends`, intersections and `| undefined`. */
export function injectedBy(reader: Reader, type: ts.Type): Injected | undefined {
  const [only, ...more] = withoutUndefined(type)
  return only === undefined || more.length > 0 ? undefined : injectedByType(reader, only)
}

function injectedByType(reader: Reader, type: ts.Type): Injected | undefined {
  const own = INJECTED.get(runtimeName(reader, type.symbol) ?? '')
  if (own !== undefined) return own
  const parts = type.isIntersection() ? type.types : type.isClassOrInterface() ? reader.checker.getBaseTypes(type) : []
  for (const part of parts) {
    const inherited = injectedByType(reader, part)
    if (inherited !== undefined) return inherited
  }
  // An instantiated generic interface has its bases on what it instantiates.
  const target = (type as Partial<ts.TypeReference>).target
  return target === undefined || target === type ? undefined : injectedByType(reader, target)
}
