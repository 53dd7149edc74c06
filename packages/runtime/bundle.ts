/**
 * Puts the published runtime together into few files: one for each export and one or two for what they share. Node takes a
 * third of a millisecond for each ES module that it loads, so a hundred small ones cost more than all that is in them.
 */
import { build } from 'esbuild'
import manifest from './package.json' with { type: 'json' }

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: Object.values(manifest.exports).filter(file => file.endsWith('.ts')),
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  // What the exports share stays one module: brands and error classes must be the same in all of them.
  splitting: true,
  chunkNames: 'shared-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node22',
  logLevel: 'warning',
})
