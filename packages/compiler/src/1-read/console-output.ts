/** A tool that prints: standard output belongs to the protocol. */
import { ts } from 'ts-morph'
import { diagnose } from '../diagnostics/catalogue.ts'
import { isLibrary } from './library-types.ts'
import { walkCode } from './reachable.ts'
import type { Reader } from './reader.ts'
import type { FunctionNode } from './signature.ts'

export interface Printing {
  readonly node: FunctionNode
  /** The tool's name. */
  readonly tool: string
  /** The parameter that is the context, if the function takes it. */
  readonly context: string | undefined
}

/** What of `console` and `process` writes to standard output. */
const PRINTS = /^(?:console\.(?:log|info|debug|dir|table|group|count|timeEnd|timeLog)|process\.stdout\.write)$/

/** Looks at what is written in the function itself. */
export function checkOutput(reader: Reader, { node, tool, context }: Printing): void {
  walkCode(node, call => {
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return
    const written = call.expression.getText()
    if (!PRINTS.test(written) || !isGlobal(reader, call.expression)) return
    const span = reader.span(call.expression)
    reader.report(diagnose('console-output', { span }, { tool, call: written, context }))
  })
}

/** Whether it is Node's, and not a logger that is called so. */
function isGlobal(reader: Reader, { expression }: ts.PropertyAccessExpression): boolean {
  const root = ts.isPropertyAccessExpression(expression) ? expression.expression : expression
  const symbol = reader.checker.getSymbolAtLocation(root)
  return symbol === undefined || isLibrary(reader, symbol)
}
