/** The functions of `examples/git`, called as plain functions on real repositories. */
import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Context, NotFound, UserError } from '@mcpgen/runtime'
import { blame } from '../../examples/git/src/blame.ts'
import { diff } from '../../examples/git/src/diff.ts'
import { type LogQuery, log } from '../../examples/git/src/log.ts'
import { releaseNotes } from '../../examples/git/src/release-notes.ts'
import { file, refs } from '../../examples/git/src/resources.ts'
import { search } from '../../examples/git/src/search.ts'
import { show } from '../../examples/git/src/show.ts'
import { connectSdk1, type Session } from '../harness/peers.ts'
import { createRepository, type Repository } from './repository.ts'

const ctx = { signal: new AbortController().signal } as Context
const ODD_NAME = 'odd/we ird "quo\'ted" ñandú-\u{1F600} [*].txt'
/** Possible in git; told of, but never taken as an argument. */
const BROKEN_NAME = 'odd/line\nbreak\t.txt'

function serve(repository: { folder: string }): void {
  process.env['GIT_REPOSITORY'] = repository.folder
}

/** Nine commits: a root, two files, a merge, a rename, a binary file, an odd name, a submodule. */
function story(): { repository: Repository; hashes: Record<string, string> } {
  const repository = createRepository()
  const { write, commit, git } = repository
  const hashes: Record<string, string> = {}
  write('readme.md', '# One\n')
  hashes['root'] = commit('Begin')
  git('tag', '-a', 'v1.0', '-m', 'First')
  write('src/a.ts', 'export const a = 1\nexport const b = 2\nexport const c = 3\n')
  hashes['add'] = commit('Add a\n\nWith a body of\ntwo lines.\n\nSigned-off-by: Ada', 'Émile Zola <emile@example.fr>')
  git('checkout', '--quiet', '-b', 'feature/x')
  write('feature.txt', 'feature\n')
  hashes['feature'] = commit('Add a feature')
  git('checkout', '--quiet', 'main')
  write('src/a.ts', 'export const a = 1\nexport const b = 20\nexport const c = 3\n')
  hashes['change'] = commit('Change b')
  git('merge', '--quiet', '--no-ff', '-m', 'Merge feature/x', 'feature/x')
  hashes['merge'] = git('rev-parse', 'HEAD')
  git('mv', 'src/a.ts', 'src/renamed.ts')
  hashes['rename'] = commit('Rename a')
  write('logo.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))
  write('nul.bin', 'a\0b')
  write('latin1.txt', new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0a]))
  write(ODD_NAME, 'odd needle\n')
  write(BROKEN_NAME, 'broken name\n')
  symlinkSync('readme.md', join(repository.folder, 'link'))
  hashes['odd'] = commit('Add odd files')
  git('update-index', '--add', '--cacheinfo', `160000,${hashes['root']},vendor/lib`)
  git('commit', '--quiet', '-m', 'Add a submodule')
  hashes['submodule'] = git('rev-parse', 'HEAD')
  return { repository, hashes }
}

function refused(pattern: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof UserError, String(error))
    assert.match(error.message, pattern)
    return true
  }
}

