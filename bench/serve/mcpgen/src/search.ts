/** A tool with a typical nested input of 1 KB and a structured output of 2 KB. */

export type Filter =
  | {
      kind: 'range'
      /** @minLength 1 @maxLength 64 */
      field: string
      from?: number
      to?: number
    }
  | {
      kind: 'terms'
      /** @minLength 1 @maxLength 64 */
      field: string
      /** @minItems 1 @maxItems 20 */
      values: string[]
    }
  | {
      kind: 'since'
      /** @minLength 1 @maxLength 64 */
      field: string
      /** @format date-time */
      instant: string
    }

export interface Requester {
  /** @format uuid */
  id: string
  /** @format email */
  email: string
  locale: 'en' | 'de' | 'fr' | 'es' | 'ja'
}

export interface SearchInput {
  /** What to look for. @minLength 1 @maxLength 500 */
  query: string
  /** All must hold. @maxItems 20 */
  filters: Filter[]
  sort: { by: 'relevance' | 'date' | 'price'; order: 'asc' | 'desc' }
  page: {
    /** @integer @minimum 0 */
    offset: number
    /** @integer @minimum 1 @maximum 100 */
    limit: number
  }
  requester: Requester
  /** @maxItems 20 */
  tags: string[]
  /** How much a match in a field counts. */
  boost?: Record<string, number>
  fuzzy: boolean
}

export interface Hit {
  /** @format uuid */
  id: string
  title: string
  score: number
  price: { amount: number; currency: 'EUR' | 'USD' | 'JPY' }
  tags: string[]
  /** @format date-time */
  updated: string
  /** Null when nobody owns it. */
  owner: string | null
}

export interface SearchResult {
  /** @integer @minimum 0 */
  total: number
  hits: Hit[]
  facets: Record<string, number>
  next: string | null
}

const TOPICS = ['solar', 'hydraulic', 'thermal', 'acoustic', 'magnetic', 'optical', 'chemical', 'ceramic'] as const

/**
 * Search the catalogue.
 * @tool
 * @readOnly
 * @param input What to search for, and how.
 */
export function search(input: SearchInput): SearchResult {
  const hits = TOPICS.map((topic, index) => toHit(topic, input.page.offset + index, input))
  return { total: 1234, hits, facets: { books: 512, tools: 401, parts: 321 }, next: `after-${input.page.offset + 8}` }
}

function toHit(topic: string, position: number, input: SearchInput): Hit {
  return {
    id: `3f2b8c1e-5d4a-4e6f-9a7b-${String(position).padStart(12, '0')}`,
    title: `The ${topic} ${input.query} handbook, volume ${position}`,
    score: 100 - position,
    price: { amount: 1250 + position, currency: 'EUR' },
    tags: input.tags.slice(0, 3),
    updated: '2026-01-15T08:30:00Z',
    owner: position % 2 === 0 ? input.requester.email : null,
  }
}
