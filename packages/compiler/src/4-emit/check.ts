/** The schema that a check is written from: as a client reads it, without annotations, and with shared types by name. */
import type { JsonSchema } from '../3-lower/json-schema.ts'
import { lowerType } from '../3-lower/type.ts'
import { holdsBytes } from '../ir/bytes.ts'
import type { Type } from '../ir/type.ts'
import type { ModuleScope } from './module-scope.ts'

/** `$ref` is the name that the module has for the other type's check. Only of bytes more is asked of an argument. */
export function checkOf(type: Type, side: 'input' | 'output', { types, shared, use }: ModuleScope): JsonSchema {
  const definitions = {
    get(name: string) {
      if (!shared.isShared(name)) return undefined
      return use(name, side === 'input' && holdsBytes({ kind: 'ref', name }, types) ? 'argument' : 'check')
    },
  }
  return lowerType(type, { types, side, reader: 'ajv', definitions })
}
