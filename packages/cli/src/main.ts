/** The command line. Each command loads what it needs when it runs: `start` never loads the compiler. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { reportFailure } from './failure.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const program = new Command('mcpgen')
  .description('Plain TypeScript functions become an MCP server.')
  .version(version)
  .enablePositionalOptions()
  .showHelpAfterError('Run `mcpgen --help` for what there is.')
  .exitOverride()

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--project <dir>', 'the project, as if run there (default: the nearest folder with a package.json)')
}

command('explain [code]', 'say at length what a finding of the build means, or who may use what')
  .option('--matrix', 'who can see and use what was built')
  .option('--format <format>', 'of the matrix: text, markdown or json', 'text')
  .action(async (code, options) => finish(explain(code, options)))

command('build [src]', 'read the sources and write generated/')
  .option('--check', 'write nothing; exit with 1 when generated/ is not what the sources say')
  .option('--format <format>', 'text, json or github', 'text')
  .option('--tsconfig <file>', 'default: tsconfig.json of the project')
  .action(async (src, options) => finish((await import('./commands/build.ts')).build(src, options)))

command('dev [src]', 'build and serve, and do both again at every change')
  .option('--port <port>', 'the port to listen on, 0 for a free one (default: the config, else 3000)', parsePort)
  .option('--tsconfig <file>', 'default: tsconfig.json of the project')
  .action(async (src, options) => end((await import('./commands/dev.ts')).dev(src, options).then(() => 0)))

command('start', 'serve generated/')
  .option('--stdio', 'over standard input and output instead of HTTP')
  .option('--host <host>', 'the address to listen on (default: the config, else loopback)')
  .option('--port <port>', 'the port to listen on, 0 for a free one (default: the config, else 3000)', parsePort)
  .option('--eager', 'load every module before listening')
  .option('--unsafe-public', 'listen beyond loopback without authentication')
  .action(async options => (await import('./commands/start.ts')).start(options).catch(fail))

command('call <tool> [arguments...]', 'call one tool; its arguments as JSON, as --name value, or - for JSON on stdin')
  .passThroughOptions()
  .option('--url <url>', 'a server that runs elsewhere, instead of this project')
  .option('--header <header>', "a header for it: 'name: value'; may be repeated", collect, [])
  .option('--bearer <variable>', 'the environment variable with a token for it')
  .option('--as <principal>', 'who calls this project: an id, or JSON such as {"id":"ada","permissions":["read"]}')
  .option('--json', 'print the whole result as JSON')
  .action(async (tool, args, options) => end((await import('./commands/call.ts')).call(tool, args, options)))

command('import <file>', 'write tools for the operations of a REST service, from its OpenAPI document')
  .option('--operations <names>', 'which, by operationId or method and path, separated by commas')
  .option('--all', 'every operation that can be one')
  .option('--out <file>', "default: a file in src/ with the service's name")
  .option('--force', 'write over a file that is there')
  .action(async (file, options) => finish((await import('./commands/import.ts')).importService(file, options)))

await program.parseAsync().catch((error: unknown) => {
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportFailure(error)
})

async function explain(code: string | undefined, options: { matrix?: true; project?: string; format: string }) {
  if (options.matrix) return (await import('./commands/matrix.ts')).matrix(options)
  return (await import('./commands/explain.ts')).explain(code)
}

/** Lets output drain, then ends with the code. */
async function finish(code: Promise<number>): Promise<void> {
  process.exitCode = await code
}

/** Ends even when the user's modules keep the process alive: timers, connections. */
async function end(code: Promise<number>): Promise<void> {
  const exitCode = await code.catch(reportFailure)
  process.stderr.write('', () => process.exit(exitCode))
}

function fail(error: unknown): Promise<void> {
  return end(Promise.reject(error))
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is an integer from 0 to 65535.')
  return port
}

function collect(value: string, values: readonly string[]): string[] {
  return [...values, value]
}
