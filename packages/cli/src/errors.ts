/** What a command throws when it cannot go on; `main.ts` turns it into a line and an exit code. */

/** The command was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Something outside the tool is in the way: exit code 1. `help` says what to do about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly help: string | undefined

  constructor(message: string, options: { help?: string; cause?: unknown } = {}) {
    super(message, options)
    this.help = options.help
  }
}
