/** `@inputSchema` and `@outputSchema`: a schema in its author's own words, read from a constant or a file and never run. */
import path from 'node:path'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { RawSchema, RawSchemas } from '../ir/declaration.ts'
import type { Span } from '../ir/span.ts'
import { type DocComment, type DocTag, withValue } from './doc-comment.ts'
import { type Literal, type Resolve, readLiteral } from './literal.ts'
import type { Reader } from './reader.ts'
import { resolveAlias } from './resolve-alias.ts'
import { ts } from './typescript.js'

const TAGS = { inputSchema: 'input', outputSchema: 'output' } as const

/** Undefined where the comment has neither tag. */
export function readRawSchemas(reader: Reader, comment: DocComment, node: ts.Node): RawSchemas | undefined {
  const found = comment.tags.flatMap(tag => {
    const side = TAGS[tag.name as keyof typeof TAGS] as 'input' | 'output' | undefined
    const schema = side === undefined ? undefined : readRawSchema(reader, tag, node)
    return side === undefined || schema === undefined ? [] : [[side, schema] as const]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

interface Problem {
  readonly problem: string
  readonly help: string
}

function readRawSchema(reader: Reader, tag: DocTag, node: ts.Node): RawSchema | undefined {
  const span = reader.span(node, withValue(tag))
  const found = /^\.{1,2}\/|\.json$/.test(tag.value) ? fromFile(reader, tag.value, node) : fromName(reader, tag, node)
  if ('problem' in found) return refuse(reader, tag, { span, ...found })
  const { value } = found
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return { schema: value as RawSchema['schema'], span }
  return refuse(reader, tag, { span, problem: 'it is no object', help: 'write a schema that is an object' })
}

function refuse(reader: Reader, { name, value }: DocTag, { span, ...words }: Problem & { span: Span }): undefined {
  reader.report(diagnose('bad-schema', { span }, { tag: name, value, ...words }))
}

function fromFile(reader: Reader, value: string, node: ts.Node): NonNullable<Literal> | Problem {
  const file = path.posix.join(path.posix.dirname(node.getSourceFile().fileName), value)
  const text = reader.readText(file)
  if (text === undefined)
    return { problem: 'there is no such file', help: 'name a file beside this one, as in `./schema.json`' }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { problem: `the file is no JSON: ${reason}`, help: 'correct the file' }
  }
}

function fromName(reader: Reader, { value: name }: DocTag, node: ts.Node): NonNullable<Literal> | Problem {
  const { checker } = reader
  const resolve: Resolve = one => resolveAlias(checker, checker.getSymbolAtLocation(one))?.valueDeclaration
  const scope = checker.getSymbolsInScope(node.getSourceFile(), ts.SymbolFlags.Value | ts.SymbolFlags.Alias)
  const declaration = resolveAlias(
    checker,
    scope.find(one => one.name === name),
  )?.declarations?.[0]
  const expression = declaration === undefined ? undefined : initializerOf(declaration)
  if (expression === undefined)
    return {
      problem: `there is no constant \`${name}\` here`,
      help: 'write `export const …`, or name a JSON file: `./schema.json`',
    }
  const literal = readLiteral(expression, resolve)
  return (
    literal ?? {
      problem: `\`${name}\` is not written out`,
      help: 'write literals alone: the build reads it without running it',
    }
  )
}

/** Of a constant, or of an imported JSON file. */
function initializerOf(declaration: ts.Declaration): ts.Expression | undefined {
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer
  if (!ts.isSourceFile(declaration)) return undefined
  const [statement] = declaration.statements
  return statement !== undefined && ts.isExpressionStatement(statement) ? statement.expression : undefined
}
