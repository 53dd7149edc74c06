/** Where something is declared that is not the user's, as a reader finds it: in a package, by file and line. */
import type { ts } from './typescript.js'

/** What of the reader is needed here. */
interface Places {
  readonly program: ts.Program
  isOwn(file: ts.SourceFile): boolean
  pathOf(file: ts.SourceFile): string
}

/** `zod/v4/index.d.ts:12`; undefined for what is the user's own, and for TypeScript's own library. */
export function packagePlace(reader: Places, node: ts.Node): string | undefined {
  const file = node.getSourceFile()
  if (reader.isOwn(file) || reader.program.isSourceFileDefaultLibrary(file)) return undefined
  const at = file.fileName.lastIndexOf('/node_modules/')
  const path = at === -1 ? reader.pathOf(file) : file.fileName.slice(at + '/node_modules/'.length)
  return `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`
}
