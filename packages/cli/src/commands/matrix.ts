/** `mcpgen explain --matrix`: who can see and use what, of what was built. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError, UsageError } from '../errors.ts'
import { type Manifest, matrixOf } from '../explain/matrix.ts'
import { MATRIX_FORMATS } from '../explain/render-matrix.ts'
import { findRoot, generatedFolder, shown } from '../project/root.ts'

export interface MatrixOptions {
  readonly project?: string
  readonly format: string
}

/**
 * @throws {UsageError} for a format that there is not.
 * @throws {CommandError} when nothing was built.
 */
export async function matrix({ project, format }: MatrixOptions): Promise<number> {
  const render = Object.hasOwn(MATRIX_FORMATS, format) ? MATRIX_FORMATS[format] : undefined
  if (!render) throw new UsageError(`--format takes ${Object.keys(MATRIX_FORMATS).join(', ')}, not '${format}'`)
  const file = join(generatedFolder(findRoot(project)), 'manifest.json')
  if (!existsSync(file)) throw new CommandError(`${shown(file)} does not exist`, { help: 'run `mcpgen build` first' })
  process.stdout.write(render(matrixOf(JSON.parse(readFileSync(file, 'utf8')) as Manifest)))
  return 0
}
