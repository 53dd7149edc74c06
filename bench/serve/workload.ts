/** The calls that every server gets, and what each must answer. */
import { add, echo } from './mcpgen/src/basics.ts'
import { type SearchInput, search } from './mcpgen/src/search.ts'

export interface Job {
  readonly name: string
  readonly method: 'tools/call' | 'tools/list'
  readonly tool?: string
  readonly args?: object
  /** What the tool returns: the text itself, or data. */
  readonly result?: unknown
  /** How many notifications come before the result. */
  readonly progress?: number
  /** How many tools the list has. */
  readonly listed?: number
}

const SEARCH: SearchInput = {
  query: 'replacement bearings for centrifugal pumps',
  filters: [
    { kind: 'range', field: 'price', from: 10, to: 5000 },
    { kind: 'terms', field: 'category', values: ['books', 'tools', 'parts', 'manuals'] },
    { kind: 'since', field: 'updated', instant: '2025-06-01T00:00:00Z' },
    { kind: 'terms', field: 'maker', values: ['Northwind', 'Contoso', 'Fabrikam', 'Tailspin'] },
    { kind: 'range', field: 'weight', from: 0.5 },
    { kind: 'terms', field: 'material', values: ['steel', 'bronze', 'ceramic', 'polymer', 'graphite'] },
    { kind: 'terms', field: 'certificate', values: ['ISO 9001', 'ISO 14001', 'ATEX', 'CE', 'UL'] },
    { kind: 'since', field: 'published', instant: '2024-01-01T00:00:00Z' },
  ],
  sort: { by: 'relevance', order: 'desc' },
  page: { offset: 40, limit: 20 },
  requester: { id: '7c9e6679-7425-40de-944b-e07fc1f90ae7', email: 'buyer@example.com', locale: 'en' },
  tags: ['industrial', 'certified', 'in-stock', 'express', 'warranty'],
  boost: { title: 3, description: 1.5, maker: 0.5, category: 2 },
  fuzzy: true,
}

export function echoJob(length: number): Job {
  const text = 'All work and no play makes a dull benchmark. '.repeat(Math.ceil(length / 45)).slice(0, length)
  return { name: `echo ${length} B`, method: 'tools/call', tool: 'echo', args: { text }, result: echo(text) }
}

export const ADD: Job = { name: 'add', method: 'tools/call', tool: 'add', args: { a: 19, b: 23 }, result: add(19, 23) }
export const ECHO: Job = { ...echoJob(1024), name: 'echo' }
export const SEARCH_JOB: Job = {
  name: 'search',
  method: 'tools/call',
  tool: 'search',
  args: SEARCH,
  result: search(SEARCH),
}

export function streamJob(steps: number): Job {
  return { name: 'stream', method: 'tools/call', tool: 'stream', args: { steps }, result: { steps }, progress: steps }
}

export function listJob(tools: number): Job {
  return { name: `list of ${tools}`, method: 'tools/list', listed: tools }
}

/** A call of one among many equal tools. */
export function manyJob(index: number): Job {
  const args = { id: 'order-1', count: 3, mode: 'fast', tags: ['a', 'b'] }
  return { name: 'one of many', method: 'tools/call', tool: manyName(index), args, result: runMany(args) }
}

export function manyName(index: number): string {
  return `item_${index}`
}

export interface ManyInput {
  readonly id: string
  readonly count: number
  readonly mode: string
  readonly tags?: readonly string[] | undefined
}

export function runMany({ id, count, tags = [] }: ManyInput) {
  return { id, count: count + tags.length, ok: true }
}

/** The four tools of the benchmark are among the number; the rest are equal to each other. */
export const OWN_TOOLS = 4
