/**
 * Whether bytes are UTF-8. An ESM import of `node:buffer` would load `File` and streams: its namespace reads every lazy
 * member.
 */
export const { isUtf8 } = process.getBuiltinModule('node:buffer')
