/** Puts the generated files on disk, all or none. */

export interface Change {
  readonly kind: 'added' | 'changed' | 'removed'
  /** Below the generated folder, with `/`. */
  readonly path: string
}

/** What `write` would do. Reads only; an absent folder counts as empty. */
export function drift(_out: string, _files: ReadonlyMap<string, string>): Change[] {
  throw new Error('not written yet')
}

/** Writes what differs, atomically a file, and removes what is no longer generated. A second run writes nothing. */
export function write(_out: string, _files: ReadonlyMap<string, string>): Change[] {
  throw new Error('not written yet')
}
