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

interface Order {
  id: string
  status: 'open' | 'paid' | 'sent'
  total: number
  email: string
  city: string
  paid: boolean
}

/** A flat object of few members. @tool @readOnly */
export function order(): Order {
  return { id: 'ord_01J9ZK', status: 'paid', total: 129.9, email: 'ada@example.com', city: 'London', paid: true }
}

/** A table: rows that all have the same members. @tool @readOnly */
export function orders(): { orders: Order[]; total: number } {
  const orders = Array.from({ length: 100 }, (_, n) => ({ ...order(), id: `ord_${n}`, total: n * 1.1 }))
  return { orders, total: 1200 }
}

interface Contact {
  id: number
  name: string
  email?: string
  phone?: string
  company?: string
  note?: string
}

/** Rows that each lack other members, as documents do. @tool @readOnly */
export function contacts(): { contacts: Contact[] } {
  const contacts = Array.from({ length: 100 }, (_, n) => ({
    id: n,
    name: `Contact number ${n}`,
    ...(n % 2 === 0 && { email: `contact${n}@example.com` }),
    ...(n % 3 === 0 && { phone: '+44 20 7946 0000' }),
    ...(n % 5 === 0 && { company: 'Analytical Engines Ltd' }),
    ...(n % 7 === 0 && { note: 'Met at the exhibition.' }),
  }))
  return { contacts }
}

interface Money {
  amount: number
  currency: string
}

interface Invoice {
  id: string
  customer: { id: string; name: string; address: { street: string; city: string; country: string } }
  lines: { sku: string; title: string; quantity: number; price: Money }[]
  total: Money
}

/** One nested object of a kilobyte. @tool @readOnly */
export function invoice(): Invoice {
  const price = (amount: number): Money => ({ amount, currency: 'EUR' })
  const address = { street: '12 St James Square', city: 'London', country: 'GB' }
  return {
    id: 'inv_2026_00017',
    customer: { id: 'cus_81', name: 'Ada Lovelace', address },
    lines: Array.from({ length: 8 }, (_, n) => ({
      sku: `SKU-${n}`,
      title: `An article of the catalogue, number ${n}`,
      quantity: n + 1,
      price: price(n * 9.5),
    })),
    total: price(266),
  }
}

type Part = { text: string } | { image: string; alt?: string } | { quote: string; by: string }

/** A list of a union that has no tag. @tool @readOnly */
export function parts(): { parts: Part[] } {
  const parts = Array.from({ length: 50 }, (_, n): Part => {
    if (n % 3 === 0) return { text: `A paragraph of some length, the one with the number ${n}.` }
    if (n % 3 === 1) return { image: `https://example.com/${n}.png`, alt: `Picture ${n}` }
    return { quote: 'The engine weaves algebraic patterns.', by: 'Ada Lovelace' }
  })
  return { parts }
}

interface Folder {
  name: string
  size: number
  children: Folder[]
}

/** A tree. @tool @readOnly */
export function tree(): Folder {
  const folder = (depth: number): Folder => ({
    name: `folder at ${depth}`,
    size: depth * 1000,
    children: depth === 0 ? [] : Array.from({ length: 4 }, () => folder(depth - 1)),
  })
  return folder(3)
}

/** A long text with its place. @tool @readOnly */
export function article(): { title: string; url: string; body: string } {
  const sentence = 'The Analytical Engine has no pretensions whatever to originate anything.\n'
  return { title: 'Notes', url: 'https://example.com/notes', body: sentence.repeat(140) }
}

/** Lists of numbers. @tool @readOnly */
export function vectors(): { vectors: number[][] } {
  return { vectors: Array.from({ length: 10 }, (_, n) => Array.from({ length: 64 }, (_, m) => (n + m) / 7)) }
}

interface Stock {
  count: number
  place: string
}

/** A record of objects. @tool @readOnly */
export function stocks(): { stocks: Record<string, Stock> } {
  const stocks = Array.from({ length: 50 }, (_, n) => [`SKU-${n}`, { count: n, place: `Shelf ${n}` }] as const)
  return { stocks: Object.fromEntries(stocks) }
}

/** Pairs of an object and a number. @tool @readOnly */
export function scored(): { scored: [Order, number][] } {
  return { scored: Array.from({ length: 50 }, (_, n): [Order, number] => [order(), n / 7]) }
}
