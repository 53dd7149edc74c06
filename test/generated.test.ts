/** Committed `generated/` folders: what the sources say now, and the same bytes whoever builds them. */
import assert from 'node:assert/strict'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { compile, drift, write } from '@mcpgen/compiler'

const root = join(import.meta.dirname, '..')

for (const project of ['examples/git', 'fixtures/everything']) {
  describe(project, { timeout: 60_000 }, () => {
    const folder = join(root, project)
    const { files, diagnostics, program } = compile({ root: folder })

    it('compiles without a diagnostic', () => {
      assert.deepEqual(diagnostics, [])
      assert.ok(program.declarations.length > 0)
    })

    it('has committed what its sources say', () => {
      assert.deepEqual(drift(join(folder, 'generated'), files), [])
    })

    it('gives the same bytes in another folder whose files were written in another order', t => {
      const copy = mkdtempSync(join(tmpdir(), 'mcpgen-generated-'))
      t.after(() => rmSync(copy, { recursive: true }))
      copyBackwards(folder, copy)
      assert.deepEqual([...compile({ root: copy }).files], [...files])
    })

    it('is written once: a second time nothing changes', t => {
      const out = mkdtempSync(join(tmpdir(), 'mcpgen-generated-'))
      t.after(() => rmSync(out, { recursive: true }))
      assert.equal(write(out, files).length, files.size)
      assert.deepEqual(write(out, files), [])
    })

    it('names no path of this machine and no time', () => {
      for (const [path, text] of files) {
        assert.ok(!text.includes(root), `${path} holds an absolute path`)
        assert.doesNotMatch(text, /\b20\d\d-\d\d-\d\dT\d\d:/, `${path} holds a time`)
      }
    })
  })
}

function copyBackwards(from: string, to: string): void {
  const files = globSync(['package.json', 'tsconfig.json', '*.config.ts', 'src/**/*.ts', 'skills/**/*.*'], {
    cwd: from,
  })
    .sort()
    .reverse()
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true })
    writeFileSync(join(to, file), readFileSync(join(from, file)))
  }
  symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'))
}
