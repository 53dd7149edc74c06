/** What a task was called with is kept for the next run of its function, and no longer: neither disk nor secrets pile up. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { sqlite } from '@mcpgen/runtime/storage'
import { temporaryFolder } from '../harness/project.ts'
import { startServer } from '../harness/server.ts'
import { tasksDefinition } from '../runtime/tasks/tasks.ts'

const meta = {
  'io.modelcontextprotocol/clientCapabilities': {
    elicitation: {},
    extensions: { 'io.modelcontextprotocol/tasks': {} },
  },
}

for (const [how, name, end] of [
  ['has completed', 'double', undefined],
  ['was cancelled', 'remove', 'tasks/cancel'],
] as const) {
  it(`the arguments of a task that ${how} are not kept`, async () => {
    const file = join(temporaryFolder(), 'tasks.db')
    await using server = await startServer({ storage: sqlite(file) }, tasksDefinition)
    const begun = await server.modern('tools/call', { name, arguments: { n: 1, file: 'hunter2' } }, { meta })
    const { taskId } = begun.json.result
    if (end !== undefined) {
      await until(server, taskId, 'input_required')
      await server.modern(end, { taskId }, { meta })
    }
    await until(server, taskId, end === undefined ? 'completed' : 'cancelled')
    const database = new DatabaseSync(file, { readOnly: true })
    const row = database.prepare('select work from mcpgen_task').get()
    database.close()
    assert.equal(row?.['work'], '{}')
  })
}

async function until(server: Awaited<ReturnType<typeof startServer>>, taskId: string, status: string) {
  for (let n = 0; n < 100; n++) {
    const { json } = await server.modern('tasks/get', { taskId }, { meta })
    if (json.result.status === status) return
    await delay(20)
  }
  assert.fail(`never ${status}`)
}
