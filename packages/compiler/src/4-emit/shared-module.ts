/** A shared type's `validators/shared/….mjs`: its check, what is sent of it, and what is made of text for it. */
import { holdsBytes } from '../ir/bytes.ts'
import type { Types } from '../ir/refs.ts'
import { checkOf } from './check.ts'
import { createEncoders } from './encode.ts'
import { createModuleScope } from './module-scope.ts'
import type { ModuleSource } from './module-source.ts'
import { createRevivers } from './revive.ts'
import { createShapes } from './shape.ts'
import type { SharedTypes } from './shared-types.ts'

/** Every part of it follows from the type alone, whatever the declarations need: no two branches write it differently. */
export function sharedModuleOf(
  name: string,
  at: { readonly types: Types; readonly shared: SharedTypes },
): ModuleSource {
  const type = at.types.get(name)?.type ?? { kind: 'unknown' }
  const scope = createModuleScope(at, { path: at.shared.path(name), own: name })
  const [check, shape] = [scope.use(name, 'check'), scope.use(name, 'shape')]
  scope.use(name, 'encode')
  const shapes = createShapes(scope)
  const encoders = createEncoders(scope, shapes)
  encoders.define(name)
  const revivers = createRevivers(scope)
  const argument = holdsBytes({ kind: 'ref', name }, at.types) ? scope.use(name, 'argument') : undefined
  revivers.define(name)
  const own = `export const ${shape} = ${shapes.of(type)}`
  const code = [
    ...shapes.constants(),
    own,
    ...[encoders, revivers].flatMap(({ functions }) =>
      functions().map((text, n) => (n === 0 ? `export ${text}` : text)),
    ),
  ]
  const schemas = {
    [check]: checkOf(type, 'output', scope),
    ...(argument !== undefined && { [argument]: checkOf(type, 'input', scope) }),
  }
  return { imports: scope.imports(), code: code.map(text => `${text}\n`).join('\n'), schemas }
}
