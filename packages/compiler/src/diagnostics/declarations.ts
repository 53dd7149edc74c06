/** Codes about declarations: where a tag stands and what it stands on. */
import { type Entry, error, warning } from './entry.ts'

const SKIPPED = 'A tag that makes nothing would be skipped in silence, and the tool would be missing.'

export interface Tagged {
  /** The declaring tag, without `@`. */
  tag: string
}

export interface Named extends Tagged {
  name: string
}

/** Where there is a function, or several, and yet not the one. */
const NOT_ONE = {
  pushed: ({ tag, name }: Named) => ({
    message: `\`@${tag}\` stands in a comment that is not the last one above ${name}`,
    label: 'another comment follows',
    help: `write one comment, directly above the function; or put \`@${tag}\` in back-ticks if it is text`,
  }),
  several: ({ tag, name }: Named) => ({
    message: `\`@${tag}\` stands on ${name} and others of one statement`,
    label: 'more than one constant below',
    help: 'write a statement with a comment of its own for each',
  }),
}

export const DECLARATIONS = {
  'not-exported': error(SKIPPED, (facts: Named) => ({
    message: `\`@${facts.tag}\` stands on ${facts.name}, which the module does not export`,
    label: 'not exported',
    help: 'write `export function …`, or export it by name in the same file',
  })),
  javascript: error(SKIPPED, (facts: Tagged) => ({
    message: `\`@${facts.tag}\` stands in JavaScript, which declares nothing`,
    label: 'in JavaScript',
    help: 'rename the file to `.ts`; or write a function in TypeScript that calls this one, and put the tag there',
  })),
  'not-a-function': error(SKIPPED, (facts: Named & { why?: keyof typeof NOT_ONE }) => ({
    message: `\`@${facts.tag}\` stands on ${facts.name}, which is not a function`,
    label: 'not a function',
    help: 'put the tag on an exported function, or on an exported constant whose type has exactly one call signature',
    ...(facts.why !== undefined && NOT_ONE[facts.why](facts)),
  })),
  'missed-tag': warning(
    'A function that was meant to be served is missing, and nobody would notice.',
    (facts: Named & { suggestion?: string }) => ({
      message:
        facts.suggestion === undefined
          ? `\`@${facts.tag}\` stands in an ordinary comment, so ${facts.name} is not declared`
          : `\`@${facts.tag}\` looks like \`@${facts.suggestion}\`, and ${facts.name} is not declared`,
      label: facts.suggestion === undefined ? 'not read' : 'no tag of ours',
      help:
        facts.suggestion === undefined
          ? 'begin the comment with `/**`; or put the tag in back-ticks if it is text'
          : `write \`@${facts.suggestion}\`; if it is meant for another tool, allow it: tags: { allow: ['${facts.tag}'] } in mcpgen.config.ts`,
    }),
  ),
  'class-method': error('A method needs an instance, and the server would not know which.', (facts: Named) => ({
    message: `\`@${facts.tag}\` stands on ${facts.name}, a method`,
    label: 'a method',
    help: 'write an exported function that calls the method, and put the tag there',
  })),
  generator: error('A call has one result; a generator gives many.', (facts: Named) => ({
    message: `\`@${facts.tag}\` stands on ${facts.name}, a generator`,
    label: 'a generator',
    help: 'return the whole result, as an array; report how far the work is with `ctx.progress(done, total)`',
  })),
  overloaded: error(
    'A client sees one schema for the arguments, and cannot choose between signatures.',
    (facts: Named) => ({
      message: `\`@${facts.tag}\` stands on ${facts.name}, which has more than one signature`,
      label: 'overloaded',
      help: 'write one signature with a union, or one exported function for each',
    }),
  ),
  'type-parameters': error(
    'A type parameter is chosen by calling code; a client sends JSON and chooses no types.',
    (facts: Named) => ({
      message: `\`@${facts.tag}\` stands on ${facts.name}, which has type parameters`,
      label: 'has type parameters',
      help: 'write the types out, or an exported function that calls this one with them',
    }),
  ),
  'rest-parameter': error('Arguments have names; those of a rest parameter have none.', (facts: Named) => ({
    message: `\`@${facts.tag}\` stands on ${facts.name}, which has a rest parameter`,
    label: 'a rest parameter',
    help: 'take an array: `(names: string[])`',
  })),
  'this-parameter': error('The server calls the function by itself, without a `this`.', (facts: Named) => ({
    message: `\`@${facts.tag}\` stands on ${facts.name}, which takes \`this\``,
    label: 'takes `this`',
    help: 'take what is needed as a parameter',
  })),
  'no-body': error('The server calls the function, so there must be one.', (facts: Named) => ({
    message: `\`@${facts.tag}\` stands on ${facts.name}, which is declared and not written`,
    label: 'has no body',
    help: 'write the function, or export a function that calls it',
  })),
  'default-export-name': error(
    'A default export has no name of its own, and the name is how clients call it.',
    (facts: Tagged) => ({
      message: `the default export has no name for \`@${facts.tag}\``,
      label: 'no name',
      help: facts.tag === 'resource' ? 'add `@name <name>`' : `write \`@${facts.tag} <name>\``,
    }),
  ),
  'two-kinds': error('One declaration is one kind of thing.', (facts: { first: string; second: string }) => ({
    message: `\`@${facts.first}\` and \`@${facts.second}\` stand on one function`,
    label: 'a second kind',
    help: 'write a second exported function that calls the first',
  })),
  'unnamed-parameter': error('Arguments are told apart by their names.', (facts: Named) => ({
    message: `a parameter of ${facts.name} has no name`,
    label: 'no name',
    help: 'name the parameter, or make the destructured object the only parameter',
  })),
} satisfies Record<string, Entry<never>>
