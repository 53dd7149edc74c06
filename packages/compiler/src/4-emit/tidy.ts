/** Makes ajv's output readable in a diff, and holds it to what generated code may do. */
import { indent } from './printer.ts'

/**
 * Rewrites the text; each step matches code that ajv writes on lines of its own, which no text of a user's can contain:
 * inside string literals there are no line ends and no bare quotes.
 *
 * @throws {Error} when the code would need a module of ajv's.
 */
export function tidy(code: string): string {
  const text = [dropNoise, reportErrors, boundLoops, nameOwnProperty, dropUnused, layOut].reduce(
    (out, step) => step(out),
    code,
  )
  if (/\brequire\(/.test(withoutStrings(text))) throw new Error(`generated code needs a module:\n${text}`)
  return text
}

function dropNoise(code: string): string {
  return code
    .replace(/^"use strict";\n?/, '')
    .replace(/^\/\*# sourceURL=.*$/gm, '')
    .replace(/^validate\d+\.evaluated = .*$/gm, '')
    .replaceAll(', dynamicAnchors={}}={}', '}={}')
    .replace(/,rootData(,dynamicAnchors)?\}/g, '}')
    .replaceAll(', parentData, parentDataProperty, rootData=data}={}', '}={}')
    .replaceAll(',parentData,parentDataProperty}', '}')
    .replace(/,parentData:data\d*,parentDataProperty:(?:"(?:[^"\\]|\\.)*"|\w+)\}/g, '}')
}

/** One statement for a problem instead of nine lines. */
function reportErrors(code: string): string {
  const pattern =
    /const (err\d+) = (\{.*\});\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g
  return code.replace(pattern, (_, __, error: string) => {
    const short = error.replace(/,schemaPath:"(?:[^"\\]|\\.)*",keyword:/, ',keyword:')
    return `vErrors = report(vErrors, ${short});\nerrors++;`
  })
}

/** After a hundred problems a list is wrong beyond doubt; a hostile one would have a million. */
function boundLoops(code: string): string {
  return code
    .replace(/^for\(let (i\d+)=(\d+); \1<(len\d+); \1\+\+\)\{$/gm, 'for(let $1=$2; $1<$3 && errors < 100; $1++){')
    .replace(/^for\(const (key\d+) of Object\.keys\((data\d*)\)\)\{$/gm, '$&\nif(errors >= 100) break;')
}

function nameOwnProperty(code: string): string {
  const name = /^const (func\d+) = Object\.prototype\.hasOwnProperty;$/m.exec(code)?.[1]
  return name ? replaceOutsideStrings(code, new RegExp(`\\b${name}\\b`, 'g'), 'hasOwn') : code
}

/** The schema itself is printed even when no code refers to it. */
function dropUnused(code: string): string {
  const bare = withoutStrings(code)
  return code.replace(/^const (schema\d+|wrapper\d+) = .*;$\n/gm, (line, name: string) =>
    bare.split(new RegExp(`\\b${name}\\b`)).length > 2 ? line : '',
  )
}

function layOut(code: string): string {
  const lines: string[] = []
  let depth = 0
  for (const line of code.split('\n')) {
    if (line === '') continue
    const bare = withoutStrings(line)
    if (bare.startsWith('}')) depth--
    lines.push(indentBy(line, depth))
    depth += count(bare, '{') - count(bare, '}') + (bare.startsWith('}') ? 1 : 0)
  }
  return `${lines.join('\n').replace(/^(function |validate\d+\.errors)/gm, '\n$1')}\n`
}

function indentBy(line: string, depth: number): string {
  return depth === 0 ? line : indent(indentBy(line, depth - 1))
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

const STRING = /"(?:[^"\\]|\\.)*"/g

function withoutStrings(code: string): string {
  return code.replace(STRING, '""')
}

function replaceOutsideStrings(code: string, pattern: RegExp, replacement: string): string {
  const strings = code.match(STRING) ?? []
  return code
    .split(STRING)
    .map((part, n) => part.replace(pattern, replacement) + (strings[n] ?? ''))
    .join('')
}
