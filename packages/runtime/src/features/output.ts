/** What is wrong with a value that a declaration returned: for the log, never for the caller. */
import type { Validate } from '../manifest.ts'
import { renderProblems } from './problems/render.ts'
import { describeValue } from './problems/values.ts'
import type { Loaded } from './slot.ts'

/** @throws {TypeError} that lists every place where the value is not what the return type declares. */
function checkOutput(output: Validate, value: unknown): void {
  if (output(value)) return
  const lines = renderProblems(output.errors ?? [], { value, root: 'the result' })
  throw new TypeError(`The result is not what the return type declares:\n${lines.join('\n')}`)
}

/** The value as JSON text: what the return type declares of it. */
export function dataText(value: unknown, { encode, output }: Pick<Loaded, 'encode' | 'output'>): string {
  const data = encode === undefined ? value : encode(value)
  if (output !== undefined) checkOutput(output, data)
  const json = JSON.stringify(data)
  if (json === undefined) throw notDeclared(value, 'data')
  return json
}

export function notDeclared(value: unknown, declared: string): TypeError {
  return new TypeError(`Returned ${describeValue(value)} where ${declared} was declared`)
}
