/** What a caller says who takes a task for an answer. */
export interface TaskWish {
  /** Milliseconds that it wants the task kept. */
  readonly ttl?: number
  /** It takes nothing else: the task starts at once. */
  readonly only?: true
}
