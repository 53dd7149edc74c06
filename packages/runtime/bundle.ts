/**
 * Puts the published runtime together into few files: Node takes half a millisecond for each ES module that it loads, so a
 * hundred small ones cost more than all that is in them. What the main door needs is one file, `core.js`; the other doors,
 * and what is loaded when it is first needed, import from it, so that brands and error classes are the same everywhere.
 */
import { join, relative, resolve } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import manifest from './package.json' with { type: 'json' }

const ROOT = import.meta.dirname
const DOORS = Object.values(manifest.exports).filter(file => file.endsWith('.ts'))
const CORE = './core.js'

const SHARED: BuildOptions = {
  absWorkingDir: ROOT,
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node22',
  logLevel: 'warning',
}

/** Source files that are loaded when they are first needed, absolute. */
const lazy = new Set<string>()

/** Names by file, absolute. */
const core = await modulesOf('src/index.ts')
await build({
  ...SHARED,
  stdin: { contents: [...core].map(exportAll).join('\n'), resolveDir: ROOT, sourcefile: 'core.ts' },
  outdir: undefined,
  outfile: 'dist/core.js',
  plugins: [lazily()],
})
const entries = [...DOORS.map(file => resolve(ROOT, file)), ...lazy]
await build({
  ...SHARED,
  entryPoints: Object.fromEntries(entries.map(file => [outName(file), file])),
  splitting: true,
  chunkNames: 'shared-[hash]',
  plugins: [fromCore()],
})

/** The files that one needs from the start, and the names that each exports. */
async function modulesOf(entry: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    ...SHARED,
    entryPoints: [entry],
    write: false,
    metafile: true,
    plugins: [lazily()],
  })
  const files = Object.keys(metafile.inputs)
  const { metafile: each } = await build({
    ...SHARED,
    bundle: false,
    packages: undefined,
    entryPoints: files,
    outbase: '.',
    write: false,
    metafile: true,
  })
  const outputs = Object.values(each.outputs)
  return new Map(
    files.map(file => [resolve(ROOT, file), outputs.find(output => output.entryPoint === file)?.exports ?? []]),
  )
}

/** Names of one file are told from those of another by the file's number. */
function exportAll([file, names]: [string, readonly string[]]): string {
  const from = JSON.stringify(file)
  return names.length === 0
    ? ''
    : `export { ${names.map(name => `${name} as ${unique(file, name)}`).join(', ')} } from ${from}`
}

function unique(file: string, name: string): string {
  return `${name}_${[...core.keys()].indexOf(file)}`
}

/** `features/tasks/engine.ts` becomes `features-tasks-engine.js`. */
function outName(file: string): string {
  return relative(join(ROOT, 'src'), file).replace(/\.ts$/, '').replaceAll(/[/\\]/g, '-')
}

/** Leaves `import()` of the runtime's own files to run time. */
function lazily(): Plugin {
  return {
    name: 'lazily',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined
        const file = resolve(resolveDir, path)
        lazy.add(file)
        return { path: `./${outName(file)}.js`, external: true }
      })
    },
  }
}

/**
 * Everything that is in the core comes from there. Each file that imports it has its own list of names: one for all would
 * become a module of its own. No path of this machine may be in what is packed.
 */
function fromCore(): Plugin {
  return {
    name: 'from core',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\/core\.js$/ }, () => ({ path: CORE, external: true, sideEffects: false }))
      onResolve({ filter: /^\..*\.ts$/ }, ({ path, importer, resolveDir }) => {
        const file = resolve(resolveDir, path)
        return core.has(file)
          ? { path: `${outName(file)} for ${outName(importer)}`, namespace: 'core', pluginData: file }
          : undefined
      })
      onLoad({ filter: /./, namespace: 'core' }, ({ pluginData }) => ({ contents: namesOf(pluginData), loader: 'js' }))
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        core.has(path) ? { contents: namesOf(path), loader: 'js' } : undefined,
      )
    },
  }
}

function namesOf(file: string): string {
  const list = (core.get(file) ?? []).map(name => `${unique(file, name)} as ${name}`)
  return list.length === 0 ? '' : `export { ${list.join(', ')} } from ${JSON.stringify(CORE)}`
}
