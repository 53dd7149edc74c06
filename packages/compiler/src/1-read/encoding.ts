/** Whether a source is written in UTF-8, as which TypeScript and Node read it. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Files } from '../files/files.ts'
import type { Findings } from './findings.ts'
import { relativePath } from './reader.ts'
import type { ts } from './typescript.js'

/** What stands for bytes that are no text. */
const REPLACEMENT = '\uFFFD'

interface At {
  readonly root: string
  readonly files: Files
  readonly findings: Findings
}

export function checkEncoding({ fileName, text }: ts.SourceFile, { root, files, findings }: At): void {
  const start = text.indexOf(REPLACEMENT)
  if (start === -1 || isUtf8(files.bytes(fileName))) return
  const file = relativePath(root, fileName)
  findings.sources.set(file, text)
  findings.diagnostics.push(diagnose('not-utf-8', { span: { file, start, end: start + 1 } }, {}))
}

/** The character may stand there itself. */
function isUtf8(bytes: Buffer | undefined): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
