/** JSON for people: two spaces, and a newline at the end. */

export function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
