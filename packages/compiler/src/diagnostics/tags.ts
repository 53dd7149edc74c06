/** Codes about tags and their values. */
import { type Entry, error, warning } from './entry.ts'

export const TAGS = {
  'unknown-tag': error(
    'A mistyped tag would be left out in silence; were it a guard, an open tool would be served.',
    (facts: { tag: string; suggestion?: string }) => ({
      message: `there is no tag \`@${facts.tag}\``,
      label: 'unknown',
      help:
        facts.suggestion === undefined
          ? `remove it, put it in back-ticks if it is text, or allow it: tags: { allow: ['${facts.tag}'] } in mcpgen.config.ts`
          : `write \`@${facts.suggestion}\``,
    }),
  ),
  'not-yet-supported': error(
    'The tag asks for something that this version does not do; leaving it out in silence would change what is served.',
    (facts: { tag: string }) => ({
      message: `\`@${facts.tag}\` is not supported by this version of mcpgen`,
      label: 'not supported yet',
      help: 'remove the tag if the declaration is right without it, or wait for a version that supports it',
    }),
  ),
  'bad-tag-value': error(
    'The value becomes part of what clients are told, so it must be one that means something.',
    (facts: { tag: string; value: string; wanted: string; instead?: string }) => ({
      message:
        facts.value === ''
          ? `\`@${facts.tag}\` needs ${facts.wanted}`
          : `\`@${facts.tag}\` takes ${facts.wanted}, not \`${facts.value}\``,
      label: facts.wanted.length > 60 ? 'another value is wanted' : `takes ${facts.wanted}`,
      help:
        facts.instead === undefined
          ? `write \`@${facts.tag}\` with ${facts.wanted}`
          : `write \`@${facts.tag} ${facts.instead}\``,
    }),
  ),
  'unbounded-pattern': error(
    'A text that nearly matches is tried in twice as many ways with every character more, and the server stands still meanwhile.',
    (facts: { pattern: string }) => ({
      message: `\`${facts.pattern}\` may match one text in ever more ways`,
      label: 'backtracks without bound',
      help: 'let no part that is repeated match a text in two ways: `(a+)+` is `a+`, `(\\w|\\d)*` is `\\w*`, `(\\w+\\s?)*` is `(\\w+(\\s\\w+)*)?\\s?`',
    }),
  ),
  'misfit-constraint': error(
    'A constraint that does not fit its type checks nothing, and a reader would believe that it does.',
    (facts: { tag: string; fits: string; type: string }) => ({
      message: `\`@${facts.tag}\` is for ${facts.fits}, and this is ${facts.type}`,
      label: `fits ${facts.fits} only`,
      help: `remove it, or use the constraint that fits ${facts.type}`,
    }),
  ),
  'empty-range': error(
    'No value can satisfy both, so every call would be refused.',
    (facts: { least: string; low: number; most: string; high: number }) => ({
      message: `\`@${facts.least} ${facts.low}\` and \`@${facts.most} ${facts.high}\` leave no value`,
      label: 'leaves no value',
      help: 'let the least be below the most',
    }),
  ),
  'misplaced-tag': error(
    'The tag says nothing where it stands, and a reader would believe that it does.',
    (facts: { tag: string; where: string; help: string }) => ({
      message: `\`@${facts.tag}\` has no meaning on ${facts.where}`,
      label: 'not here',
      help: facts.help,
    }),
  ),
  'repeated-tag': error('Only one of them could hold.', (facts: { tag: string }) => ({
    message: `\`@${facts.tag}\` is given twice`,
    label: 'given before',
    help: 'keep one',
  })),
  'too-many-words': error(
    'What stands behind the tag is the name; text there is mostly a sentence that lost its line.',
    (facts: { tag: string; value: string }) => ({
      message: `\`@${facts.tag}\` takes one name, not \`${facts.value}\``,
      label: 'more than one word',
      help: `put the text on a line of its own, or write \`@${facts.tag}\` in back-ticks where it is part of a sentence`,
    }),
  ),
  'tag-in-sentence': warning(
    'Were it meant, a declaration would be missing or a mark of it be left out, and nobody would notice.',
    (facts: { tag: string }) => ({
      message: `\`@${facts.tag}\` stands within a sentence, so it is text`,
      label: 'no tag here',
      help: 'begin a line with it, or put it in back-ticks if it is a word',
    }),
  ),
  'unbalanced-braces': error(
    'What is in braces is read as tags; without its end nothing in it can be.',
    (facts: { tag: string }) => ({
      message: `the brace before \`@${facts.tag}\` is not closed on its line`,
      label: 'not closed',
      help: 'close the brace, or put the text in back-ticks',
    }),
  ),
  'unknown-parameter': error(
    'The text and the constraints would be left out in silence.',
    (facts: { tag?: string; name: string; known: string }) => ({
      message: `\`@${facts.tag ?? 'param'}${facts.name === '' ? '' : ` ${facts.name}`}\` names no parameter`,
      label: facts.name === '' ? 'no name' : 'no such parameter',
      help: facts.known === '' ? 'remove it: the function takes no arguments' : `write ${facts.known}`,
    }),
  ),
  'bad-completer': error(
    'The server calls the function with what was typed so far, whenever a client asks what could stand there.',
    (facts: { problem: string; label: string; help: string }) => ({
      message: facts.problem,
      label: facts.label,
      help: facts.help,
    }),
  ),
  'bad-lister': error(
    'The server calls the function whenever a client lists resources, and each that it returns must be one of the template.',
    (facts: { problem: string; label: string; help: string }) => ({
      message: facts.problem,
      label: facts.label,
      help: facts.help,
    }),
  ),
  'bad-icon': error(
    'Every client that lists is sent the icon, and may show it to a person as it is.',
    (facts: { value: string; problem: string; label: string; help: string }) => ({
      message:
        facts.value === '' ? '`@icon` names no icon' : `the icon \`${facts.value}\` cannot be used: ${facts.problem}`,
      label: facts.label,
      help: facts.help,
    }),
  ),
  'bad-uri': error(
    'Clients read a resource by its URI, and the server finds it by the same text.',
    (facts: { uri: string; problem: string }) => ({
      message: `\`@resource${facts.uri === '' ? '' : ` ${facts.uri}`}\`: ${facts.problem}`,
      label: facts.problem,
      help: 'write an absolute URI, `docs://readme`, or a template with `{name}` and `{+path}`: `docs://{section}/{+path}`',
    }),
  ),
  'template-mismatch': error(
    'Every variable of the template is an argument of the function, and every argument must come from the URI.',
    (facts: { problem: string; label: string; help: string }) => ({
      message: facts.problem,
      label: facts.label,
      help: facts.help,
    }),
  ),
  'bad-route': error(
    'The server finds a route by its method and path, and takes its arguments from there.',
    (facts: { route: string; problem: string; help: string }) => ({
      message: `\`@route${facts.route === '' ? '' : ` ${facts.route}`}\`: ${facts.problem}`,
      label: facts.problem,
      help: facts.help,
    }),
  ),
  'no-such-route': error(
    'A route becomes a tool only because the config says so; a slip there must not leave one out in silence.',
    (facts: { message: string; help: string }) => ({
      message: facts.message,
      label: 'no such route',
      help: facts.help,
    }),
  ),
  'not-exposed': warning(
    'The tag gives the tool another name or text; it does not make the route a tool.',
    (facts: { name: string; isTool: boolean }) => ({
      message: facts.isTool
        ? `\`@expose\` says nothing here: \`${facts.name}\` is a tool by its own tag`
        : `the route \`${facts.name}\` is no tool: the config does not expose it`,
      label: facts.isTool ? 'not needed' : 'not exposed',
      help: facts.isTool
        ? 'remove it, and name the tool in its tag: `@tool <name>`'
        : `write \`expose: ['${facts.name}']\` in mcpgen.config.ts, or remove the tag`,
    }),
  ),
  'default-not-literal': warning(
    'Clients are told a default when it is written out; this one is only known when the function runs.',
    (facts: { name: string }) => ({
      message: `the default of \`${facts.name}\` is no literal, so the schema says only that it may be left out`,
      label: 'not a literal',
      help: 'write the value itself, or say it in the description',
    }),
  ),
} satisfies Record<string, Entry<never>>
