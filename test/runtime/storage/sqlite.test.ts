/** The file: who may open it, and what is said where that fails. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { sqlite } from '@mcpgen/runtime/storage'
import { temporaryFolder } from '../../harness/project.ts'

const folder = temporaryFolder()
const runtime = join(import.meta.dirname, '../../../packages/runtime/src')

describe('a storage', () => {
  it('takes a path and a file: URL, and makes the folder', async () => {
    const file = join(folder, 'a/b.db')
    await (await sqlite(file).open()).close()
    await (await sqlite(pathToFileURL(file)).open()).close()
    await (await sqlite(pathToFileURL(file).href).open()).close()
  })
  it('is opened by many at once, and has its tables once', async () => {
    const storage = sqlite(join(folder, 'many.db'))
    const all = await Promise.all(Array.from({ length: 10 }, () => storage.open()))
    await Promise.all(all.map(stores => stores.close()))
    const raw = new DatabaseSync(join(folder, 'many.db'))
    assert.deepEqual(
      raw
        .prepare('select version from mcpgen_migration')
        .all()
        .map(row => row['version']),
      [1],
    )
    assert.equal(raw.prepare('pragma journal_mode').get()?.['journal_mode'], 'wal')
    raw.close()
  })
  it('stays open for one application of a process when another closes it', async () => {
    const storage = sqlite(join(folder, 'two.db'))
    const [one, two] = [await storage.open(), await storage.open()]
    await one.close()
    assert.equal(await two.spent.take('token', 1), true)
    await two.close()
    const again = await storage.open()
    assert.equal(await again.spent.take('token', 1), false)
    await again.close()
  })
  it('is for nobody else on the machine to read', { skip: process.platform === 'win32' }, async () => {
    const stores = await sqlite(join(folder, 'own.db')).open()
    await stores.spent.take('token', 1)
    for (const file of globSync(join(folder, 'own.db*'))) assert.equal(statSync(file).mode & 0o077, 0, file)
    await stores.close()
  })
  it('of a newer version is left alone', async () => {
    const file = join(folder, 'newer.db')
    await (await sqlite(file).open()).close()
    const raw = new DatabaseSync(file)
    raw.exec('insert into mcpgen_migration values (99)')
    raw.close()
    await assert.rejects(sqlite(file).open(), /version 99 of its tables, and this @mcpgen\/runtime knows 1/)
  })
  it('that is no database, or that cannot be made, is named', async () => {
    writeFileSync(join(folder, 'text'), 'not a database, and longer than a header would be; so it can be told from one')
    await assert.rejects(sqlite(join(folder, 'text')).open(), /Cannot open the storage .*text: /)
    await assert.rejects(sqlite(join(folder, 'text/inner.db')).open(), /Cannot open the storage .*inner\.db: /)
  })
  it('says what to install where its packages are missing', async () => {
    const alone = join(folder, 'alone')
    mkdirSync(alone)
    for (const part of ['storage.ts', 'storage', 'features', 'protocol', 'validation']) {
      cpSync(join(runtime, part), join(alone, part), { recursive: true })
    }
    writeFileSync(join(alone, 'package.json'), '{ "type": "module" }')
    const script = `import { sqlite } from './storage.ts'; await sqlite('x.db').open().catch(e => console.log(e.message))`
    writeFileSync(join(alone, 'main.ts'), script)
    const { stdout } = await promisify(execFile)(process.execPath, ['main.ts'], { cwd: alone })
    assert.equal(stdout.trim(), 'SQLite needs two packages that are not installed: npm install better-sqlite3 kysely')
  })
})

describe('a token', () => {
  it('is taken by one of fifty at once, and can be forgotten', async () => {
    const { spent, close } = await sqlite(join(folder, 'tokens.db')).open()
    const take = () => spent.take('token', 1000)
    const taken = await Promise.all(Array.from({ length: 50 }, take))
    assert.equal(taken.filter(Boolean).length, 1)
    await spent.sweep(1000)
    assert.equal(await take(), false)
    await spent.sweep(1001)
    assert.equal(await take(), true)
    await close()
  })
  it('is taken by one of three processes, whichever is first', { timeout: 60_000 }, async () => {
    const script = `
      import { sqlite } from ${JSON.stringify(join(runtime, 'storage.ts'))}
      const { spent } = await sqlite(${JSON.stringify(join(folder, 'shared.db'))}).open()
      const taken = await Promise.all(Array.from({ length: 200 }, (_, n) => spent.take(String(n), 1)))
      console.log(taken.filter(Boolean).length)`
    writeFileSync(join(folder, 'take.ts'), script)
    const run = () => promisify(execFile)(process.execPath, [join(folder, 'take.ts')])
    const counts = (await Promise.all([run(), run(), run()])).map(({ stdout }) => Number(stdout))
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      200,
    )
  })
})
