import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { namesOf } from './names.ts'

const TOOL_NAME = /^[A-Za-z0-9_.-]{1,64}$/
const NAME = /^\P{C}{1,64}$/u

/** A tool's name, also a former one, is of the characters that every client takes; other names are short and printable. */
export function invalidName({ declarations }: Part): Diagnostic[] {
  return declarations.flatMap(declaration => {
    const { kind } = declaration
    const pattern = kind === 'tool' ? TOOL_NAME : NAME
    return namesOf(declaration)
      .filter(({ name }) => !pattern.test(name))
      .map(({ name, span }) => diagnose('invalid-name', { span }, { kind, name }))
  })
}
