/** IR written by hand, with what a test does not care about filled in. */
import type { Declaration, Program, Prompt, Resource, Tool } from '../../packages/compiler/src/ir/declaration.ts'
import type { Span } from '../../packages/compiler/src/ir/span.ts'
import type { Doc, NamedType, ObjectType, Property, Type } from '../../packages/compiler/src/ir/type.ts'

export const SPAN: Span = { file: 'src/a.ts', start: 0, end: 1 }

export const string: Type = { kind: 'string' }
export const number: Type = { kind: 'number', integer: false }
export const integer: Type = { kind: 'number', integer: true }
export const boolean: Type = { kind: 'boolean' }
export const nothing: Type = { kind: 'null' }

export function array(items: Type): Type {
  return { kind: 'array', items }
}

export function union(...members: Type[]): Type {
  return { kind: 'union', members }
}

export function choice(...values: (string | number | boolean | null)[]): Type {
  return { kind: 'enum', members: values.map(value => ({ value })) }
}

export function ref(name: string): Type {
  return { kind: 'ref', name }
}

/** `{ 'a?': string }` is an optional property `a`. */
export function object(properties: Record<string, Type | Property>, more: Partial<ObjectType> = {}): ObjectType {
  const list = Object.entries(properties).map(([name, type]) =>
    'span' in type ? type : property(name.replace(/\?$/, ''), type, { optional: name.endsWith('?') }),
  )
  return { kind: 'object', properties: list, ...more }
}

export function property(
  name: string,
  type: Type,
  more: { optional?: boolean; doc?: Doc; span?: Span } = {},
): Property {
  return { name, type, optional: more.optional ?? false, doc: more.doc ?? {}, span: more.span ?? SPAN }
}

export function named(types: Record<string, Type>, docs: Record<string, Doc> = {}): Map<string, NamedType> {
  return new Map(Object.entries(types).map(([name, type]) => [name, { name, type, doc: docs[name] ?? {}, span: SPAN }]))
}

const base = (name: string, input: Type) => ({
  name,
  export: name,
  file: 'src/a.ts',
  description: `The ${name}.`,
  guards: [],
  scopes: [],
  input,
  span: SPAN,
  parameters:
    input.kind === 'object'
      ? input.properties.map(({ name: argument, doc }) => ({
          kind: 'argument' as const,
          name: argument,
          doc,
          span: SPAN,
        }))
      : [{ kind: 'arguments' as const, span: SPAN }],
})

export function tool(name: string, more: Partial<Tool> = {}): Tool {
  return { kind: 'tool', ...base(name, more.input ?? object({})), annotations: {}, result: { kind: 'text' }, ...more }
}

export function prompt(name: string, more: Partial<Prompt> = {}): Prompt {
  return { kind: 'prompt', ...base(name, more.input ?? object({})), result: { kind: 'text' }, ...more }
}

export function resource(uri: string, more: Partial<Resource> = {}): Resource {
  const variables = [...uri.matchAll(/\{(\+?)([^{}]*)\}/g)].map(([, plus, name = '']) => ({
    name,
    reserved: plus === '+',
  }))
  const input = more.input ?? object(Object.fromEntries(variables.map(variable => [variable.name, string])))
  return { kind: 'resource', ...base('it', input), uri, variables, result: { kind: 'text' }, ...more }
}

export function program(declarations: readonly Declaration[], types: Map<string, NamedType> = new Map()): Program {
  return { declarations, types, project: { name: 'test', version: '1.0.0', src: 'src', out: 'generated' } }
}
