/** SVG is a document that can run scripts and load things: an icon may do neither. */

/** Only a declaration, a document type and comments may stand before the root. */
export const SVG = /^\uFEFF?\s*(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>\s*)*<svg[\s>/]/i

/** What a browser that showed the file as a document would do. */
const UNSAFE: readonly (readonly [RegExp, string])[] = [
  [/<!ENTITY/i, 'defines entities'],
  [/<(?:[\w-]+:)?script[\s>/]/i, 'holds a script'],
  [/<(?:[\w-]+:)?(?:foreignObject|iframe|embed|object)[\s>/]/i, 'holds another document'],
  [/[\s"'/]on[a-z]+\s*=/i, 'runs a script at an event'],
  [/(?:java|vb)script\s*:/i, 'links to a script'],
  [/\b(?:href|src)\s*=\s*(?:"(?!#|data:image\/)|'(?!#|data:image\/)|[^\s"'#])/i, 'loads or links something else'],
  [/@import|\burl\(\s*["']?(?!["']?\s*(?:#|data:image\/))/i, 'loads something else in its style'],
  [/<\?xml-stylesheet/i, 'loads a style sheet'],
]

export function readSvg(
  text: string,
): { readonly mimeType: string; readonly sizes: readonly string[] } | { readonly problem: string } {
  const found = UNSAFE.find(([pattern]) => pattern.test(text))
  if (found !== undefined) return { problem: `the SVG ${found[1]}` }
  return { mimeType: 'image/svg+xml', sizes: ['any'] }
}
