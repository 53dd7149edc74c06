/** `@icon <file or https URL> [light|dark]`, and `icons` in the config: pictures, read at build. */
import path from 'node:path'
import { diagnose } from '../../diagnostics/catalogue.ts'
import type { Icon } from '../../ir/declaration.ts'
import type { Diagnostic } from '../../ir/diagnostic.ts'
import type { Span } from '../../ir/span.ts'
import { readPicture } from './picture.ts'

/** Every client that lists is sent the icons in full. */
const MAX_BYTES = 32 * 1024

export interface IconText {
  /** `./icons/add.png dark` */
  readonly value: string
  readonly span: Span
}

export interface IconPlace {
  /** The folder that a file's path begins at, absolute. */
  readonly folder: string
  readonly readBytes: (path: string) => Buffer | undefined
  readonly report: (diagnostic: Diagnostic) => void
}

/** The icons that can be read; what is wrong with the others is reported. */
export function readIcons(texts: readonly IconText[], { folder, readBytes, report }: IconPlace): Icon[] {
  return texts.flatMap(({ value, span }) => {
    const icon = readIcon(value, file => readBytes(path.posix.join(folder, file)))
    if (!('problem' in icon)) return [icon]
    report(diagnose('bad-icon', { span }, { value, ...icon }))
    return []
  })
}

interface Problem {
  readonly problem: string
  readonly label: string
  readonly help: string
}

function readIcon(value: string, readBytes: (file: string) => Buffer | undefined): Icon | Problem {
  const [address = '', theme, ...more] = value.trim().split(/\s+/)
  if (address === '' || more.length > 0 || (theme !== undefined && !isTheme(theme))) return FORM
  const themed: Pick<Icon, 'theme'> = theme === undefined ? {} : { theme }
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme === 'https') return URL.canParse(address) ? { src: address, ...themed } : NO_URL
  if (scheme !== undefined || /^[/\\]/.test(address)) return elsewhere(scheme)
  const picture = readFile(address, readBytes)
  return 'problem' in picture ? picture : { ...picture, ...themed }
}

function isTheme(word: string): word is NonNullable<Icon['theme']> {
  return word === 'light' || word === 'dark'
}

const FORM: Problem = {
  problem: 'it is not a file or an https URL, and perhaps `light` or `dark`',
  label: 'not an icon',
  help: 'write `./icons/add.png`, or `./icons/add.png dark` for one that is made for a dark background',
}

const NO_URL: Problem = { problem: 'it is no URL', label: 'not a URL', help: 'write `https://example.com/icon.png`' }

function elsewhere(scheme: string | undefined): Problem {
  const help = 'name a file beside the source, `./icons/add.png`, or an https URL'
  if (scheme === undefined) return { problem: 'the path is of one machine alone', label: 'absolute', help }
  return { problem: `clients take no icons by ${scheme}:`, label: 'not https', help }
}

function readFile(file: string, readBytes: (file: string) => Buffer | undefined): Icon | Problem {
  const bytes = readBytes(file)
  if (bytes === undefined) {
    const help = 'name a file that is there, by its path from this file'
    return { problem: 'there is no such file', label: 'not found', help }
  }
  if (bytes.length > MAX_BYTES) {
    const problem = `the file has ${bytes.length} bytes, more than ${MAX_BYTES}`
    return { problem, label: 'too large', help: 'make it smaller (64×64 is enough), or name an https URL' }
  }
  const picture = readPicture(bytes)
  if (picture === undefined) {
    const help = 'name a picture; png and jpeg are shown by every client'
    return { problem: 'the file is no PNG, JPEG, SVG, WebP, GIF or ICO', label: 'not a picture', help }
  }
  if ('problem' in picture) {
    const help = 'save it anew with a program for pictures, without scripts and links'
    return { problem: picture.problem, label: 'cannot be used', help }
  }
  const { mimeType, sizes } = picture
  return { src: `data:${mimeType};base64,${bytes.toString('base64')}`, mimeType, sizes }
}
