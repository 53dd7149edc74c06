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
  load: (specifier: string) => Promise<unknown>,
  url: string,
) => Application

export function openApplication({ app, createApp, modules }: Evaluation): () => Promise<Application> {
  let last: { readonly text: string; readonly config: string | undefined; readonly define: Definition } | undefined
  const load = (specifier: string) => modules.import(fileURLToPath(new URL(specifier, pathToFileURL(app))))
  return async () => {
    const text = readFileSync(app, 'utf8')
    if (last?.text !== text) last = { text, ...compile(text, app) }
    const { config, define } = last
    const settings = config === undefined ? undefined : ((await load(config)) as { default: unknown }).default
    return define(createApp, settings, load, pathToFileURL(app).href)
  }
}

/** What only modules have, each as it stands outside of strings: those are on one line, and a quote in them has a backslash. */
const MODULE_ONLY: readonly (readonly [RegExp, string])[] = [
  [/\(\) => import\('/g, "() => load('"],
  [/^( +root: new URL\('.*'), import\.meta\.url\)/m, '$1, url)'],
]

const EXPORT = '\nexport const app = '

function compile(text: string, filename: string): { config: string | undefined; define: Definition } {
  const [start, end] = [text.indexOf(EXPORT), text.indexOf(EXPORT) + EXPORT.length]
  const [, config] = /^import config from '(.*)'$/m.exec(text.slice(0, start)) ?? []
  const body = MODULE_ONLY.reduce((code, [pattern, instead]) => code.replace(pattern, instead), text.slice(end))
  const define = compileFunction(`return ${body}`, ['createApp', 'config', 'load', 'url'], { filename }) as Definition
  return { config: config?.replaceAll(/\\(.)/g, '$1'), define }
}
