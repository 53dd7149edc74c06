/** What can be seen from a file: what it means may depend on that, and on nothing else. */
import type { Opened } from './project.ts'
import { ts } from './typescript.js'

/** The paths of a file and of everything it imports, near and far, and the imports that lead nowhere. */
export function reachedFrom(start: ts.SourceFile, { host }: Opened): ReadonlySet<string> {
  const reached = new Set([start.fileName])
  for (const path of reached) for (const imported of host.importsOf(path)) reached.add(imported)
  return reached
}

/** The files that are seen from every other, whether it imports them or not. */
export function seenFromAll({ program, isGenerated }: Opened): ts.SourceFile[] {
  return program.getSourceFiles().filter(file => reachesAll(file) && !isGenerated(file.fileName))
}

/** Whether a file can change what is meant in files that do not import it: ambient declarations, augmentations. */
function reachesAll(file: ts.SourceFile): boolean {
  const { moduleAugmentations = [] } = file as { moduleAugmentations?: readonly unknown[] }
  return file.isDeclarationFile || !ts.isExternalModule(file) || moduleAugmentations.length > 0
}
