/** Makes ajv's output readable in a diff, and holds it to what generated code may do. */

/**
 * Rewrites the text; each step matches code that ajv writes on lines of its own, or outside of string literals. Inside
 * these there are no line ends and no bare quotes, so no text of a user's can pass for code.
 *
 * @throws {Error} when the code would need a module of ajv's.
 */
export function tidy(code: string): string {
  const text = [dropNoise, nameExports, reportErrors, boundLoops, dropUnread, dropUnused, layOut].reduce(
    (out, step) => step(out),
    code,
  )
  if (/\brequire\(/.test(withoutStrings(text))) throw new Error(`generated code needs a module:\n${text}`)
  return text
}

/** The same for schemas that are not ours, whose code is ajv's own. Its locals have names that stand beside those of ours. */
export function tidyOwn(code: string): string {
  const bare = code.replace(/^"use strict";\n?/, '').replace(/^\/\*# sourceURL=.*$/gm, '')
  const named = outsideStrings(bare, /\b(validate|schema|func|formats|pattern|wrapper)(\d+)\b/g, '$1Own$2')
    .replace(/= require\("ajv\/dist\/runtime\/ucs2length"\)\.default;/g, '= value => codePoints(value);')
    .replace(/= require\("ajv\/dist\/runtime\/equal"\)\.default;/g, '= (a, b) => equal(a, b);')
  const text = [reportErrors, boundLoops, dropUnused, layOut].reduce((out, step) => step(out), named)
  if (/\brequire\(/.test(withoutStrings(text))) throw new Error(`generated code needs a module:\n${text}`)
  return text
}

function outsideStrings(code: string, pattern: RegExp, replacement: string): string {
  const strings = code.match(STRING) ?? []
  return code
    .split(STRING)
    .map((part, n) => part.replace(pattern, replacement) + (strings[n] ?? ''))
    .join('')
}

/** Paths begin at the value that a function checks: there is nothing to hand to it beside that. */
function dropNoise(code: string): string {
  return code
    .replace(/^"use strict";\n?/, '')
    .replace(/^\/\*# sourceURL=.*$/gm, '')
    .replace(/^(function validate\d+\(data), \{instancePath="".*\}=\{\}\)\{$/gm, '$1){')
    .replace(STRING_OR_PATH, (found, path?: string) => (path === undefined ? found : (PATHS[path] ?? found)))
}

const STRING_OR_PATH = /"(?:[^"\\]|\\.)*"|\binstancePath(:instancePath\+|,keyword:|,schemaPath:)/g

const PATHS: Readonly<Record<string, string>> = {
  ':instancePath+': 'instancePath:',
  ',keyword:': 'instancePath:"",keyword:',
  ',schemaPath:': 'instancePath:"",schemaPath:',
}

/** `export const input = validate0` and `function validate0` become `export function input`. */
function nameExports(code: string): string {
  const names = new Map<string, string>()
  const bare = code.replace(/^export const (\w+) = (validate\d+);\n?/gm, (_, name: string, local: string) => {
    names.set(local, name)
    return ''
  })
  return bare.replace(
    /^(function )?(validate\d+)(\(data\)\{|\.errors = )/gm,
    (found, start, local: string, end: string) => {
      const name = names.get(local)
      if (name === undefined) return found
      return start === undefined ? name + end : `export function ${name}${end}`
    },
  )
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
    .replace(
      /^for\(const (key\d+) (?:of Object\.keys\((data\d*)\)|in (data\d*))\)\{$/gm,
      '$&\nif(errors >= 100) break;',
    )
}

/**
 * Takes out what ajv keeps count of and nobody reads: its own optimizer does this too, and takes most of a build for it.
 * A name is what it counts, so one that stands in a text as well stays.
 */
function dropUnread(code: string): string {
  const mentions = countWords(code.split('\n'))
  let lines = code
    .replace(/^if\(!valid\d+\)\{\n(valid\d+) = false;\n\}\n/gm, (found, name: string) =>
      mentions.get(name) === 1 ? '' : found,
    )
    .split('\n')
  for (let before = 0; before !== lines.length; ) {
    before = lines.length
    const uses = countWords(lines)
    const kept = lines.filter(line => {
      const name = DECLARED.exec(line)?.[1]
      return name === undefined || (uses.get(name) ?? 0) > 0
    })
    lines = kept
  }
  return lines.join('\n')
}

/** How often a local is mentioned outside of its declarations. */
function countWords(lines: readonly string[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>()
  for (const line of lines) {
    if (!/_errs|valid/.test(line)) continue
    const own = DECLARED.exec(line)?.[1]
    for (const [word] of line.matchAll(/\b(?:_errs|valid)\d+\b/g))
      if (word !== own) uses.set(word, (uses.get(word) ?? 0) + 1)
  }
  return uses
}

const DECLARED = /^(?:const|var|let) (?=_errs\d+ = errors;$|valid\d+ = _errs\d+ === errors;$|valid\d+ = true;$)(\w+)/

/** The schema itself is printed even when no code refers to it. */
function dropUnused(code: string): string {
  const bare = withoutStrings(code)
  return code.replace(/^const (schema(?:Own)?\d+) = .*;$\n/gm, (line, name: string) =>
    bare.split(new RegExp(`\\b${name}\\b`)).length > 2 ? line : '',
  )
}

function layOut(code: string): string {
  const lines: string[] = []
  let depth = 0
  for (const line of code.split('\n')) {
    if (line === '') continue
    const { before, after } = depths(line)
    lines.push(`${line.startsWith('export ') && lines.length > 0 ? '\n' : ''}${'  '.repeat(depth + before)}${line}`)
    depth += after
  }
  return `${lines
    .join('\n')
    .replace(/\n+$/, '')
    .replace(/\n{3,}/g, '\n\n')}\n`
}

/** How a line changes the depth: of itself, and of the lines below. */
function depths(line: string): { before: number; after: number } {
  const braces = line.replace(STRING, '').match(/[{}]/g) ?? []
  const after = braces.reduce((depth, brace) => depth + (brace === '{' ? 1 : -1), 0)
  return { before: line.startsWith('}') ? -1 : 0, after }
}

const STRING = /"(?:[^"\\]|\\.)*"/g

function withoutStrings(code: string): string {
  return code.replace(STRING, '""')
}
