import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

const TOOL_NAME = /^[A-Za-z0-9_.-]{1,64}$/
const NAME = /^\P{C}{1,64}$/u

/** A tool's name is of the characters that every client takes; other names are short and printable. */
export function invalidName({ declarations }: Part): Diagnostic[] {
  return declarations
    .filter(declaration => !isValid(declaration))
    .map(({ kind, name, span }) => diagnose('invalid-name', { span }, { kind, name }))
}

function isValid({ kind, name }: Declaration): boolean {
  return (kind === 'tool' ? TOOL_NAME : NAME).test(name)
}
