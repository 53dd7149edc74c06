/** Codes about what `2-check` finds over all declarations. */
import { error, warning } from './entry.ts'

/** A declaration in words: "the tool `add`". */
export interface Subject {
  kind: 'tool' | 'resource' | 'prompt' | 'route'
  name: string
}

const EXPORT_NAME = { tool: '@tool', resource: '@name', prompt: '@prompt', route: '@name' } as const

/** `a`, `a and b`, `a, b and c`, in back-ticks. */
function listed(names: readonly string[]): string {
  const quoted = names.map(name => `\`${name}\``)
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}

export const CHECKS = {
  'nothing-declared': error(
    'A server without a tool, a resource, a prompt or a route has nothing to serve.',
    (facts: { src: string }) => ({
      message: `nothing is declared in ${facts.src}/`,
      help: 'write `@tool` in the comment above an exported function: /** Add two numbers. @tool */',
    }),
  ),
  'duplicate-name': error(
    'Clients find a declaration by its name alone, and file systems may not tell upper from lower case.',
    (facts: Subject & { first: string }) => ({
      message:
        facts.name === facts.first
          ? `two ${facts.kind}s have the name \`${facts.name}\``
          : `the ${facts.kind}s \`${facts.first}\` and \`${facts.name}\` differ in case alone`,
      label: `a second \`${facts.name}\``,
      help: `rename one of the functions, or give one another name with \`${EXPORT_NAME[facts.kind]} <name>\``,
    }),
  ),
  'invalid-name': error(
    'Clients and models take 1 to 64 letters, digits, `_`, `-` and `.` as the name of a tool, and nothing else is safe everywhere.',
    (facts: Subject) => ({
      message: `\`${facts.name}\` cannot be the name of a ${facts.kind}`,
      label:
        facts.kind === 'tool'
          ? 'not 1 to 64 of A-Z a-z 0-9 _ . -'
          : 'empty, longer than 64 characters, or with control characters',
      help: `give it another name with \`${EXPORT_NAME[facts.kind]} <name>\``,
    }),
  ),
  'hidden-character': error(
    'A model obeys what it reads, also what no reviewer sees: a text can hide orders, or show them in another order than they have.',
    (facts: { of: string; character: string }) => ({
      message: `${facts.of} has a character that nobody sees: ${facts.character}`,
      label: `has ${facts.character}`,
      help: 'remove it; it often comes along with copied text',
    }),
  ),
  'contradictory-annotations': error(
    'Clients decide by these annotations what to ask a person about; a tool that changes nothing cannot destroy anything.',
    (facts: Subject) => ({
      message: `the tool \`${facts.name}\` is both @readOnly and @destructive`,
      label: 'both @readOnly and @destructive',
      help: 'remove the one that is not true',
    }),
  ),
  'unannotated-tool': warning(
    'Clients ask a person before each call of a tool that may change something, and take one that says nothing for that.',
    (facts: { name: string }) => ({
      message: `the tool \`${facts.name}\` does not say whether it changes anything`,
      label: 'neither @readOnly nor @destructive',
      help: 'write `@readOnly` if it changes nothing, `@destructive` if it overwrites or deletes, `@destructive false` if it only adds',
    }),
  ),
  'duplicate-uri': error(
    'A client reads a resource by its URI alone; only one of the two would ever answer.',
    (facts: { uri: string; first: string }) => ({
      message:
        facts.uri === facts.first
          ? `two resources have the URI \`${facts.uri}\``
          : `the templates \`${facts.first}\` and \`${facts.uri}\` match the same URIs`,
      label: 'the URI is taken',
      help: 'give one of them another scheme, host or path',
    }),
  ),
  'ambiguous-template': error(
    'Where one variable ends and the next begins has to be seen from the URI.',
    (facts: { uri: string; label: string; help: string }) => ({
      message: `a URI of the template \`${facts.uri}\` can be taken apart in more than one way`,
      label: facts.label,
      help: facts.help,
    }),
  ),
  'duplicate-route': error(
    'A request has one method and one path, and one function answers it.',
    (facts: { route: string; problem: string; help: string }) => ({
      message: `\`${facts.route}\` ${facts.problem}`,
      label: facts.problem.startsWith('and') ? 'ambiguous' : facts.problem,
      help: facts.help,
    }),
  ),
  'reserved-path': error(
    'The server answers some paths itself, before any route.',
    (facts: { path: string; what: string }) => ({
      message: `\`${facts.path}\` is the path of ${facts.what}`,
      label: 'not free',
      help: 'give the route another path, such as one below `/api`',
    }),
  ),
  'route-asks': error(
    'Whoever sends a plain HTTP request can be asked for nothing; MCP clients can.',
    (facts: { name: string; what: string }) => ({
      message: `the route \`${facts.name}\` asks its caller (${facts.what})`,
      label: 'asks, and nobody is there to answer',
      help: 'take what is asked for as a parameter, or ask only where `ctx.can(…)` says that it is possible',
    }),
  ),
  'missing-description': warning(
    'A model chooses by the description; without one it has only the name.',
    (facts: Subject) => ({
      message: `the ${facts.kind} \`${facts.name}\` has no description`,
      label: 'no description',
      help: 'say in the comment above it what it does and when to use it',
    }),
  ),
  'long-description': warning(
    'Every client pays for the description with each conversation, and some cut it after 1,024 characters.',
    (facts: Subject & { length: number }) => ({
      message: `the description of the ${facts.kind} \`${facts.name}\` has ${facts.length.toLocaleString('en')} characters`,
      label: 'a long description',
      help: 'say what it does and when to use it; move the rest to the parameters, a resource or a prompt',
    }),
  ),
  'unused-signal': warning(
    'A client that cancels, or has gone, is not waited for; only the signal tells the function to stop working.',
    (facts: { tool: string; context: string }) => ({
      message: `the tool \`${facts.tool}\` waits in a loop and never asks whether it was cancelled`,
      label: 'goes on after a cancellation',
      help: `write \`${facts.context}.signal.throwIfAborted()\` in the loop, or hand \`${facts.context}.signal\` to what is awaited`,
    }),
  ),
  'console-output': warning(
    'On stdio standard output belongs to the protocol: what a tool prints goes to standard error there, and no client reads it.',
    (facts: { tool: string; call: string; context: string | undefined }) => ({
      message: `the tool \`${facts.tool}\` prints with \`${facts.call}\``,
      label: 'no client reads this',
      help: `${facts.context === undefined ? 'take a parameter `ctx: Context` and ' : ''}write \`${facts.context ?? 'ctx'}.log.info(…)\`, which reaches clients and the log, or \`console.error\` for the log alone`,
    }),
  ),
  'bad-schema': error(
    'Clients are sent the schema and calls are checked by it as it stands, so it must be one that all of them understand.',
    (facts: { tag: string; value: string; problem: string; help: string }) => ({
      message: `\`@${facts.tag}${facts.value === '' ? '' : ` ${facts.value}`}\` cannot be used: ${facts.problem}`,
      label: 'no usable schema',
      help: facts.help,
    }),
  ),
  'schema-against-type': error(
    'The function is called with, or returns, what its type says; a schema that says otherwise refuses calls that are right.',
    (facts: { tag: string; side: string; problem: string; detail: string }) => ({
      message: `\`@${facts.tag}\` refuses ${facts.side} of the declared type: it ${facts.problem}${facts.detail}`,
      label: 'contradicts the type',
      help: 'change the schema or the type; where the schema only narrows what the type allows, both may stand',
    }),
  ),
  'input-not-object': error(
    'Arguments are sent as one JSON object, whose properties a client lists; every revision of MCP asks for `type: "object"` there.',
    (facts: Subject & { type: string }) => ({
      message: `the arguments of the ${facts.kind} \`${facts.name}\` are ${facts.type}, not an object`,
      label: `${facts.type} where an object is wanted`,
      help:
        facts.type === 'a union'
          ? 'take the union as a property: `(input: { choice: A | B })`, or make one interface whose members are optional'
          : 'take it as a property: `(input: { value: … })`',
    }),
  ),
  'argument-not-text': error(
    'Arguments of prompts, variables of templates, and what stands in the path or the query of a route are sent as strings.',
    (facts: Subject & { argument: string; type: string }) => ({
      message: `\`${facts.argument}\` is ${facts.type}, which a ${facts.kind} cannot be sent`,
      label: `${facts.type} does not fit in a string`,
      help: 'take a string, number, boolean or a union of literals; or take a string and parse it inside the function',
    }),
  ),
  'ambiguous-bytes': error(
    'Bytes arrive as base64 text, which any text may look like; the function is given bytes only where nothing else can be meant.',
    (facts: { what: string; problem: string; help: string }) => ({
      message: `${facts.what} is ${facts.problem}, and what arrives does not say which`,
      label: 'bytes, or something else',
      help: facts.help,
    }),
  ),
  'target-compromise': warning(
    'A schema for these clients says less than the type; the validator stays exact, and tells a model what is wrong with a call.',
    (facts: { what: string; is: string; targets: readonly string[]; told: string }) => ({
      message: `${facts.what} is ${facts.is}, which ${listed(facts.targets)} ${facts.targets.length === 1 ? 'does' : 'do'} not take`,
      label: facts.told,
      help: "write a plainer type, or say `lint: { 'target-compromise': 'off' }` in the config if this will do",
    }),
  ),
  'long-name': warning(
    "These clients put the server's name before a tool's, and leave the tool out if that is too long.",
    (facts: { name: string; server: string; most: number; targets: readonly string[] }) => ({
      message: `the name \`${facts.name}\` is too long for ${listed(facts.targets)}`,
      label: `${facts.name.length} characters`,
      help:
        facts.most > 0
          ? `give it at most ${facts.most} characters, beside the server's \`${facts.server}\`: \`@tool <name>\``
          : `give the server a shorter name than \`${facts.server}\`: \`name\` in the config`,
    }),
  ),
  'bad-header': error(
    'Clients leave a tool out whose headers break a rule of the protocol.',
    (facts: { header: string; problem: string; label: string; help: string }) => ({
      message: `\`@header ${facts.header}\` ${facts.problem}`,
      label: facts.label,
      help: facts.help,
    }),
  ),
  'value-does-not-fit': error(
    'Models and clients copy defaults and examples; one that the schema refuses teaches them a call that fails.',
    (facts: { tag: '@default' | '@example'; value: string; expected: string }) => ({
      message: `the ${facts.tag} ${facts.value} does not fit its type: ${facts.expected} is expected`,
      label: `${facts.expected} is expected`,
      help: `change the ${facts.tag}, or the type`,
    }),
  ),
}
