/** Entries of `tools/list`, for servers that have no schemas to make them from. */
import { manyName, OWN_TOOLS } from '../workload.ts'

/** As many as asked for and the four besides, each of the size that a server would send. */
export function manyTools(count: number) {
  return Array.from({ length: count + OWN_TOOLS }, (_, index) => ({
    name: manyName(index),
    description: `Does the work numbered ${index} on an order and says what came of it.`,
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        id: { type: 'string', minLength: 1, maxLength: 64, description: 'Which one.' },
        count: { type: 'integer', minimum: 1, maximum: 100, description: 'How many of it.' },
        mode: { enum: ['fast', 'safe'] },
        tags: { type: 'array', items: { type: 'string' }, maxItems: 10 },
      },
      required: ['id', 'count', 'mode'],
      additionalProperties: false,
    },
    outputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { id: { type: 'string' }, count: { type: 'integer' }, ok: { type: 'boolean' } },
      required: ['id', 'count', 'ok'],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true },
  }))
}
