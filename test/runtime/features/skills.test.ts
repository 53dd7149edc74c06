/** Skills as clients meet them (SEP-2640), on the skills of `fixtures/everything`. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { app as everything } from '../../../fixtures/everything/generated/app.mjs'
import { createApp } from '../../../packages/runtime/src/app.ts'
import type { SkillBinding } from '../../../packages/runtime/src/manifest.ts'
import { judgedClient } from '../../harness/client.ts'

const FOLDER = join(import.meta.dirname, '../../../fixtures/everything/skills')

interface Entry {
  uri: string
  frontmatter: { name: string; description: string }
  resources: { uri: string; digest: string; size: number }[]
}

function binding(name: string, load: SkillBinding['load'] = async () => ({ files: {} })): SkillBinding {
  const uri = `skill://${name}/SKILL.md`
  const entry = { uri, frontmatter: { name, description: 'x' }, resources: [{ uri, digest: 'sha256:0', size: 1 }] }
  const resource = { uri, name, description: 'x', mimeType: 'text/markdown' }
  return { name, uri, entry: JSON.stringify(entry), resource: JSON.stringify(resource), load }
}

const served = (skills: SkillBinding[], pageSize?: number) =>
  createApp({ contract: 1, name: 'tests', version: '1.0.0', skills, ...(pageSize && { config: { pageSize } }) })

describe('skills', { timeout: 10_000 }, () => {
  it('are declared, listed and got, with hints for caches', async () => {
    await using client = await judgedClient(everything)
    const { capabilities } = await client.send('server/discover')
    const { extensions, resources } = capabilities as { extensions: object; resources: object }
    assert.deepEqual(extensions, {
      'io.modelcontextprotocol/skills': { directoryRead: true },
      'io.modelcontextprotocol/tasks': {},
    })
    assert.ok(resources)
    const { skills, ttlMs, cacheScope } = await client.send('skills/list')
    assert.deepEqual([ttlMs, cacheScope], [300_000, 'public'])
    const [first, second] = skills as unknown as Entry[]
    assert.deepEqual([first?.frontmatter.name, second?.uri], ['incident-report', 'skill://writing/changelog/SKILL.md'])
    const { skill, nextCursor, ...got } = await client.send('skills/get', { uri: String(first?.uri) })
    assert.deepEqual(skill, first)
    assert.deepEqual([got['ttlMs'], got['cacheScope'], nextCursor], [300_000, 'public', undefined])
  })

  it('are read byte by byte as the entry has them, text and images', async () => {
    await using client = await judgedClient(everything)
    const { skills } = await client.send('skills/list')
    for (const { resources } of skills as unknown as Entry[]) {
      for (const { uri, digest, size } of resources) {
        const [contents] = await client.readResource(uri)
        assert.ok(contents)
        const { text, blob } = { text: undefined, blob: undefined, ...contents }
        const bytes = Buffer.from(text ?? blob ?? '', text === undefined ? 'base64' : 'utf8')
        assert.deepEqual(bytes, readFileSync(join(FOLDER, uri.replace('skill://', ''))))
        assert.equal(bytes.length, size)
        assert.equal(`sha256:${createHash('sha256').update(bytes).digest('hex')}`, digest)
      }
    }
  })

  it('are folders that can be read, one level at a time', async () => {
    await using client = await judgedClient(everything)
    const read = async (uri: string) => (await client.send('resources/directory/read', { uri }))['resources']
    assert.deepEqual(await read('skill://incident-report'), [
      { uri: 'skill://incident-report/SKILL.md', name: 'SKILL.md', mimeType: 'text/markdown' },
      { uri: 'skill://incident-report/assets', name: 'assets', mimeType: 'inode/directory' },
      { uri: 'skill://incident-report/references', name: 'references', mimeType: 'inode/directory' },
    ])
    assert.deepEqual(await read('skill://incident-report/assets/'), [
      { uri: 'skill://incident-report/assets/mark.png', name: 'mark.png', mimeType: 'image/png' },
    ])
  })

  it('are not what they are not: −32602', async () => {
    await using client = await judgedClient(everything)
    const wrong: [string, object][] = [
      ['skills/get', { uri: 'skill://nobody/SKILL.md' }],
      ['skills/get', { uri: 'skill://incident-report' }],
      ['skills/get', {}],
      ['resources/directory/read', { uri: 'skill://incident-report/SKILL.md' }],
      ['resources/directory/read', { uri: 'skill://incident-report/../..' }],
      ['resources/directory/read', { uri: 'file:///etc' }],
      ['resources/read', { uri: 'skill://incident-report/references' }],
      ['resources/read', { uri: 'skill://incident-report/../changelog/SKILL.md' }],
    ]
    for (const [method, params] of wrong) {
      await assert.rejects(client.send(method, { ...params }), { code: -32602 }, `${method} ${JSON.stringify(params)}`)
    }
  })

  it('are resources like any other for older clients, which know no more of them', async () => {
    for (const era of ['2025-11-25', '2025-03-26'] as const) {
      await using client = await judgedClient(everything, { era })
      const found = (await client.listResources()).find(({ uri }) => uri === 'skill://incident-report/SKILL.md')
      assert.deepEqual([found?.['name'], found?.['mimeType']], ['incident-report', 'text/markdown'])
      const [contents] = await client.readResource('skill://incident-report/SKILL.md')
      assert.match(JSON.stringify(contents), /"text":"---\\nname: incident-report/)
      await assert.rejects(client.send('skills/list'), { code: -32601 })
    }
  })

  it('come page by page', async () => {
    await using client = await judgedClient(served([binding('a'), binding('b'), binding('c')], 2))
    const { skills, nextCursor } = await client.send('skills/list')
    assert.equal((skills as unknown[]).length, 2)
    const rest = await client.send('skills/list', { cursor: String(nextCursor) })
    assert.deepEqual(
      (rest['skills'] as unknown as Entry[]).map(({ uri }) => uri),
      ['skill://c/SKILL.md'],
    )
    assert.equal(rest['nextCursor'], undefined)
  })

  it('are loaded once, when the first of a file is asked for, and again after a failure', async () => {
    let loads = 0
    const load = async () => {
      loads += 1
      if (loads === 1) throw new Error('no disk')
      return { files: { 'SKILL.md': { mimeType: 'text/markdown', text: 'Hello' } } }
    }
    await using client = await judgedClient(served([binding('a', load)]))
    await client.send('skills/list')
    assert.equal(loads, 0)
    await assert.rejects(client.readResource('skill://a/SKILL.md'), { code: -32603, message: 'Internal error' })
    const read = () => client.readResource('skill://a/SKILL.md')
    assert.deepEqual(await Promise.all([read(), read()]).then(([one]) => one), [
      { uri: 'skill://a/SKILL.md', mimeType: 'text/markdown', text: 'Hello' },
    ])
    assert.equal(loads, 2)
  })

  it('are not declared by a server that has none', async () => {
    await using client = await judgedClient(createApp({ contract: 1, name: 'tests', version: '1.0.0' }))
    const { capabilities } = await client.send('server/discover')
    assert.deepEqual(Object.keys(capabilities as object), ['logging'])
    await assert.rejects(client.send('skills/list'), { code: -32601 })
  })
})
