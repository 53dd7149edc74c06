/** Codes about asking the client. */
import { type Entry, error, warning } from './entry.ts'

const AGAIN =
  'When the answer is there the function runs again from its top, and what stands before the ask runs twice.'

export const ASKS = {
  'form-not-flat': error(
    'Clients show a form of texts, numbers, booleans and choices, one below the other, and nothing inside another.',
    (facts: { key: string; what: string; label: string }) => ({
      message: `${facts.what}, which a form cannot have`,
      label: facts.label,
      help: 'use string (also Email, Uri, IsoDate, DateTime), number with @minimum and @maximum, boolean, a union of texts, or an array of one',
    }),
  ),
  'secret-in-form': error(
    'What is filled into a form passes through the client and its model; MCP forbids to ask for secrets so.',
    (facts: { key: string; name: string }) => ({
      message: `\`${facts.name}\` looks like a secret, and a form is no place for one`,
      label: 'a secret?',
      help: 'send the person to a page of your own: `ctx.elicitUrl(key, message, url)`; if it is no secret, give it another name',
    }),
  ),
  'ask-key-not-literal': error(
    'Forms are made at build, and answers come back under the key of their form.',
    (_facts: Record<never, never>) => ({
      message: 'the key of this ask is not written out',
      label: 'not a literal',
      help: 'write the key as a literal, and tell repeated asks apart by `{ id: … }`',
    }),
  ),
  'ask-key-conflict': error('An answer is held against the form of its key.', (facts: { key: string }) => ({
    message: `the key \`${facts.key}\` stands for two forms`,
    label: 'another form',
    help: 'use another key, or the same type',
  })),
  'context-as-any': error(
    'The build must see what a function asks, and looks for it by the type of the context.',
    (facts: { name: string }) => ({
      message: `\`${facts.name}\` is passed on as \`any\``,
      label: 'its type is lost here',
      help: 'give the parameter the type `Context`',
    }),
  ),
  'ask-in-loop': warning(
    'Answers come back under the key, so the same key cannot be asked twice in one call.',
    (facts: { method: string }) => ({
      message: `\`${facts.method}\` is called in a loop under one key`,
      label: 'asked more than once?',
      help: 'tell the asks apart: `{ id: item.name }`',
    }),
  ),
  'ask-before-cleanup': warning(
    'A run that waits for an answer is given up, and its `finally` and `using` never run.',
    (facts: { method: string; cleanup: string }) => ({
      message: `\`${facts.method}\` stands inside of \`${facts.cleanup}\``,
      label: 'the cleanup does not run when this asks',
      help: 'ask first, then open what has to be closed',
    }),
  ),
  'effect-before-ask': warning(AGAIN, (facts: { name: string; method: string }) => ({
    message: `\`${facts.name}\` looks like it changes something, and runs again after \`${facts.method}\` was answered`,
    label: 'runs twice',
    help: 'ask first, or run it once: `await ctx.once(key, () => …)`',
  })),
  'task-without-tag': warning(
    'Only what is tagged `@task` is offered to clients as a task; elsewhere the call does nothing.',
    (facts: { tool: string }) => ({
      message: `the tool \`${facts.tool}\` starts a task here, and has no \`@task\``,
      label: 'starts nothing',
      help: 'add `@task` to the comment of the tool, or remove the call',
    }),
  ),
  'task-not-awaited': error(
    'The task is there, and its caller is told of it, once the promise resolves; until then work belongs to the call.',
    (_facts: Record<never, never>) => ({
      message: '`task` is called, and nothing waits for it',
      label: 'not awaited',
      help: 'write `await ctx.task()`',
    }),
  ),
} satisfies Record<string, Entry<never>>
