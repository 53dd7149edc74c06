/**
 * Makes the application of `app.mjs` again and again. As a module, Node would keep each version of it for good, and read all
 * of it anew when nothing has changed but a module that it loads.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compileFunction } from 'node:vm'
import type { Application } from '@mcpgen/runtime'
import type { createApp } from '@mcpgen/runtime/dev'
import type { Modules } from './modules.ts'

interface Evaluation {
  readonly app: string
  readonly createApp: typeof createApp
  readonly modules: Modules
}

/** What `app.mjs` is when what it imports is handed to it. */
type Definition = (
  create: Evaluation['createApp'],
  config: unknown,
  load: Load,
  url: string,
  binding: (n: number) => unknown,
) => Application

type Load = (specifier: string) => Promise<unknown>

/** What one line makes: the binding of a declaration. */
type Line = (load: Load) => unknown

export function openApplication({ app, createApp, modules }: Evaluation): () => Promise<Application> {
  let last: (Compiled & { readonly text: string }) | undefined
  const load: Load = specifier => modules.import(fileURLToPath(new URL(specifier, pathToFileURL(app))))
  return async () => {
    const text = readFileSync(app, 'utf8')
    if (last?.text !== text) last = { text, ...compile(text, app, last?.lines) }
    const { config, define, bindings } = last
    const settings = config === undefined ? undefined : ((await load(config)) as { default: unknown }).default
    return define(createApp, settings, load, pathToFileURL(app).href, n => bindings[n]?.(load))
  }
}

/** What only modules have, each as it stands outside of strings: those are on one line, and a quote in them has a backslash. */
const MODULE_ONLY: readonly (readonly [RegExp, string])[] = [
  [/\(\) => import\('/g, "() => load('"],
  [/^( +root: new URL\('.*'), import\.meta\.url\)/m, '$1, url)'],
]

const EXPORT = '\nexport const app = '

interface Compiled {
  readonly config: string | undefined
  readonly define: Definition
  /** In their order. */
  readonly bindings: readonly Line[]
  /** By their texts: most of them are the same in the next version. */
  readonly lines: ReadonlyMap<string, Line>
}

/** A declaration's line, and that of a skill: its text ends with a comma, and no other line begins like it. */
const BINDING = /^ {4}\{ name: .*(?=,$)/gm

function compile(text: string, filename: string, known: Compiled['lines'] = new Map()): Compiled {
  const [start, end] = [text.indexOf(EXPORT), text.indexOf(EXPORT) + EXPORT.length]
  const [, config] = /^import config from '(.*)'$/m.exec(text.slice(0, start)) ?? []
  const body = MODULE_ONLY.reduce((code, [pattern, instead]) => code.replace(pattern, instead), text.slice(end))
  const lines = new Map<string, Line>()
  const bindings: Line[] = []
  const short = body.replace(BINDING, text => {
    const line = known.get(text) ?? (compileFunction(`return ${text}`, ['load'], { filename }) as Line)
    lines.set(text, line)
    return `binding(${bindings.push(line) - 1})`
  })
  const define = compileFunction(`return ${short}`, PARAMETERS, { filename }) as Definition
  return { config: config?.replaceAll(/\\(.)/g, '$1'), define, bindings, lines }
}

const PARAMETERS = ['createApp', 'config', 'load', 'url', 'binding']
