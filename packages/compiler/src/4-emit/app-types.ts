/** `app.d.mts`: the types of the application, taken from the sources, so that no type has to be printed. */
import { argumentsOf } from '../3-lower/lower.ts'
import type { Parameter, ProjectFacts, Tool } from '../ir/declaration.ts'
import type { Types } from '../ir/refs.ts'
import { CONTRACT } from './contract.ts'
import { specifier } from './file-name.ts'
import { access, BANNER, indent, key } from './printer.ts'

/** @param tools What `printToolTypes` gives, in the order of the program. */
export function printAppTypes(tools: readonly string[]): string {
  const members = tools.join('')
  const surface = `  contract: ${CONTRACT}\n  tools: {${members === '' ? '' : `\n${members}  `}}\n`
  return `${BANNER}\nimport type { App } from '@mcpgen/runtime'\n\nexport declare const app: App<{\n${surface}}>\n`
}

/** A tool's lines in it. */
export function printToolTypes(tool: Tool, project: ProjectFacts, types: Types): string {
  const source = access(`typeof import('${typeSpecifier(project.out, tool.file)}')`, tool.export)
  const members = `args: ${printArguments(tool, source, types)}\nresult: Awaited<ReturnType<${source}>>\n`
  return indent(indent(`${key(tool.name)}: {\n${indent(members)}}\n`))
}

function printArguments(tool: Tool, source: string, types: Types): string {
  const at = (n: number) => `Parameters<${source}>[${n}]`
  const whole = tool.parameters.findIndex(parameter => parameter.kind === 'arguments')
  if (whole !== -1) return `NonNullable<${at(whole)}>`
  const optional = new Set(
    argumentsOf(tool, types).properties.flatMap(property => (property.optional ? [property.name] : [])),
  )
  const members = tool.parameters.flatMap((parameter: Parameter, n) =>
    parameter.kind === 'argument' ? [`${key(parameter.name)}${optional.has(parameter.name) ? '?' : ''}: ${at(n)}`] : [],
  )
  return members.length > 0 ? `{ ${members.join('; ')} }` : 'Record<string, never>'
}

/** Every module resolution finds the TypeScript file by the name of the JavaScript file that it becomes. */
function typeSpecifier(from: string, file: string): string {
  return specifier(from, file)
    .replace(/\.([cm]?)tsx?$/, '.$1js')
    .replace(/['\\]/g, '\\$&')
}
