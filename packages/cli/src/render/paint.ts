/** Colour, for terminals alone. */
import { styleText } from 'node:util'

export type Style = 'error' | 'warning' | 'strong' | 'faint' | 'good'
export type Paint = (style: Style, text: string) => string

const FORMATS = { error: 'red', warning: 'yellow', strong: 'bold', faint: 'dim', good: 'green' } as const

export const plain: Paint = (_style, text) => text

const coloured: Paint = (style, text) => styleText(FORMATS[style], text, { validateStream: false })

/** Colour when the stream is a terminal and NO_COLOR (no-color.org) is not set. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Paint {
  return stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb' ? coloured : plain
}
