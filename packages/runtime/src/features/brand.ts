/** Marks on what this package makes. Global symbols: two copies of it in one program know each other's. */
export const TOOL_RESULT: unique symbol = Symbol.for('mcpgen.ToolResult')
export const CONTENTS: unique symbol = Symbol.for('mcpgen.Contents')

export const USER_ERROR: unique symbol = Symbol.for('mcpgen.UserError')
export const NOT_FOUND: unique symbol = Symbol.for('mcpgen.NotFound')
export const RPC_ERROR: unique symbol = Symbol.for('mcpgen.RpcError')

/** Not enumerable: a test may compare the value with a plain object. */
export function branded<T extends object, B extends symbol>(value: T, brand: B): T & { readonly [K in B]: true } {
  return Object.defineProperty(value, brand, { value: true }) as T & { readonly [K in B]: true }
}

export function hasBrand(value: unknown, brand: symbol): boolean {
  return typeof value === 'object' && value !== null && brand in value
}
