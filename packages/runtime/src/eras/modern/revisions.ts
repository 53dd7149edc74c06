/** Modern revisions that are served, newest first. */
export const REVISIONS: readonly string[] = ['2026-07-28']
