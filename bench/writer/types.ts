/** What is returned by the tools that the writer is measured on: each stands for a shape that results have. */

interface Author {
  name: string
  email?: string
}

interface Hit {
  id: number
  title: string
  url: string
  score: number
  tags: string[]
  author: Author
  snippet: string | null
}

type Block = { kind: 'text'; text: string } | { kind: 'link'; url: string; title?: string }

/** One small object. @tool @readOnly */
export function sum(): { sum: number } {
  return { sum: 3 }
}

/** A page of nested objects. @tool @readOnly */
export function page(): { hits: Hit[]; next?: string } {
  const hits = Array.from({ length: 50 }, (_, n) => ({
    id: n,
    title: `Title of the hit number ${n}`,
    url: `https://example.com/articles/${n}`,
    score: n / 7,
    tags: ['first', 'second', 'third'],
    author: { name: 'Ada Lovelace', email: 'ada@example.com' },
    snippet: n % 3 === 0 ? null : 'Some words of the text around what was looked for, as search engines show it.',
  }))
  return { hits, next: 'x50' }
}

/** A list of a union that a tag tells apart. @tool @readOnly */
export function blocks(): { blocks: Block[] } {
  const blocks = Array.from(
    { length: 50 },
    (_, n): Block =>
      n % 2 === 0
        ? { kind: 'text', text: `A paragraph of some length, the one with the number ${n}.` }
        : { kind: 'link', url: `https://example.com/${n}`, title: `Link ${n}` },
  )
  return { blocks }
}

/** Rows with dates, which JSON.stringify writes by their toJSON. @tool @readOnly */
export function rows(): { rows: { id: number; name: string; at: Date }[] } {
  return { rows: Array.from({ length: 50 }, (_, n) => ({ id: n, name: `Row ${n}`, at: new Date(n * 1e9) })) }
}

/** Numbers alone. @tool @readOnly */
export function series(): { points: [number, number][]; labels: Record<string, number> } {
  const points = Array.from({ length: 100 }, (_, n): [number, number] => [n, n * n])
  return { points, labels: Object.fromEntries(points.map(([n]) => [`p${n}`, n])) }
}

/** A row as a database gives it, of which half is declared. @tool @readOnly */
export function narrowed(): { users: { id: number; name: string }[] } {
  const users = Array.from({ length: 50 }, (_, n) => ({
    id: n,
    name: `User ${n}`,
    hash: '5f4dcc3b5aa765d61d8327deb882cf99',
    note: 'What nobody but us may read.',
  }))
  return { users }
}
