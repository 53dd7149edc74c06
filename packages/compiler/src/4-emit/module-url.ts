import { compiledModule } from '../ir/compiled.ts'
import type { ProjectFacts } from '../ir/declaration.ts'
import { moduleUrl } from './file-name.ts'

/** What generated code imports for a source: it, or its compiled module where those are imported. */
export function moduleUrlOf({ out, compiled }: ProjectFacts, file: string): string {
  return moduleUrl(out, (compiled && compiledModule(file, compiled)) ?? file)
}
