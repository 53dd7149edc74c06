/** Bytes into lines, bounded. */

export interface LineReader {
  take(chunk: Buffer): void
  /** The input ended: what stands after the last line break is a line, too. */
  end(): void
}

/**
 * Cuts at `\n` and at nothing else: U+2028 is an ordinary character of JSON, and a `\r` before the break is white space
 * to its parser. Empty lines are skipped. Of a line beyond the limit nothing is kept, and the next is read as usual.
 */
export function createLineReader(
  limit: number,
  { line, tooLong }: { line(bytes: Buffer): void; tooLong(): void },
): LineReader {
  let parts: Buffer[] = []
  let size = 0

  const add = (part: Buffer) => {
    const before = size
    size += part.length
    if (size <= limit) parts.push(part)
    else if (before <= limit) {
      parts = []
      tooLong()
    }
  }
  const cut = () => {
    const [first] = parts
    const bytes = first !== undefined && parts.length === 1 ? first : Buffer.concat(parts)
    parts = []
    size = 0
    if (bytes.length > 0 && !isBlank(bytes)) line(bytes)
  }
  return {
    take(chunk) {
      let start = 0
      for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, start)) {
        add(chunk.subarray(start, at))
        cut()
        start = at + 1
      }
      if (start < chunk.length) add(chunk.subarray(start))
    },
    end: cut,
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every(byte => byte === 0x20 || byte === 0x09 || byte === 0x0d)
}
