/** The tools' types once more, as the peers want them. */
import { z } from 'zod'

const field = z.string().min(1).max(64)

const filter = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('range'), field, from: z.number().optional(), to: z.number().optional() }),
  z.object({ kind: z.literal('terms'), field, values: z.array(z.string()).min(1).max(20) }),
  z.object({ kind: z.literal('since'), field, instant: z.iso.datetime() }),
])

const hit = z.object({
  id: z.uuid(),
  title: z.string(),
  score: z.number(),
  price: z.object({ amount: z.number(), currency: z.enum(['EUR', 'USD', 'JPY']) }),
  tags: z.array(z.string()),
  updated: z.iso.datetime(),
  owner: z.string().nullable(),
})

export const addInput = z.object({ a: z.number().describe('First addend.'), b: z.number().describe('Second addend.') })
export const addOutput = z.object({ sum: z.number() })

export const echoInput = z.object({ text: z.string().max(2_000_000).describe('What to say.') })

export const streamInput = z.object({ steps: z.number().int().min(1).max(1000).describe('How many.') })
export const streamOutput = z.object({ steps: z.number() })

export const searchInput = z.object({
  query: z.string().min(1).max(500).describe('What to look for.'),
  filters: z.array(filter).max(20).describe('All must hold.'),
  sort: z.object({ by: z.enum(['relevance', 'date', 'price']), order: z.enum(['asc', 'desc']) }),
  page: z.object({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(100) }),
  requester: z.object({ id: z.uuid(), email: z.email(), locale: z.enum(['en', 'de', 'fr', 'es', 'ja']) }),
  tags: z.array(z.string()).max(20),
  boost: z.record(z.string(), z.number()).optional().describe('How much a match in a field counts.'),
  fuzzy: z.boolean(),
})

export const searchOutput = z.object({
  total: z.number().int().min(0),
  hits: z.array(hit),
  facets: z.record(z.string(), z.number()),
  next: z.string().nullable(),
})

export const manyInput = z.object({
  id: z.string().min(1).max(64).describe('Which one.'),
  count: z.number().int().min(1).max(100).describe('How many of it.'),
  mode: z.enum(['fast', 'safe']),
  tags: z.array(z.string()).max(10).optional(),
})
export const manyOutput = z.object({ id: z.string(), count: z.number().int(), ok: z.boolean() })
