/** Opens the tasks of a server when they are first needed. */
import type { ToolBinding } from '../../manifest.ts'
import type { Kept } from '../keep.ts'
import type { EngineParts } from './engine.ts'
import type { TaskDesk, Tasks } from './tasks.ts'

export interface DeskParts extends EngineParts {
  readonly keep: Kept
}

/** Undefined for a server of which no tool runs as a task. */
export function createDesk(tools: readonly ToolBinding[], parts: () => DeskParts): TaskDesk | undefined {
  const uses = new Map(
    tools.flatMap(({ name, task }): [string, 'optional' | 'required'][] =>
      task === undefined ? [] : [[name, task.required ? 'required' : 'optional']],
    ),
  )
  if (uses.size === 0) return undefined
  let opening: Promise<Tasks> | undefined
  let opened: Tasks | undefined

  const load = async () => {
    const { createTasks } = await import('./engine.ts')
    const { keep, ...rest } = parts()
    opened = createTasks((await keep.open()).tasks, rest)
    return opened
  }
  return {
    uses,
    open() {
      // The next to ask tries again.
      opening ??= load().catch((error: unknown) => {
        opening = undefined
        throw error
      })
      return opening
    },
    idle: async () => opened?.idle(),
    close: async () => opened?.close(),
  }
}
