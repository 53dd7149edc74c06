/** Where what must outlive a process is kept: an interface, which `@mcpgen/runtime/storage` implements in SQL. */
import type { TaskStore } from './tasks/store.ts'

export interface Storage {
  /**
   * Opens it; each application that uses it does so once.
   *
   * @throws {Error} that says what is missing.
   */
  open(): Promise<Stores>
}

export interface Stores {
  readonly tasks: TaskStore
  readonly spent: SpentStore
  close(): Promise<void>
}

/** What may be used once. */
export interface SpentStore {
  /**
   * Takes a token; false when it was taken before, by whomever. Of many at once exactly one takes it.
   *
   * @param until When nobody can come with it any more, in milliseconds since 1970.
   */
  take(token: string, until: number): Promise<boolean>
  /** Forgets what nobody can come with any more. */
  sweep(now: number): Promise<void>
}
