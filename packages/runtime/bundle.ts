/**
 * Puts the published runtime together into few files: Node takes half a millisecond for each ES module that it loads, so a
 * hundred small ones cost more than all that is in them. What the main door needs is one file, `core.js`; the other doors,
 * and what is loaded when it is first needed, import from it, so that brands and error classes are the same everywhere.
 */
import { join, relative, resolve } from 'node:path'
import { type BuildOptions, build, type OnLoadResult, type Plugin } from 'esbuild'
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
 * become a module of its own.
 */
function fromCore(): Plugin {
  const load = ({ path }: { path: string }): OnLoadResult | undefined => {
    const names = core.get(path)
    if (names === undefined) return undefined
    const list = names.map(name => `${unique(path, name)} as ${name}`)
    return {
      contents: list.length === 0 ? '' : `export { ${list.join(', ')} } from ${JSON.stringify(CORE)}`,
      loader: 'js',
    }
  }
  return {
    name: 'from core',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\/core\.js$/ }, () => ({ path: CORE, external: true, sideEffects: false }))
      onResolve({ filter: /^\./ }, ({ path, resolveDir, importer }) => {
        const file = resolve(resolveDir, path)
        return core.has(file)
          ? { path: file, suffix: `?${importer}`, namespace: 'core', sideEffects: false }
          : undefined
      })
      onLoad({ filter: /./, namespace: 'core' }, load)
      onLoad({ filter: /\.ts$/ }, load)
    },
  }
}