describe('the git example', () => {
  let repository: Repository
  let hashes: Record<string, string>
  before(() => {
    ;({ repository, hashes } = story())
  })
  beforeEach(() => serve(repository))
  after(() => {
    repository.remove()
    delete process.env['GIT_REPOSITORY']
  })

  const subjects = async (query: LogQuery) => (await log(query, ctx)).commits.map(commit => commit.subject)

  describe('log', () => {
    it('lists commits newest first, with author, date and parents', async () => {
      const { commits, next } = await log({}, ctx)
      assert.equal(commits.length, 8)
      assert.equal(next, undefined)
      const [first, merge] = [commits.at(-1), commits.find(commit => commit.subject === 'Merge feature/x')]
      assert.equal(first?.hash, hashes['root'])
      assert.deepEqual(first?.parents, [])
      assert.deepEqual(first?.author, { name: 'Ada Lovelace', email: 'ada@example.com' })
      assert.equal(first?.date, '2026-01-01T12:00:00+02:00')
      assert.deepEqual(merge?.parents, [hashes['change'], hashes['feature']])
    })

    it('filters by author, message, path, time and range', async () => {
      assert.deepEqual(await subjects({ author: 'ZOLA' }), ['Add a'])
      assert.deepEqual(await subjects({ author: 'emile@example.fr' }), ['Add a'])
      assert.deepEqual(await subjects({ grep: 'BODY OF' }), ['Add a'])
      assert.deepEqual(await subjects({ path: 'readme.md' }), ['Begin'])
      assert.deepEqual(await subjects({ path: 'odd' }), ['Add odd files'])
      assert.deepEqual(await subjects({ until: '2026-01-01' }), ['Begin'])
      assert.deepEqual(await subjects({ since: '2026-01-02', until: '2026-01-03' }), ['Add a feature', 'Add a'])
      assert.deepEqual(await subjects({ since: '2026-01-02T10:00:01Z', until: '2026-01-03' }), ['Add a feature'])
      assert.deepEqual(await subjects({ ref: 'v1.0..feature/x' }), ['Add a feature', 'Add a'])
      assert.deepEqual(await subjects({ ref: 'feature/x...main~4' }), ['Change b', 'Add a feature'])
    })

    it('takes filters as text, not as patterns', async () => {
      assert.deepEqual(await subjects({ grep: 'Add.*feature' }), [])
      assert.deepEqual(await subjects({ author: '.' }), await subjects({ author: 'example.' }))
      assert.deepEqual(await subjects({ path: 'src/*' }), [])
    })

    it('pages to the end without losing or repeating a commit, whatever is committed meanwhile', async () => {
      const { repository: own } = story()
      serve(own)
      const whole = await subjects({})
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await log({ limit: 3, ...(cursor && { cursor }) }, ctx)
        seen.push(...page.commits.map(commit => commit.subject))
        cursor = page.next
        own.commit('Committed meanwhile')
      } while (cursor)
      own.remove()
      assert.deepEqual(seen, whole)
    })

    it('has no next page when the last one is exactly full', async () => {
      assert.equal((await log({ limit: 8 }, ctx)).next, undefined)
      assert.ok((await log({ limit: 7 }, ctx)).next)
    })

    it('refuses a cursor and a date that it can not have meant', async () => {
      for (const cursor of ['1', 'HEAD+1', '--all+1', `${hashes['root']}+-1`, `${hashes['root']} --all+1`]) {
        await assert.rejects(log({ cursor }, ctx), refused(/cursor/), cursor)
      }
      for (const since of ['soon', '2026-13-45', '2026-01-01 && x', '--all']) {
        await assert.rejects(log({ since }, ctx), refused(/`since` is a date/), since)
      }
    })
  })

  describe('show', () => {
    it('tells everything about a commit', async () => {
      const commit = await show(ctx, hashes['add'])
      assert.equal(commit.subject, 'Add a')
      assert.equal(commit.body, 'With a body of\ntwo lines.\n\nSigned-off-by: Ada')
      assert.deepEqual(commit.author, { name: 'Émile Zola', email: 'emile@example.fr' })
      assert.deepEqual(commit.committer, { name: 'Grace Hopper', email: 'grace@example.com' })
      assert.deepEqual(commit.changes, {
        files: [{ path: 'src/a.ts', status: 'added', kind: 'text', additions: 3, deletions: 0 }],
        totals: { files: 1, additions: 3, deletions: 0 },
      })
    })

    it('compares a root with nothing, and a merge with its first parent', async () => {
      const root = await show(ctx, 'v1.0')
      assert.equal(root.hash, hashes['root'])
      assert.deepEqual(
        root.changes.files.map(f => f.path),
        ['readme.md'],
      )
      const merge = await show(ctx, hashes['merge'])
      assert.deepEqual(
        merge.changes.files.map(f => f.path),
        ['feature.txt'],
      )
    })

    it('finds a rename', async () => {
      const { changes } = await show(ctx, hashes['rename'])
      assert.deepEqual(changes.files, [
        { path: 'src/renamed.ts', oldPath: 'src/a.ts', status: 'renamed', kind: 'text', additions: 0, deletions: 0 },
      ])
    })

    it('knows binary files, symbolic links, submodules, and any name', async () => {
      const { files } = (await show(ctx, hashes['odd'])).changes
      const kinds = Object.fromEntries(files.map(f => [f.path, f.kind]))
      assert.deepEqual(kinds, {
        'latin1.txt': 'text',
        link: 'symlink',
        'logo.png': 'binary',
        'nul.bin': 'binary',
        [BROKEN_NAME]: 'text',
        [ODD_NAME]: 'text',
      })
      const [submodule] = (await show(ctx, hashes['submodule'])).changes.files
      assert.deepEqual({ path: submodule?.path, kind: submodule?.kind }, { path: 'vendor/lib', kind: 'submodule' })
    })

    it('gives the patch on request, cut after a whole line', async () => {
      const whole = (await show(ctx, hashes['change'], 'src/a.ts', true)).changes.patch
      assert.equal(whole?.truncated, false)
      assert.match(
        whole?.text ?? '',
        /^diff --git a\/src\/a\.ts b\/src\/a\.ts\n[\s\S]*\n-export const b = 2\n\+export const b = 20\n/,
      )
      const cut = (await show(ctx, hashes['change'], undefined, true, 60)).changes.patch
      assert.equal(cut?.truncated, true)
      assert.ok(cut && cut.text.length <= 60 && cut.text.endsWith('\n') && whole?.text.startsWith(cut.text))
    })
  })

  describe('diff', () => {
    it('compares two refs', async () => {
      const { base, head, files, totals, patch } = await diff({ base: 'v1.0', head: 'feature/x' }, ctx)
      assert.deepEqual([base, head], [hashes['root'], hashes['feature']])
      assert.deepEqual(
        files.map(f => [f.path, f.status, f.additions]),
        [
          ['feature.txt', 'added', 1],
          ['src/a.ts', 'added', 3],
        ],
      )
      assert.deepEqual(totals, { files: 2, additions: 4, deletions: 0 })
      assert.match(patch?.text ?? '', /\+export const c = 3/)
    })

    it('turns round with its arguments, and stays below a path', async () => {
      const { files } = await diff({ base: 'feature/x', head: 'v1.0', path: 'src', patch: false }, ctx)
      assert.deepEqual(files, [{ path: 'src/a.ts', status: 'deleted', kind: 'text', additions: 0, deletions: 3 }])
    })

    it('starts no program that the repository names', async () => {
      const { repository: own } = story()
      const marker = join(own.folder, 'started')
      const script = join(own.folder, 'run.sh')
      own.write('run.sh', `#!/bin/sh\ntouch '${marker}'\n`)
      chmodSync(script, 0o755)
      own.write('.gitattributes', '* diff=odd\n')
      own.commit('Name programs')
      const tip = sign(own)
      for (const key of [
        'diff.external',
        'diff.odd.command',
        'diff.odd.textconv',
        'core.pager',
        'core.fsmonitor',
        'gpg.program',
      ]) {
        own.git('config', key, script)
      }
      own.git('config', 'log.showSignature', 'true')
      own.git('config', 'grep.column', 'true')
      serve(own)
      await diff({ base: 'v1.0' }, ctx)
      await show(ctx, tip, undefined, true)
      await blame(ctx, 'src/renamed.ts')
      await log({}, ctx)
      assert.equal((await search({ pattern: 'needle' }, ctx)).matches[0]?.text, 'odd needle')
      assert.equal(existsSync(marker), false)
      own.git('diff', 'HEAD~1')
      assert.equal(existsSync(marker), true, 'git itself would have started it')
      own.remove()
    })
  })

  describe('blame', () => {
    it('tells the commit of each line', async () => {
      const { commit, hunks } = await blame(ctx, 'src/a.ts', 1, 3, 'main~4')
      assert.equal(commit, hashes['change'])
      assert.deepEqual(hunks, [
        {
          line: 1,
          commit: hashes['add'],
          author: 'Émile Zola',
          date: '2026-01-02T10:00:00.000Z',
          subject: 'Add a',
          lines: ['export const a = 1'],
        },
        {
          line: 2,
          commit: hashes['change'],
          author: 'Ada Lovelace',
          date: '2026-01-04T10:00:00.000Z',
          subject: 'Change b',
          lines: ['export const b = 20'],
        },
        {
          line: 3,
          commit: hashes['add'],
          author: 'Émile Zola',
          date: '2026-01-02T10:00:00.000Z',
          subject: 'Add a',
          lines: ['export const c = 3'],
        },
      ])
    })

    it('follows a rename and keeps to the range', async () => {
      const { hunks } = await blame(ctx, 'src/renamed.ts', 2, 2)
      assert.deepEqual(
        hunks.map(h => [h.line, h.commit, h.lines.length]),
        [[2, hashes['change'], 1]],
      )
    })

    it('says what is wrong with a range or a path', async () => {
      await assert.rejects(blame(ctx, 'src/renamed.ts', 4), refused(/has no line 4/))
      await assert.rejects(blame(ctx, 'src/renamed.ts', 3, 2), refused(/before the first/))
      await assert.rejects(blame(ctx, 'src/a.ts'), NotFound)
      await assert.rejects(blame(ctx, 'src'), refused(/a folder, not a file/))
      await assert.rejects(blame(ctx, 'vendor/lib'), refused(/a submodule, not a file/))
    })
  })

  describe('search', () => {
    const found = async (query: Parameters<typeof search>[0]) =>
      (await search(query, ctx)).matches.map(match => [match.path, match.line, match.text])

    it('finds text with its file and line, whatever the file is called', async () => {
      assert.deepEqual(await found({ pattern: 'needle' }), [[ODD_NAME, 1, 'odd needle']])
      assert.deepEqual(await found({ pattern: 'broken' }), [[BROKEN_NAME, 1, 'broken name']])
      assert.deepEqual(await found({ pattern: 'b = 2', ref: 'feature/x' }), [['src/a.ts', 2, 'export const b = 2']])
      assert.deepEqual(await found({ pattern: 'NEEDLE', ignoreCase: true }), [[ODD_NAME, 1, 'odd needle']])
      assert.deepEqual(await found({ pattern: 'needle', path: 'src' }), [])
    })

    it('takes a regular expression only when told', async () => {
      assert.deepEqual(await found({ pattern: 'const [ab] =' }), [])
      assert.deepEqual(
        (await found({ pattern: 'const [ab] =', regex: true })).map(([, line]) => line),
        [1, 2],
      )
      await assert.rejects(search({ pattern: '(', regex: true }, ctx), refused(/could not search/))
      assert.deepEqual(await found({ pattern: '--help' }), [])
    })

    it('says when there are more matches than the limit', async () => {
      const { matches, truncated } = await search({ pattern: 'export', limit: 2 }, ctx)
      assert.deepEqual([matches.length, truncated], [2, true])
      assert.equal((await search({ pattern: 'export', limit: 3 }, ctx)).truncated, false)
    })
  })

  describe('resources', () => {
    it('read a file as text when it is UTF-8, else as bytes', async () => {
      assert.deepEqual((await file('v1.0', 'readme.md', ctx)).items, [{ text: '# One\n', mimeType: 'text/markdown' }])
      assert.deepEqual((await file('main', 'link', ctx)).items, [{ text: 'readme.md', mimeType: 'text/plain' }])
      assert.deepEqual((await file('main', ODD_NAME, ctx)).items, [{ text: 'odd needle\n', mimeType: 'text/plain' }])
      const [logo] = (await file('main', 'logo.png', ctx)).items
      assert.deepEqual(logo, { blob: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), mimeType: 'image/png' })
      const [nul] = (await file('main', 'nul.bin', ctx)).items
      assert.deepEqual(nul, { blob: Buffer.from('a\0b'), mimeType: 'application/octet-stream' })
      const [latin1] = (await file('main', 'latin1.txt', ctx)).items
      assert.deepEqual(latin1, { blob: Buffer.from('caf\xe9\n', 'latin1'), mimeType: 'application/octet-stream' })
    })

    it('say NotFound for what is not there', async () => {
      await assert.rejects(file('main', 'nothing.txt', ctx), NotFound)
      await assert.rejects(file('nowhere', 'readme.md', ctx), NotFound)
      await assert.rejects(file('main', '*.md', ctx), NotFound)
    })

    it('list branches and tags', async () => {
      assert.deepEqual(await refs(ctx), [
        { name: 'feature/x', kind: 'branch', commit: hashes['feature'], current: false },
        { name: 'main', kind: 'branch', commit: hashes['submodule'], current: true },
        { name: 'v1.0', kind: 'tag', commit: hashes['root'], current: false },
      ])
    })
  })

  describe('release_notes', () => {
    it('embeds the commits between the refs, without merges', async () => {
      const text = await releaseNotes(ctx, 'v1.0', 'main', 'developers')
      assert.match(text, /from v1\.0 to main/)
      assert.match(text, new RegExp(`${hashes['add']?.slice(0, 12)} 2026-01-02 Émile Zola: Add a\nWith a body of`))
      assert.match(text, /breaking ones first/)
      assert.doesNotMatch(text, /Merge feature|Begin/)
      await assert.rejects(releaseNotes(ctx, 'main', 'v1.0'), refused(/Nothing came between/))
    })
  })

  describe('refuses with a clear error', () => {
    const REFS = ['', '-n1', '--all', '--output=x', '^main', ':readme.md', ':/Begin', 'main\0', 'main\nfoo', 'a\u0085b']
    const PATHS = [
      '',
      '-x',
      '--',
      '/etc/passwd',
      '..',
      '../x',
      'src/../../x',
      'a\\..\\b',
      'C:\\x',
      'c:x',
      '\\\\host\\x',
      'a\0b',
      'a\nb',
    ]

    for (const ref of REFS) {
      it(`the ref ${JSON.stringify(ref)}`, async () => {
        const calls = [
          () => log({ ref }, ctx),
          () => show(ctx, ref),
          () => diff({ base: ref }, ctx),
          () => diff({ base: 'main', head: ref }, ctx),
          () => blame(ctx, 'readme.md', 1, 1, ref),
          () => search({ pattern: 'a', ref }, ctx),
          () => file(ref, 'readme.md', ctx),
          () => releaseNotes(ctx, ref),
        ]
        for (const call of calls) await assert.rejects(call, refused(/^A ref can't|`ref` holds a control/))
      })
    }

    for (const path of PATHS) {
      it(`the path ${JSON.stringify(path)}`, async () => {
        const calls = [
          () => log({ path }, ctx),
          () => show(ctx, 'main', path),
          () => diff({ base: 'v1.0', path }, ctx),
          () => blame(ctx, path),
          () => search({ pattern: 'a', path }, ctx),
          () => file('main', path, ctx),
        ]
        for (const call of calls) await assert.rejects(call, refused(/^A path (is|can't)|`path` holds a control/))
      })
    }

    it('text that is more than a line', async () => {
      for (const text of ['a\nb', 'a\0b']) {
        await assert.rejects(log({ grep: text }, ctx), refused(/`grep` holds/))
        await assert.rejects(log({ author: text }, ctx), refused(/`author` holds/))
        await assert.rejects(search({ pattern: text }, ctx), refused(/`pattern` holds/))
      }
    })
  })

  it('says what an unknown ref is, and a range where one commit is meant', async () => {
    for (const ref of ['nowhere', 'v1.0..main', 'HEAD~99', 'main:readme.md', 'deadbeef'.repeat(5)]) {
      await assert.rejects(show(ctx, ref), refused(/is not a commit here.*git:\/\/refs/))
    }
  })

  it('stops git when the call is aborted', { skip: process.platform === 'win32' }, async t => {
    const folder = mkdtempSync(join(tmpdir(), 'mcpgen-slow-'))
    const path = process.env['PATH'] ?? ''
    t.after(() => {
      process.env['PATH'] = path
      rmSync(folder, { recursive: true })
    })
    const started = join(folder, 'pid')
    writeFileSync(join(folder, 'git'), `#!/bin/sh\necho $$ > '${started}'\nexec sleep 60\n`, { mode: 0o755 })
    process.env['PATH'] = `${folder}:${path}`

    const cancel = new AbortController()
    const call = assert.rejects(log({}, { signal: cancel.signal } as Context), { name: 'AbortError' })
    const pid = Number(await eventually(() => existsSync(started) && readFileSync(started, 'utf8').trim()))
    cancel.abort()
    await call
    await eventually(() => !isRunning(pid))
  })

  it('gives up on output beyond all bounds, and cuts what can be cut', async () => {
    const large = createRepository()
    large.write('large.txt', 'needle in a haystack, and more hay for the stack\n'.repeat(200_000))
    large.write('minified.js', `haystack;${'x'.repeat(3_000_000)}\n`)
    large.commit('Add large files')
    serve(large)
    const { matches: lines, truncated: cut } = await search({ pattern: 'haystack;' }, ctx)
    assert.deepEqual([lines[0]?.path, lines[0]?.text.length, cut], ['minified.js', 501, true])
    const { matches, truncated } = await search({ pattern: 'needle', limit: 1000 }, ctx)
    assert.deepEqual([matches.length, truncated], [1000, true])
    const { changes } = await show(ctx, 'HEAD', undefined, true, 1000)
    assert.deepEqual([changes.totals.additions, changes.patch?.truncated], [200_001, true])
    assert.ok((changes.patch?.text.length ?? 0) <= 1000)
    await assert.rejects(
      blame(ctx, 'large.txt', 1, 5).then(() => file('HEAD', 'large.txt', ctx)),
      refused(/4 MiB are read/),
    )
    large.remove()
  })

  it('is not led elsewhere by GIT_DIR and its like', async () => {
    process.env['GIT_DIR'] = '/nowhere'
    process.env['GIT_WORK_TREE'] = '/nowhere'
    try {
      assert.equal((await log({}, ctx)).commits.length, 8)
    } finally {
      delete process.env['GIT_DIR']
      delete process.env['GIT_WORK_TREE']
    }
  })

  it('takes paths from the top when it stands in a folder of the repository', async () => {
    process.env['GIT_REPOSITORY'] = join(repository.folder, 'src')
    assert.deepEqual(await subjects({ path: 'readme.md' }), ['Begin'])
    assert.deepEqual((await search({ pattern: 'One' }, ctx)).matches, [{ path: 'readme.md', line: 1, text: '# One' }])
  })
})

describe('the git example, served', { timeout: 120_000 }, () => {
  let repository: Repository
  let session: Session
  before(async () => {
    repository = story().repository
    const env = { PATH: process.env['PATH'] ?? '', GIT_REPOSITORY: repository.folder }
    const cwd = join(import.meta.dirname, '../../examples/git')
    session = await connectSdk1({ command: process.execPath, args: ['generated/main.mjs', '--stdio'], cwd, env })
  })
  after(async () => {
    await session?.close()
    repository.remove()
  })

  it('reads files by URI, with refs and names percent-encoded', async () => {
    const path = ODD_NAME.split('/').map(encodeURIComponent).join('/')
    assert.equal((await session.read(`git://main/${path}`))[0]?.text, 'odd needle\n')
    assert.equal((await session.read('git://feature%2Fx/feature.txt'))[0]?.text, 'feature\n')
    const [logo] = await session.read('git://main/logo.png')
    assert.deepEqual([logo?.mimeType, logo?.blob], ['image/png', 'iVBORwABAgM='])
    for (const uri of ['git://main/../x', 'git://main/%2e%2e/x', 'git://--all/readme.md', 'git://main//etc/passwd']) {
      await assert.rejects(session.read(uri))
    }
  })

  it('sends what the output schemas declare, for every tool', async () => {
    const calls: [string, Record<string, unknown>][] = [
      ['log', { limit: 3 }],
      ['show', { ref: 'main~1', patch: true }],
      ['diff', { base: 'v1.0' }],
      ['blame', { path: 'src/renamed.ts' }],
      ['search', { pattern: 'export' }],
    ]
    for (const [name, args] of calls) {
      const { structuredContent, isError } = await session.call(name, args)
      assert.ok(structuredContent && !isError, name)
    }
    const { structuredContent } = await session.call('log', { limit: 1 })
    const [commit] = (structuredContent as { commits: object[] }).commits
    assert.deepEqual(Object.keys(commit ?? {}), ['hash', 'parents', 'author', 'date', 'subject'])
  })

  it('tells a caller why a ref or a path is refused', async () => {
    for (const [name, args] of [
      ['show', { ref: '--all' }],
      ['blame', { path: '../x' }],
      ['search', { pattern: 'a', path: '/etc' }],
    ] as const) {
      const { isError, content } = await session.call(name, args)
      assert.equal(isError, true)
      assert.match(content[0]?.text ?? '', /^A (ref|path) /)
    }
  })
})

describe('the git example elsewhere', () => {
  after(() => delete process.env['GIT_REPOSITORY'])

  it('answers for a repository without commits', async () => {
    const empty = createRepository()
    serve(empty)
    assert.deepEqual(await log({}, ctx), { commits: [] })
    assert.deepEqual(await refs(ctx), [])
    for (const call of [() => show(ctx), () => search({ pattern: 'a' }, ctx), () => log({ ref: 'main' }, ctx)]) {
      await assert.rejects(call, refused(/has no commits yet/))
    }
    empty.remove()
  })

  it('serves a bare repository and one with SHA-256', async () => {
    for (const option of ['--bare', '--object-format=sha256']) {
      const source = createRepository(...(option === '--bare' ? [] : [option]))
      source.write('a.txt', 'text\n')
      const hash = source.commit('Only one')
      if (option === '--bare') source.git('config', 'core.bare', 'true')
      serve(option === '--bare' ? { folder: join(source.folder, '.git') } : source)
      const shown = await show(ctx)
      assert.equal(shown.hash, hash)
      assert.equal(shown.changes.totals.additions, 1)
      assert.equal((await blame(ctx, 'a.txt')).hunks[0]?.commit, hash)
      assert.equal((await search({ pattern: 'text' }, ctx)).matches[0]?.path, 'a.txt')
      source.remove()
    }
  })

  it('says that a folder is no repository, or no folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcpgen-none-'))
    serve({ folder })
    await assert.rejects(log({}, ctx), refused(/is not in a Git repository/))
    rmSync(folder, { recursive: true })
    await assert.rejects(log({}, ctx), refused(/git could not be started in/))
  })
})

/** The first truthy answer, asked every few milliseconds for ten seconds. */
async function eventually<T>(ask: () => T): Promise<NonNullable<T>> {
  for (const until = Date.now() + 10_000; Date.now() < until; await setTimeout(5)) {
    const answer = ask()
    if (answer) return answer
  }
  throw new Error('it did not happen')
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Gives the last commit a signature, which git would have a program look at. Returns its new hash. */
function sign({ folder, git, write }: Repository): string {
  const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n aaaa\n -----END PGP SIGNATURE-----\n'
  write('.git/commit', `${git('cat-file', 'commit', 'HEAD').replace('\n\n', `\n${signature}\n`)}\n`)
  const hash = git('hash-object', '-t', 'commit', '-w', join(folder, '.git/commit'))
  git('update-ref', 'refs/heads/main', hash)
  return hash
}
