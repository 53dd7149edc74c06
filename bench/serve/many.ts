/** The sources of many equal tools for the mcpgen project; the peers register theirs in a loop. */
const PER_FILE = 50

/**
 * Text by file name.
 *
 * @param tagsOf More tags of a tool, by its number.
 */
export function printMany(count: number, tagsOf: (index: number) => string = () => ''): ReadonlyMap<string, string> {
  const numbers = Array.from({ length: Math.max(0, count) }, (_, index) => index)
  const files = Array.from({ length: Math.ceil(numbers.length / PER_FILE) }, (_, file) => {
    const tools = numbers.slice(file * PER_FILE, (file + 1) * PER_FILE)
    return [
      `many${file}.ts`,
      `import type { ManyInput, ManyResult } from './many.ts'\n${tools.map(index => printTool(index, tagsOf(index))).join('')}`,
    ] as const
  })
  return new Map(numbers.length > 0 ? [['many.ts', TYPES], ...files] : [])
}

const TYPES = `export interface ManyInput {
  /** Which one. @minLength 1 @maxLength 64 */
  id: string
  /** How many of it. @integer @minimum 1 @maximum 100 */
  count: number
  mode: 'fast' | 'safe'
  /** @maxItems 10 */
  tags?: string[]
}

export interface ManyResult {
  id: string
  /** @integer */
  count: number
  ok: boolean
}
`

function printTool(index: number, tags: string): string {
  return `
/**
 * Does the work numbered ${index} on an order and says what came of it.
 * @tool item_${index}
 * @readOnly${tags === '' ? '' : `\n * ${tags}`}
 */
export function item${index}({ id, count, tags = [] }: ManyInput): ManyResult {
  return { id, count: count + tags.length, ok: true }
}
`
}
