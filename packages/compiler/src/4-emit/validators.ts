/** A declaration's `validators/….mjs`: plain functions that check and convert what goes in and what comes out. */
import type { JsonSchema } from '../3-lower/json-schema.ts'
import { argumentsOf } from '../3-lower/lower.ts'
import type { Declaration, Tool } from '../ir/declaration.ts'
import { declaredName, type Types } from '../ir/refs.ts'
import { placeOf } from '../ir/route.ts'
import type { ObjectType, Type } from '../ir/type.ts'
import { checkOf } from './check.ts'
import { printDecoder } from './decode.ts'
import { createEncoders } from './encode.ts'
import { validatorsPath } from './file-name.ts'
import { createModuleScope, type ModuleScope } from './module-scope.ts'
import type { ModuleSource } from './module-source.ts'
import type { OwnSchemas } from './own-schema.ts'
import { createRevivers } from './revive.ts'
import { canCoerce, createShapes } from './shape.ts'
import type { SharedTypes } from './shared-types.ts'

/** What the module is printed from; undefined when the declaration needs none. */
export function validatorsOf(
  declaration: Declaration,
  at: { readonly types: Types; readonly shared: SharedTypes },
): ModuleSource | undefined {
  const scope = createModuleScope(at, { path: validatorsPath(declaration) })
  const conversions = printConversions(declaration, scope)
  const own = declaration.kind === 'tool' ? ownSchemasOf(declaration) : undefined
  const checks = Object.fromEntries(
    Object.entries(checksOf(declaration, scope)).filter(([name]) => own?.[name] === undefined),
  )
  const aliases = Object.entries(checks).flatMap(([name, { $ref }]) =>
    $ref === undefined ? [] : [printAlias(name, $ref)],
  )
  const schemas = Object.fromEntries(Object.entries(checks).filter(([, schema]) => schema.$ref === undefined))
  const code = [...conversions, ...aliases].join('\n')
  if (code === '' && Object.keys(schemas).length === 0 && own === undefined) return undefined
  return { imports: scope.imports(), code, schemas, ...(own && { own }) }
}

function ownSchemasOf({ schemas }: Tool): OwnSchemas | undefined {
  if (schemas === undefined) return undefined
  return Object.fromEntries(Object.entries(schemas).map(([side, { schema }]) => [side, schema]))
}

/** By export name. */
function checksOf(declaration: Declaration, scope: ModuleScope): Readonly<Record<string, JsonSchema>> {
  const { properties, index } = argumentsOf(declaration, scope.types)
  const input = properties.length > 0 || index !== undefined
  const isChecked = declaration.kind === 'tool' || declaration.kind === 'route'
  const output = isChecked ? resultOf(declaration) : undefined
  return {
    ...(input && { input: checkOf(rootOf(declaration.input, scope), 'input', scope) }),
    ...(output && { output: checkOf(rootOf(output, scope), 'output', scope) }),
  }
}

function printAlias(name: string, check: string): string {
  return `export const ${name} = ${check}\n`
}

function printConversions(declaration: Declaration, scope: ModuleScope): string[] {
  const { types } = scope
  const shapes = createShapes(scope)
  const encoders = createEncoders(scope, shapes)
  const revivers = createRevivers(scope)
  const args = argumentsOf(declaration, types)
  const exports: string[] = []
  if (declaration.kind === 'tool') {
    const shape =
      !declaration.strict && isCoercible(args, types) ? shapes.of(rootOf(declaration.input, scope)) : undefined
    if (shape !== undefined) exports.push(`export const coerce = to.arguments(${shape})\n`)
  } else {
    const decoder = printDecoder(textsOf(declaration, args), types)
    if (decoder !== undefined) exports.push(`export const decode = ${decoder}\n`)
  }
  const revive =
    declaration.kind === 'tool' || declaration.kind === 'route'
      ? revivers.of(rootOf(declaration.input, scope), 'arguments')
      : undefined
  if (revive !== undefined) exports.push(`export const revive = ${revive}\n`)
  const result = resultOf(declaration)
  const encode = result && encoders.of(rootOf(result, scope), hintOf(result, types))
  if (encode !== undefined) exports.push(`export const encode = ${encode}\n`)
  const functions = [...encoders.functions(), ...revivers.functions()].map(text => `${text}\n`)
  const constants = shapes.constants().map(text => `${text}\n`)
  return [...constants, ...exports, ...functions]
}

/** The arguments that are sent as strings. */
function textsOf(declaration: Declaration, args: ObjectType): ObjectType {
  if (declaration.kind !== 'route') return args
  return { ...args, properties: args.properties.filter(({ name }) => placeOf(declaration, name) !== 'body') }
}

/** What stands at the root is this declaration's own, and is printed in place if it can be. */
export function rootOf(type: Type, { types, shared }: Pick<ModuleScope, 'types' | 'shared'>): Type {
  let current = type
  while (current.kind === 'ref' && !shared.isRecursive(current.name)) {
    current = types.get(current.name)?.type ?? { kind: 'unknown' }
  }
  return current
}

function hintOf(type: Type, types: Types): string {
  return type.kind === 'ref' ? declaredName(type.name, types) : 'value'
}

function isCoercible(args: ObjectType, types: Types): boolean {
  return (
    args.properties.some(property => property.optional || canCoerce(property.type, types)) || args.index !== undefined
  )
}

export function resultOf(declaration: Declaration): Type | undefined {
  if (declaration.kind === 'prompt' || declaration.result.kind !== 'data') return undefined
  return declaration.result.type
}
