/** Tools that cost nothing of themselves: what is measured is the server around them. */
import type { Context } from '@mcpgen/runtime'

/**
 * Add two numbers.
 * @tool
 * @readOnly
 * @param a First addend.
 * @param b Second addend.
 */
export function add(a: number, b: number): { sum: number } {
  return { sum: a + b }
}

/**
 * Say the same text again.
 * @tool
 * @readOnly
 * @param text What to say. {@maxLength 2000000}
 */
export function echo(text: string): string {
  return text
}

/**
 * Take some steps and tell of each.
 * @tool
 * @readOnly
 * @param steps How many. {@integer} {@minimum 1} {@maximum 1000}
 */
export function stream(steps: number, ctx: Context): { steps: number } {
  for (let step = 1; step <= steps; step++) ctx.progress(step, steps)
  return { steps }
}
