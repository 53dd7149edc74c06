/** Paths inside a declaration, as findings show them: `createOrder › input.items[].price`. */

/** A property's name as a segment of a path. */
export function segment(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

/** The path to the end of what has none is long, and its middle says nothing. */
export function shortened(path: string): string {
  return path.length > 100 ? `${path.slice(0, 50)}…${path.slice(-30)}` : path
}
