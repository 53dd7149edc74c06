/** Numbers in strings (RFC 8259 §6). */

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** The number that a text is by JSON's grammar; undefined when it is none, or would lose digits or its size. */
export function jsonNumber(text: string): number | undefined {
  if (text.length > 400 || !NUMBER.test(text)) return undefined
  const number = Number(text)
  if (!Number.isFinite(number)) return undefined
  return isRounded(number) ? undefined : number
}

/** Whether a number may stand for another than was written. */
export function isRounded(number: number): boolean {
  return Number.isInteger(number) && !Number.isSafeInteger(number)
}
