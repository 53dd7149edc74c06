/** Marks on what `result()` and `contents()` return. Global symbols: two copies of this package know each other's. */
export const TOOL_RESULT: unique symbol = Symbol.for('mcpgen.ToolResult')
export const CONTENTS: unique symbol = Symbol.for('mcpgen.Contents')

/** Not enumerable: a test may compare the value with a plain object. */
export function branded<T extends object, B extends symbol>(value: T, brand: B): T & { readonly [K in B]: true } {
  return Object.defineProperty(value, brand, { value: true }) as T & { readonly [K in B]: true }
}

export function hasBrand(value: unknown, brand: symbol): boolean {
  return typeof value === 'object' && value !== null && brand in value
}
