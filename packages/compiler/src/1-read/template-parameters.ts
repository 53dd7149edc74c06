/** A resource's parameters are exactly the variables of its URI template. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { UriVariable } from '../ir/declaration.ts'
import type { Span } from '../ir/span.ts'
import type { Type } from '../ir/type.ts'
import type { Parameters } from './parameters.ts'
import type { TypeReader } from './type-reader.ts'

export interface Template {
  readonly uri: string
  readonly variables: readonly UriVariable[]
  readonly parameters: Parameters
  /** The tag's place. */
  readonly span: Span
}

export function checkTemplate(types: TypeReader, template: Template): void {
  const named = argumentsOf(types, template.parameters.input)
  const variables = new Set(template.variables.map(variable => variable.name))
  const missing = [...variables].filter(name => !named.has(name))
  for (const name of missing) {
    const facts = {
      problem: `the function has no parameter \`${name}\`, which \`${template.uri}\` has`,
      label: `no parameter \`${name}\``,
      help: `add the parameter \`${name}\`, or take \`{${name}}\` out of the URI`,
    }
    types.reader.report(diagnose('template-mismatch', { span: template.span }, facts))
  }
  for (const [name, span] of named) {
    if (variables.has(name)) continue
    const facts = {
      problem: `\`${template.uri}\` has no variable \`${name}\`, which the function takes`,
      label: `no variable \`${name}\``,
      help: `add \`{${name}}\` to the URI, or take the parameter away`,
    }
    types.reader.report(diagnose('template-mismatch', { span }, facts))
  }
}

function argumentsOf(types: TypeReader, input: Type): Map<string, Span> {
  const resolved = types.resolve(input)
  return new Map(resolved?.kind === 'object' ? resolved.properties.map(({ name, span }) => [name, span]) : [])
}
