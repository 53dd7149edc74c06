/** Reads what the build needs of `mcpgen.config.ts` from its text. The module is never run. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Files } from '../files/files.ts'
import type { Exposure, Lint } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Target } from '../ir/targets.ts'
import { type Access, readAccess } from './config-access.ts'
import { checkLint, checkOptions, targetsOf } from './config-checks.ts'
import { readExposure } from './config-expose.ts'
import { literalOf, type Module, memberOf, readOption, report, spanOf, written } from './config-option.ts'
import type { IconText } from './icons/icons.ts'
import type { Resolve } from './literal.ts'
import { ts } from './typescript.js'

/** The names a config may have, in the order they are looked for. */
const FILES = ['mcpgen.config.ts', 'mcpgen.config.mts', 'mcpgen.config.js', 'mcpgen.config.mjs']

export interface BuildConfig {
  /** The module's file name, if the project has one. */
  readonly file?: string
  readonly name?: string
  readonly version?: string
  readonly title?: string
  readonly instructions?: string
  readonly src?: string
  readonly out?: string
  /** The folder of compiled modules, which are to be imported instead of the sources. */
  readonly from?: string
  /** The folder of skills. */
  readonly skills?: string
  /** As they are written, with their places. */
  readonly icons?: readonly IconText[]
  /** The endpoint's path, where it is written out; the start reads it, too. */
  readonly path?: string
  readonly expose?: Exposure
  readonly allowedTags: readonly string[]
  /** Codes of warnings that are not to be told, or to be told as errors. */
  readonly lint?: Lint
  readonly targets?: readonly Target[]
  /** What it says of who may call. */
  readonly access?: Access
}

export interface ConfigReading {
  readonly config: BuildConfig
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: ReadonlyMap<string, string>
}

const TEXTS = ['name', 'version', 'title', 'instructions', 'src', 'out', 'from', 'skills'] as const

export function readConfig(files: Files, root: string): ConfigReading {
  const file = FILES.find(name => files.isFile(`${root}/${name}`))
  if (file === undefined) return { config: { allowedTags: [] }, diagnostics: [], sources: new Map() }
  const text = files.read(`${root}/${file}`) ?? ''
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const module: Module = { source, file, resolve: constantsOf(source), diagnostics: syntaxErrors(source, file) }
  const config = module.diagnostics.length > 0 ? { file, allowedTags: [] } : { file, ...readOptions(module) }
  return { config, diagnostics: module.diagnostics, sources: new Map([[file, text]]) }
}

function syntaxErrors(source: ts.SourceFile, file: string): Diagnostic[] {
  // The parser's findings are not in the public type of a source file that stands outside a program.
  const found =
    (source as unknown as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? []
  return found.map(({ start, length, messageText }) =>
    diagnose(
      'syntax-error',
      {
        span: {
          file,
          start: Math.min(start, Math.max(0, source.text.length - 1)),
          end: Math.min(source.text.length, start + Math.max(1, length)),
        },
      },
      { message: ts.flattenDiagnosticMessageText(messageText, ' ') },
    ),
  )
}

function constantsOf(source: ts.SourceFile): Resolve {
  const constants = new Map<string, ts.VariableDeclaration>()
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const declaration of statement.declarationList.declarations) {
      if (ts.isIdentifier(declaration.name)) constants.set(declaration.name.text, declaration)
    }
  }
  return node => (ts.isIdentifier(node) ? constants.get(node.text) : undefined)
}

function readOptions(module: Module): Omit<BuildConfig, 'file'> {
  const options = optionsObject(module)
  if (options === undefined) return { allowedTags: [] }
  checkOptions(module, options)
  const values = Object.fromEntries(
    TEXTS.flatMap(key => {
      const value = readOption(module, options, key)
      return typeof value === 'string' ? [[key, value]] : []
    }),
  ) as Partial<Record<(typeof TEXTS)[number], string>>
  const path = literalOf(module, memberOf(options, 'path'))
  const expose = exposureOf(module, options)
  const tags = readOption(module, options, 'tags') as { allow?: string[] } | undefined
  const lint = readOption(module, options, 'lint') as Lint | undefined
  if (lint !== undefined) checkLint(module, memberOf(options, 'lint'), lint)
  const targets = targetsOf(module, memberOf(options, 'targets'), readOption(module, options, 'targets'))
  const icons = iconsOf(module, options)
  return {
    ...values,
    ...(icons.length > 0 && { icons }),
    ...(lint !== undefined && { lint }),
    ...(targets.length > 0 && { targets }),
    access: readAccess(module, options),
    ...(typeof path === 'string' && { path }),
    ...(expose !== undefined && { expose }),
    allowedTags: (tags?.allow ?? []).map(tag => tag.replace(/^@/, '')),
  }
}

function iconsOf(module: Module, options: ts.ObjectLiteralExpression): IconText[] {
  const texts = (readOption(module, options, 'icons') ?? []) as string[]
  const option = memberOf(options, 'icons')
  const list = option === undefined ? undefined : written(option)
  const elements = list !== undefined && ts.isArrayLiteralExpression(list) ? list.elements : []
  return texts.map((value, index) => ({
    value,
    span: spanOf(module, elements[index] ?? list ?? module.source.endOfFileToken),
  }))
}

function optionsObject(module: Module): ts.ObjectLiteralExpression | undefined {
  const exported = module.source.statements.find(ts.isExportAssignment)
  const options = exported === undefined ? undefined : followToObject(exported.expression, module.resolve)
  if (options === undefined) {
    report(module, exported ?? module.source.endOfFileToken, 'What it exports')
    return undefined
  }
  const spread = options.properties.find(ts.isSpreadAssignment)
  if (spread !== undefined) module.diagnostics.push(diagnose('config-spread', { span: spanOf(module, spread) }, {}))
  return options
}

/** `export default { … }`, `defineConfig({ … })`, or a constant that is either. */
function followToObject(expression: ts.Expression, resolve: Resolve): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(expression)) return expression
  if (
    ts.isSatisfiesExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isParenthesizedExpression(expression)
  ) {
    return followToObject(expression.expression, resolve)
  }
  if (ts.isCallExpression(expression)) {
    const [first] = expression.arguments
    return first === undefined ? undefined : followToObject(first, resolve)
  }
  const declaration = resolve(expression)
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return undefined
  return followToObject(declaration.initializer, resolve)
}

function exposureOf(module: Module, options: ts.ObjectLiteralExpression): Exposure | undefined {
  const property = memberOf(options, 'expose')
  if (property === undefined) return undefined
  const value = written(property)
  const { resolve } = module
  const exposure = value && readExposure(value, { resolve, spanOf: node => spanOf(module, node) })
  if (exposure === undefined) report(module, value ?? property, '`expose`')
  return exposure
}
