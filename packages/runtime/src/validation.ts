/** What generated validators import: the functions behind their checks and conversions. Not for use by hand. */
export { formats } from './validation/formats.ts'
export { codePoints, duplicate, isBase64, isMultiple, nested, report } from './validation/keywords.ts'
export { read } from './validation/read.ts'
export { text } from './validation/text.ts'
export { to } from './validation/to.ts'
export { wire } from './validation/wire.ts'
