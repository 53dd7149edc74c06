/** Codes about the project as a whole: folders, tsconfig, config, syntax. */
import { type Entry, error, warning } from './entry.ts'

export const PROJECT = {
  'no-source-folder': error('The declarations of a server are read from this folder.', (facts: { folder: string }) => ({
    message: `there is no folder \`${facts.folder}\``,
    help: 'name the folder that holds the sources: `mcpgen build <folder>`, or `src` in mcpgen.config.ts',
  })),
  'no-tsconfig': error(
    'The tsconfig says which files belong to the project and how their imports are resolved.',
    (facts: { file: string }) => ({
      message: `there is no \`${facts.file}\``,
      help: 'name a tsconfig that exists; without the option `tsconfig.json` is used if there is one, and strict defaults if not',
    }),
  ),
  'bad-tsconfig': error(
    'The tsconfig says which files belong to the project and how their imports are resolved.',
    (facts: { message: string }) => ({
      message: `the tsconfig cannot be used: ${facts.message.replace(/\.$/, '')}`,
      label: 'here',
      help: 'correct the tsconfig; `tsc --showConfig` shows what TypeScript makes of it',
    }),
  ),
  'no-package-json': error(
    "A server tells its clients its name and version, which are the package's.",
    (facts: { problem: string }) => ({
      message: `\`package.json\` ${facts.problem}`,
      help: 'write a package.json with "name" and "version", or give both in mcpgen.config.ts',
    }),
  ),
  'unknown-option': warning(
    'The tsconfig says which files belong to the project and how they are meant; the build reads it as its own TypeScript does.',
    (facts: { message: string; version: string }) => ({
      message: `${facts.message.replace('Unknown', 'unknown').replace(/\.$/, '')} (TypeScript ${facts.version})`,
      label: 'not read',
      help: 'nothing, if a later TypeScript has it and no type depends on it; else correct its name',
    }),
  ),
  'generated-over-sources': error(
    'What is in the generated folder is written by the build, and not read for declarations.',
    (facts: { src: string; out: string }) => ({
      message: `the generated folder, \`${facts.out || '.'}\`, holds the sources, \`${facts.src || '.'}\``,
      help: 'name a folder beside the sources, or below them, as `out` in mcpgen.config.ts',
    }),
  ),
  'not-utf-8': warning(
    'TypeScript and Node read sources as UTF-8; other bytes become � in descriptions and in the texts of the program.',
    (_facts: Record<never, never>) => ({
      message: 'the file is not in UTF-8',
      label: 'no character',
      help: 'save the file as UTF-8',
    }),
  ),
  'syntax-error': error(
    'A file that TypeScript cannot parse cannot be read for declarations.',
    (facts: { message: string; isBinary?: boolean }) => ({
      message: facts.message,
      label: 'here',
      help: facts.isBinary === true ? 'save the file as text in UTF-8; UTF-16 is not read' : 'correct the syntax',
    }),
  ),
  'type-error': warning(
    'What is generated is made of types that hold; code that TypeScript finds wrong may do what its types do not say.',
    (facts: { text: string; number: number; version: string }) => ({
      message: `${facts.text} (TS${facts.number})`,
      label: `TypeScript ${facts.version}`,
      help: "correct the code; where another compiler looks after it, `lint` in mcpgen.config.ts switches `type-error` 'off', or lets it fail the build: 'error'",
    }),
  ),
  'no-root-dir': error(
    'Modules are imported from the folder that `from` names; `rootDir` says which source becomes which of them.',
    ({ folder }: { folder: string }) => ({
      message: `the config imports from \`${folder}\`, and the tsconfig has no \`rootDir\``,
      help: `write "rootDir" and "outDir": "${folder}" in the tsconfig; where another one compiles, name it: mcpgen build --tsconfig tsconfig.build.json`,
    }),
  ),
  'other-out-dir': error(
    'Modules are imported from the folder that `from` names, so the sources must be compiled into it.',
    ({ folder, outDir }: { folder: string; outDir: string }) => ({
      message: `the config imports from \`${folder}\`, and the tsconfig compiles into \`${outDir}\``,
      help: 'write the same folder as `from` in mcpgen.config.ts and as "outDir" in the tsconfig',
    }),
  ),
  'outside-root-dir': error(
    'Modules are imported from the folder that `from` names, which holds what is below `rootDir` and nothing else.',
    ({ file, rootDir }: { file: string; rootDir: string }) => ({
      message: `\`${file}\` is not below \`${rootDir}\`, the \`rootDir\` of the tsconfig, so it is not compiled`,
      label: 'declared here',
      help: 'move the file, or write a "rootDir" that holds it',
    }),
  ),
  'config-not-literal': error(
    'The build reads the config without running it, so what it needs there must be written out.',
    (facts: { what: string }) => ({
      message: `${facts.what} is not written out in the config, or not as the right type`,
      label: 'not a literal',
      help: "write the value itself: name, version, title, instructions, src, out, from and skills are texts, icons and targets are lists of texts, tags is { allow: ['…'] }, lint is { '<code>': 'off' | 'error' }, expose is ['getItem'] or { include: ['/api/*'], methods: ['GET'] }, require is a list of texts, requireGuards is true or false",
    }),
  ),
  'unknown-config-option': error(
    'A mistyped option would be left out in silence; were it `require`, what it guards would be served to anybody.',
    (facts: { name: string; instead?: string }) => ({
      message: `the config has no option \`${facts.name}\``,
      label: 'unknown',
      help: facts.instead === undefined ? 'remove it' : `write \`${facts.instead}\``,
    }),
  ),
  'config-spread': warning(
    'The build reads the config without running it, so it does not see what a spread brings.',
    (_facts: Record<never, never>) => ({
      message: 'the build does not see what this spread brings into the config',
      label: 'not read by the build',
      help: 'nothing, if name, version, title, instructions, icons, src, out, from, skills, targets, tags, lint, auth, require and requireGuards are not in it; else write those out',
    }),
  ),
  'bad-target': error(
    'The schemas are lowered to what the named clients and revisions take, so each must be one that the build knows.',
    (facts: { name: string; known: readonly string[]; instead?: string }) => ({
      message: `\`targets\` names \`${facts.name}\`, which is no client or revision that the build knows`,
      label: 'not known',
      help: facts.instead === undefined ? `write one of ${facts.known.join(', ')}` : `write \`${facts.instead}\``,
    }),
  ),
  'bad-lint': error(
    'Warnings are advice, which a project may take otherwise; an error is something that would not work.',
    (facts: { code: string; isError: boolean; instead?: string }) => ({
      message: facts.isError
        ? `\`${facts.code}\` is an error, which \`lint\` cannot change`
        : `\`lint\` names \`${facts.code}\`, which the build never says`,
      label: facts.isError ? 'not a warning' : 'no code',
      help: facts.isError
        ? `remove it; \`mcpgen explain ${facts.code}\` says what can be done`
        : facts.instead === undefined
          ? 'take the code as a warning shows it, between its brackets'
          : `write \`${facts.instead}\``,
    }),
  ),
} satisfies Record<string, Entry<never>>
