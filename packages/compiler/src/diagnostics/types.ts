/** Codes about types that JSON, or a schema, cannot carry. */
import { type Entry, error, warning } from './entry.ts'

export interface NotSerializable {
  /** What has the type: "`when`". */
  what: string
  /** As TypeScript prints it. */
  type: string
  /** Why JSON cannot carry it, a few words for the mark. */
  label: string
  help: string
}

const RETURNS = {
  prompt: {
    label: 'neither text nor messages',
    help: 'return a string, a PromptMessage, or an array of PromptMessage',
  },
  resource: { label: 'no contents', help: 'return a string, Uint8Array, data, or `contents([…])`' },
  route: { label: 'content of a tool', help: 'return a string, Uint8Array, data, or nothing' },
  tool: { label: 'no result', help: 'return a string, data, or content' },
}

export const TYPES = {
  'not-serializable': error(
    'A client sends arguments and reads results as JSON; a value of another kind would be lost or would lie about its type.',
    (facts: NotSerializable) => ({
      message: `${facts.what} has type ${facts.type}, which JSON cannot carry`,
      label: facts.label,
      help: facts.help,
    }),
  ),
  'function-left-out': warning(
    'JSON cannot carry a function, so a client neither sends nor sees this member.',
    (facts: { what: string }) => ({
      message: `${facts.what} is an optional function, and is left out of the schema`,
      label: 'left out',
      help: 'nothing, if that is meant; else use a type without it: Omit<…>',
    }),
  ),
  'unresolved-type': error(
    'The schema is made of what the type says; a type that is not found says nothing.',
    (facts: { what: string; type: string }) => ({
      message:
        facts.type === 'any'
          ? `${facts.what} is made of something that TypeScript does not find`
          : `${facts.what} has type ${facts.type}, which TypeScript does not find`,
      label: 'not found',
      help: 'correct the name or its import, or install the package that declares it',
    }),
  ),
  untyped: warning(
    'A model that reads the schema learns nothing of what to send or expect here.',
    (facts: { what: string; type: string }) => ({
      message: `${facts.what} has type ${facts.type}: any JSON${facts.type === 'object' ? ' object' : ''} is taken`,
      label: facts.type === 'object' ? 'any JSON object' : 'any JSON',
      help: 'use the type of what is expected, or say in the description what it is',
    }),
  ),
  'rest-in-the-middle': error(
    'JSON Schema describes a list by its first items and one type for the rest; it cannot say what the last ones are.',
    (facts: { what: string }) => ({
      message: `${facts.what} is a tuple with a rest element before its end`,
      label: 'a rest element before the end',
      help: 'put the rest element last, or use an object with a name for each part',
    }),
  ),
  'endless-type': error(
    'A schema is finite: a type that holds itself with ever new type arguments has no end.',
    (facts: { what: string; type: string }) => ({
      message: `${facts.what} reaches ${facts.type} with ever new type arguments`,
      label: 'has no end',
      help: 'let the type hold itself with the same type arguments, or end the nesting with a type of its own',
    }),
  ),
  'unsupported-result': error(
    'A prompt answers with messages, a resource with contents, a route with data: there must be something to make them of.',
    (facts: { kind: keyof typeof RETURNS; type: string }) => ({
      message: `a ${facts.kind} cannot return ${facts.type}`,
      ...RETURNS[facts.kind],
    }),
  ),
  'constraint-lost': warning(
    'To TypeScript the alias is the plain type: in a union with others of that type, and in a type that is worked out, such as a conditional one, nothing is left of its constraints, and of a key its pattern alone.',
    (facts: { what: string; alias: string; generic: string; help?: string }) => ({
      message: `what \`${facts.alias}\` says is lost in ${facts.generic}`,
      label: 'its constraints are lost here',
      help:
        facts.help ??
        `write the property with \`${facts.alias}\` in an interface of your own, or put the constraint tags on the property`,
    }),
  ),
} satisfies Record<string, Entry<never>>
