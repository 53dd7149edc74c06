/** The folder of skills: what is found in it, and what becomes of it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { type Compilation, compile, drift, write } from '@mcpgen/compiler'
import { temporaryProject } from '../harness/project.ts'

const CONFIG = "import { defineConfig } from '@mcpgen/runtime'\nexport default defineConfig({ skills: 'skills' })\n"
const TOOL = '/** Add. @tool @readOnly */\nexport function add(a: number): number { return a }\n'
const matter = (name: string, more = '') => `---\nname: ${name}\ndescription: Does it.\n${more}---\n\nDo it.\n`

type Files = Readonly<Record<string, string | Buffer>>

function project(files: Files, t: TestContext): string {
  const root = temporaryProject(
    [
      ['package.json', '{ "name": "skills", "version": "1.0.0", "type": "module" }'],
      ['mcpgen.config.ts', CONFIG],
      ['src/add.ts', TOOL],
    ],
    t,
  )
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'skills', path)), { recursive: true })
    writeFileSync(join(root, 'skills', path), content)
  }
  return root
}

const compiled = (files: Files, t: TestContext): Compilation => compile({ root: project(files, t) })
const entry = ({ files }: Compilation, name: string) => JSON.parse(files.get(`skills/${name}.json`) ?? 'null')
const problems = ({ diagnostics }: Compilation) => diagnostics.map(({ code, message }) => `${code}: ${message}`)

describe('a skill', () => {
  it('is told of with its whole front matter and every file, by digest and size', t => {
    const bytes = Buffer.from([0, 255, 1])
    const text = matter('report', 'metadata:\n  version: "1.0"\n  since: 2026-01-01\nallowed-tools: [read, write]\n')
    const build = compiled({ 'report/SKILL.md': text, 'report/a b/ü.bin': bytes }, t)
    assert.deepEqual(problems(build), [])
    const sha = (content: string | Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`
    assert.deepEqual(entry(build, 'report'), {
      uri: 'skill://report/SKILL.md',
      frontmatter: {
        name: 'report',
        description: 'Does it.',
        metadata: { version: '1.0', since: '2026-01-01' },
        'allowed-tools': ['read', 'write'],
      },
      resources: [
        { uri: 'skill://report/SKILL.md', digest: sha(text), size: Buffer.byteLength(text) },
        { uri: 'skill://report/a%20b/%C3%BC.bin', digest: sha(bytes), size: 3 },
      ],
    })
  })

  it('may lie deeper, beside others; what is hidden and where links lead is left out', t => {
    const root = project({ 'a/one/SKILL.md': matter('one'), 'a/two/SKILL.md': matter('two') }, t)
    writeFileSync(join(root, 'skills/a/one/.DS_Store'), 'x')
    symlinkSync(root, join(root, 'skills/a/one/root'))
    const build = compile({ root })
    assert.deepEqual(problems(build), [])
    assert.equal(entry(build, 'a%2Fone').resources.length, 1)
    assert.equal(entry(build, 'a%2Ftwo').uri, 'skill://a/two/SKILL.md')
  })

  it('holds a SKILL.md in a folder of its own as one of its files', t => {
    const build = compiled({ 'one/SKILL.md': matter('one'), 'one/examples/SKILL.md': 'not read' }, t)
    assert.deepEqual(problems(build), [])
    assert.equal(entry(build, 'one').resources.length, 2)
  })

  it('is written as a module that gives back its bytes, whatever stands in them', async t => {
    const odd = `${matter('odd')}'quotes' \\ \`ticks\` \${x} \u2028 \r\n tab\t`
    const root = project({ 'odd/SKILL.md': odd, 'odd/__proto__': 'x' }, t)
    const { files } = compile({ root })
    write(join(root, 'generated'), files)
    const module = await import(join(root, 'generated/skills/odd.mjs'))
    assert.equal(module.files['SKILL.md'].text, odd)
    assert.deepEqual(Object.keys(module.files), ['SKILL.md', '__proto__'])
  })

  it('makes the build differ when a file of it changes, and is removed with it', t => {
    const root = project({ 'one/SKILL.md': matter('one'), 'one/notes.txt': 'old' }, t)
    const out = join(root, 'generated')
    write(out, compile({ root }).files)
    assert.deepEqual(drift(out, compile({ root }).files), [])
    writeFileSync(join(root, 'skills/one/notes.txt'), 'new')
    assert.deepEqual(
      drift(out, compile({ root }).files).map(({ path }) => path),
      ['app.mjs', 'skills/one.json', 'skills/one.mjs'],
    )
    const without = new Map([...compile({ root }).files].filter(([path]) => !path.startsWith('skills/')))
    assert.deepEqual(
      drift(out, without).filter(({ kind }) => kind === 'removed'),
      [
        { kind: 'removed', path: 'skills/one.json' },
        { kind: 'removed', path: 'skills/one.mjs' },
      ],
    )
  })
})

describe('a folder of skills', () => {
  it('may be empty', t => {
    const root = project({}, t)
    mkdirSync(join(root, 'skills'))
    assert.deepEqual(problems(compile({ root })), [])
  })

  it('takes no skill that a client would not take', t => {
    const many = Object.fromEntries(Array.from({ length: 512 }, (_, n) => [`many/${n}`, '']))
    const build = compiled(
      {
        'many/SKILL.md': matter('many'),
        ...many,
        'large/SKILL.md': matter('large'),
        'large/bytes': Buffer.alloc(16 * 1024 * 1024),
        'wordy/SKILL.md': `---\nname: wordy\ndescription: ${'x'.repeat(1025)}\n---\n`,
      },
      t,
    )
    assert.deepEqual(problems(build), [
      'bad-skill: the skill `skills/large` has 16777266 bytes, more than 16 MiB',
      'bad-skill: the skill `skills/many` has 513 files, more than 512',
      'bad-front-matter: the description is longer than 1024 characters',
    ])
  })
})
