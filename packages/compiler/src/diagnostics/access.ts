/** Codes about who may see and use a declaration. */
import type { Subject } from './checks.ts'
import { type Entry, error, warning } from './entry.ts'

const MISTAKEN = 'A guard that is not what its author meant opens what should be closed, or closes what should be open.'

export const ACCESS = {
  'unknown-guard': error(MISTAKEN, (facts: { name: string; suggestion?: string }) => ({
    message: `there is no guard \`${facts.name}\``,
    label: 'no such guard',
    help:
      facts.suggestion === undefined
        ? 'write `authenticated`, `permission <name>`, `staff`, `admin` or `none`, or the name of a function that is in scope here: `{@link inTenant}`'
        : `write \`${facts.suggestion}\``,
  })),
  'bad-guard': error(MISTAKEN, (facts: { problem: string; label: string; help: string }) => ({
    message: facts.problem,
    label: facts.label,
    help: facts.help,
  })),
  'missing-guard': error(
    'Where callers are told apart, what nobody guards is open to all of them; that must be meant, so it must be said.',
    (facts: Subject) => ({
      message: `the ${facts.kind} \`${facts.name}\` does not say who may use it`,
      label: 'no `@guard`',
      help: 'write `@guard authenticated` in its comment, or `@guard none` where anybody may; in the config `require` guards everything, and `requireGuards: false` lets it be',
    }),
  ),
  'guard-without-auth': warning(
    'Callers get a name and permissions from `auth` alone; without it nobody sees what asks for them.',
    (facts: Subject & { guard: string }) => ({
      message: `nobody can use the ${facts.kind} \`${facts.name}\`: it asks for ${facts.guard}, and the config has no \`auth\``,
      label: `asks for ${facts.guard}`,
      help: 'set `auth` in mcpgen.config.ts to what knows your callers: your tokens, an identity provider, or the host',
    }),
  ),
  'public-guarded': error(
    'What is `public` may be kept by a proxy and handed to whoever asks next, past the guard.',
    (facts: Subject) => ({
      message: `the resource \`${facts.name}\` is for some callers, and \`@cache\` lets everybody have it`,
      label: 'guarded, and cached for everybody',
      help: 'leave `public` away; or, where anybody may read it, write `@guard none`',
    }),
  ),
} satisfies Record<string, Entry<never>>
