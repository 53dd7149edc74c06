/** Finds what a path belongs to: segment by segment, plain text before variables. No regular expression takes part. */

export interface Routed<T> {
  /** What stands under the path, by method. */
  readonly methods: ReadonlyMap<string, T>
  /** What stands in the place of the variables, in order, as it was sent. */
  readonly values: readonly string[]
}

/** @returns undefined for a path that nothing has. */
export type Router<T> = (path: string) => Routed<T> | undefined

export interface RouterEntry<T> {
  readonly method: string
  /** Segments, of which those in braces are variables. */
  readonly path: string
  readonly value: T
}

interface Node<T> {
  readonly plain: Map<string, Node<T>>
  variable: Node<T> | undefined
  methods: Map<string, T> | undefined
}

export function createRouter<T>(entries: readonly RouterEntry<T>[]): Router<T> {
  const root = createNode<T>()
  for (const { method, path, value } of entries) {
    const node = path.slice(1).split('/').reduce(grown, root)
    node.methods ??= new Map()
    node.methods.set(method, value)
  }
  return path => {
    if (!path.startsWith('/')) return undefined
    return find(root, path.slice(1).split('/'), [])
  }
}

function createNode<T>(): Node<T> {
  return { plain: new Map(), variable: undefined, methods: undefined }
}

function grown<T>(node: Node<T>, segment: string): Node<T> {
  if (segment.startsWith('{')) {
    node.variable ??= createNode()
    return node.variable
  }
  const known = node.plain.get(segment) ?? createNode<T>()
  node.plain.set(segment, known)
  return known
}

/** Comes back to a variable where plain text led nowhere; no deeper than the longest route. */
function find<T>(node: Node<T>, segments: readonly string[], values: readonly string[]): Routed<T> | undefined {
  const [segment, ...rest] = segments
  if (segment === undefined) return node.methods && { methods: node.methods, values }
  const plain = node.plain.get(segment)
  const found = plain && find(plain, rest, values)
  if (found !== undefined || node.variable === undefined || segment === '') return found
  return find(node.variable, rest, [...values, segment])
}
