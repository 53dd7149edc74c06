/** Where something stands, mostly in a user's file. Offsets are UTF-16 code units from the file's start. */
export interface Span {
  /** Relative to the project's root, with `/`. */
  readonly file: string
  readonly start: number
  readonly end: number
  /** Of what stands in a package, as a reader finds it: `zod/index.d.ts:5`. */
  readonly declared?: string
}
