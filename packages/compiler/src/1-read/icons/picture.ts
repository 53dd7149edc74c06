/** What a file of pixels says of itself: its type by its first bytes, its size by its header. */
import { readSvg, SVG } from './svg.ts'

export interface Picture {
  readonly mimeType: string
  /** As the protocol writes them: `48x48`, or `any`. */
  readonly sizes: readonly string[]
}

/** A picture, or what is wrong with it; undefined for what is none. */
export type PictureReading = Picture | { readonly problem: string } | undefined

export function readPicture(bytes: Buffer): PictureReading {
  for (const [mimeType, isOne, sizesOf] of FORMATS) {
    if (!isOne(bytes)) continue
    const sizes = sizesOf(bytes)
    return sizes === undefined ? { problem: `its header is not that of ${mimeType}` } : { mimeType, sizes }
  }
  return SVG.test(bytes.toString('utf8', 0, 4096)) ? readSvg(bytes.toString('utf8')) : undefined
}

type Format = readonly [
  mimeType: string,
  isOne: (bytes: Buffer) => boolean,
  /** Undefined for a header that is cut off or broken. */
  sizesOf: (bytes: Buffer) => readonly string[] | undefined,
]

const FORMATS: readonly Format[] = [
  ['image/png', begins('\x89PNG\r\n\x1a\n'), pngSize],
  ['image/jpeg', begins('\xff\xd8\xff'), jpegSize],
  ['image/gif', begins('GIF8'), bytes => size(at(bytes, 6, 2), at(bytes, 8, 2))],
  ['image/webp', bytes => begins('RIFF')(bytes) && bytes.toString('latin1', 8, 12) === 'WEBP', webpSize],
  ['image/x-icon', begins('\0\0\x01\0'), icoSizes],
]

function begins(magic: string): (bytes: Buffer) => boolean {
  return bytes => bytes.toString('latin1', 0, magic.length) === magic
}

function size(width: number | undefined, height: number | undefined): readonly string[] | undefined {
  return width && height ? [`${width}x${height}`] : undefined
}

/** An integer of little-endian bytes; undefined beyond the end. */
function at(bytes: Buffer, offset: number, length: number): number | undefined {
  return offset + length <= bytes.length ? bytes.readUIntLE(offset, length) : undefined
}

/** Big-endian. */
function bigAt(bytes: Buffer, offset: number, length: number): number | undefined {
  return offset + length <= bytes.length ? bytes.readUIntBE(offset, length) : undefined
}

/** The first chunk of a PNG is its header. */
function pngSize(bytes: Buffer): readonly string[] | undefined {
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  return size(bigAt(bytes, 16, 4), bigAt(bytes, 20, 4))
}

/** Markers that begin a frame; the three left out begin tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** A JPEG is segments, one of which begins the frame and says its size. */
function jpegSize(bytes: Buffer): readonly string[] | undefined {
  let offset = 2
  while (bytes[offset] === 0xff) {
    const marker = bytes[offset + 1] ?? 0
    if (marker === 0xff) offset += 1
    else if (isFrame(marker)) return size(bigAt(bytes, offset + 7, 2), bigAt(bytes, offset + 5, 2))
    else offset += 2 + (bigAt(bytes, offset + 2, 2) ?? 0)
  }
  return undefined
}

/** Lossy, lossless and extended WebP each say it in their own way. */
function webpSize(bytes: Buffer): readonly string[] | undefined {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return size((at(bytes, 26, 2) ?? 0) & 0x3fff, (at(bytes, 28, 2) ?? 0) & 0x3fff)
    case 'VP8L': {
      const bits = at(bytes, 21, 4)
      return bits === undefined ? undefined : size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
    }
    case 'VP8X':
      return size((at(bytes, 24, 3) ?? -1) + 1, (at(bytes, 27, 3) ?? -1) + 1)
    default:
      return undefined
  }
}

/** An ICO is a directory of pictures, in which 0 stands for 256. */
function icoSizes(bytes: Buffer): readonly string[] | undefined {
  const count = at(bytes, 4, 2) ?? 0
  if (count === 0 || bytes.length < 6 + count * 16) return undefined
  const entries = Array.from({ length: count }, (_, index) => 6 + index * 16)
  return entries.map(offset => `${bytes[offset] || 256}x${bytes[offset + 1] || 256}`)
}
