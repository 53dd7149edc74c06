/** Asking the client: one set of functions for every client. The compiler finds the calls by these signatures. */
import type { FormSchema, Root, SamplingContent, SamplingMessage, SamplingTool } from '../../protocol/ask.ts'

/**
 * A call that needs an answer ends, and the function runs again from the top once the answer is there: then the ask
 * resolves at once. What is started together (`Promise.all`) is asked in one round; there are at most 8.
 */
export interface Asks {
  /**
   * Asks for a form to be filled in.
   *
   * @param key A literal. One key has one `T` in the program; asked twice in one call it needs an `id`.
   */
  elicit<T extends object>(key: string, message: string, options?: ElicitOptions<T>): Promise<Elicited<T>>
  /** Asks for a form that is known at run time only. */
  elicitForm(
    key: string,
    message: string,
    schema: FormSchema,
    options?: AskOptions,
  ): Promise<Elicited<Record<string, FormValue>>>
  /** Asks a person to open a page, where a secret or a payment goes. `accept` says that it was opened, not that it is done. */
  elicitUrl(key: string, message: string, url: string | URL, options?: AskOptions): Promise<Consent>
  /** Asks the client's model (client/sampling, deprecated by 2026-07-28). */
  sample(key: string, prompt: string | readonly SamplingMessage[], options?: SampleOptions): Promise<Sampled>
  /** Asks which folders the client works in (client/roots, deprecated by 2026-07-28). */
  roots(key: string, options?: AskOptions): Promise<readonly Root[]>
  /**
   * Runs a step and remembers its result, which must be JSON, for when the function runs again. At least once: a step
   * that is still running when the call ends to ask is run again.
   */
  once<T>(key: string, step: () => T | Promise<T>): Promise<T>
  /** Whether this caller can be asked for it. */
  can(what: Askable): boolean
}

export type Askable = 'elicitation' | 'elicitation.url' | 'sampling' | 'sampling.tools' | 'roots'

export interface AskOptions {
  /** Tells the asks of one key apart: a loop's index, a file's name. */
  id?: string | number
}

export interface ElicitOptions<T> extends AskOptions {
  /** The choices of text fields that are known only now. */
  choices?: { readonly [K in keyof T]?: readonly Choice[] }
}

export type Choice = string | { readonly value: string; readonly title?: string }

export type FormValue = string | number | boolean | string[]

/** `decline`: the person said no. `cancel`: the person said nothing. */
export type Elicited<T> =
  | { readonly action: 'accept'; readonly content: T }
  | { readonly action: 'decline' | 'cancel'; readonly content?: undefined }

export interface Consent {
  readonly action: 'accept' | 'decline' | 'cancel'
}

export interface SampleOptions extends AskOptions {
  /** Default 1000. */
  maxTokens?: number
  /** The system prompt. */
  system?: string
  temperature?: number
  /** Tools that the model may ask for; needs the capability `sampling.tools`. */
  tools?: readonly SamplingTool[]
  toolChoice?: { mode: 'auto' | 'required' | 'none' }
}

export interface Sampled {
  readonly content: readonly SamplingContent[]
  /** The text blocks of `content`, joined. */
  readonly text: string
  readonly model: string
  readonly stopReason: string | undefined
}
