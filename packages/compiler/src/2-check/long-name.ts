import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { limitsOfTarget, type Target } from '../ir/targets.ts'

/** Names that the project's targets take, with the server's name before them. */
export function longName({ declarations, project }: Part): Diagnostic[] {
  const { targets = [] } = project
  const server = project.name.replace(/^@.*\//, '')
  return declarations.flatMap(({ kind, name, span }) => {
    if (kind !== 'tool') return []
    const refusing = targets.filter(target => name.length > mostOf(target, server))
    if (refusing.length === 0) return []
    const most = Math.min(...refusing.map(target => mostOf(target, server)))
    return [diagnose('long-name', { span }, { name, server, most, targets: refusing })]
  })
}

function mostOf(target: Target, server: string): number {
  const limit = limitsOfTarget(target).name
  return limit === undefined ? Infinity : limit.most - limit.around - server.length
}
