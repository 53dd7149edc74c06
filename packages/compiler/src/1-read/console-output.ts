/** A tool that prints: standard output belongs to the protocol. */
import { diagnose } from '../diagnostics/catalogue.ts'
import { ofTool } from '../diagnostics/notes.ts'
import { isLibrary } from './library-types.ts'
import { namedFrom, walkCode } from './reachable.ts'
import type { Reader } from './reader.ts'
import { type FunctionNode, nameNode } from './signature.ts'
import { ts } from './typescript.js'

export interface Printing {
  readonly node: FunctionNode
  /** The tool's name. */
  readonly tool: string
  /** The parameter that is the context, if the function takes it. */
  readonly context: string | undefined
}

/** What of `console` and `process` writes to standard output. */
const PRINTS = /^(?:console\.(?:log|info|debug|dir|table|group|count|timeEnd|timeLog)|process\.stdout\.write)$/

/** Looks at the function itself, and at those of the project that it comes to. */
export function checkOutput(reader: Reader, { node, tool, context }: Printing): void {
  if (!mayPrint(reader)) return
  for (const reached of namedFrom(reader, node)) {
    const notes = reached === node ? {} : { notes: [ofTool(tool, reader.span(nameNode(node)), false)] }
    for (const printed of printedIn(reader, reached)) {
      const facts = { tool, call: printed.getText(), context: reached === node ? context : undefined }
      reader.report(diagnose('console-output', { span: reader.span(printed), ...notes }, facts))
    }
  }
}

/** Whether anything in the project prints at all; most don't, and cost no walk. */
function mayPrint({ program, isOwn }: Reader): boolean {
  const known = printing.get(program)
  if (known !== undefined) return known
  const files = program.getSourceFiles().filter(file => !file.isDeclarationFile && isOwn(file))
  const found = files.some(file => /\bconsole\s*\.|\bstdout\b/.test(file.text))
  printing.set(program, found)
  return found
}

const printing = new WeakMap<ts.Program, boolean>()

function printedIn(reader: Reader, root: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = []
  walkCode(root, call => {
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return
    if (PRINTS.test(call.expression.getText()) && isGlobal(reader, call.expression)) found.push(call.expression)
  })
  return found
}

/** Whether it is Node's, and not a logger that is called so. */
function isGlobal(reader: Reader, { expression }: ts.PropertyAccessExpression): boolean {
  const root = ts.isPropertyAccessExpression(expression) ? expression.expression : expression
  const symbol = reader.checker.getSymbolAtLocation(root)
  return symbol === undefined || isLibrary(reader, symbol)
}
