import { diagnose } from '../diagnostics/catalogue.ts'
import type { Program } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { children, reachable, type Types } from '../ir/refs.ts'
import type { Span } from '../ir/span.ts'
import type { ObjectType, Property, Type } from '../ir/type.ts'

/** Arguments have no bytes: a function that declares them would be given the base64 text. */
export function bytesArgument({ declarations, types }: Program): Diagnostic[] {
  const found = declarations.flatMap(({ input }) => propertiesIn(input, types)).filter(({ type }) => holdsBytes(type))
  const places = new Map<Span, Property>(found.map(property => [property.span, property]))
  return [...places.values()].map(({ name, span }) =>
    diagnose(
      'not-serializable',
      { span },
      {
        what: `\`${name}\``,
        type: 'Uint8Array',
        label: 'bytes arrive as base64 text',
        help: `write \`${name}: string\`, and read it with \`Buffer.from(${name}, 'base64')\` inside the function`,
      },
    ),
  )
}

function propertiesIn(root: Type, types: Types): Property[] {
  const bodies = reachable(root, types).names.flatMap(name => types.get(name)?.type ?? [])
  return [root, ...bodies].flatMap(objectsIn).flatMap(object => object.properties)
}

function objectsIn(type: Type): ObjectType[] {
  return [...(type.kind === 'object' ? [type] : []), ...children(type).flatMap(objectsIn)]
}

/** What a property's own type holds; properties of objects inside are told at their own place. */
function holdsBytes(type: Type): boolean {
  if (type.kind === 'object') return (type.index ?? []).some(rule => holdsBytes(rule.type))
  return type.kind === 'bytes' || children(type).some(holdsBytes)
}
