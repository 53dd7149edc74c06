/** The test client, every message of whose server is judged by the schema of its revision. */
import type { Application } from '@mcpgen/runtime'
import type { Surface } from '@mcpgen/runtime/manifest'
import { createTestClient, type TestClient, type TestClientOptions } from '@mcpgen/runtime/testing'
import { assertValidMessage } from './schema.ts'

export function judgedClient<S extends Surface = Surface>(
  app: Application & { readonly surface?: S },
  options: TestClientOptions = {},
): Promise<TestClient<S>> {
  const { era = 'modern' } = options
  const revision = era === 'modern' ? '2026-07-28' : era === 'legacy' ? '2025-11-25' : era
  return createTestClient(app, {
    ...options,
    onMessage(message, method) {
      assertValidMessage(revision, message, 'result' in message ? method : undefined)
      options.onMessage?.(message, method)
    },
  })
}
