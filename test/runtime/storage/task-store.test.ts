/** What a store of tasks does, whoever else is at it. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sqlite } from '@mcpgen/runtime/storage'
import type { Stores } from '../../../packages/runtime/src/features/storage.ts'
import type { NewTask, TaskWork } from '../../../packages/runtime/src/features/tasks/store.ts'
import { temporaryFolder } from '../../harness/project.ts'

const NOW = 1_800_000_000_000
const work: TaskWork = { args: { n: 1 }, client: undefined, capabilities: {}, memory: undefined, keys: {} }
const ask = { method: 'elicitation/create' as const, params: { message: 'Go on?' } }
const done = { outcome: { content: '[]' } }

const newTask = (id: string, change: Partial<NewTask> = {}): NewTask => ({
  id,
  owner: 'ada',
  caller: id,
  tool: 'dig',
  createdAt: NOW,
  expiresAt: NOW + 60_000,
  worker: 'one',
  leasedUntil: NOW + 10_000,
  work,
  ...change,
})

let one: Stores
let two: Stores
let count = 0
let id = ''
const lease = { worker: 'two', now: NOW + 1, leasedUntil: NOW + 10_001 }

before(async () => {
  const storage = sqlite(join(temporaryFolder(), 'deep/er/tasks.db'))
  one = await storage.open()
  two = await storage.open()
})
after(async () => {
  await one.close()
  await two.close()
})
beforeEach(() => {
  count += 1
  id = `task-${count}`
})

const read = async (now = NOW) => (await two.tasks.read([id], now))[0]

describe('more than a statement takes', { timeout: 30_000 }, () => {
  it('is read: 40,000 tasks, of which one asks', async () => {
    const ids = Array.from({ length: 40_000 }, (_, n) => `${id} ${n}`)
    const there = [ids[0], ids[20_000], ids[39_999]].map(String)
    for (const name of there) assert.equal(await one.tasks.create(newTask(name), 9), true)
    await one.tasks.ask({ id: there[1] ?? '', worker: 'one', now: NOW }, work, new Map([['go', ask]]))
    const tasks = await two.tasks.read(ids, NOW)
    assert.deepEqual(
      tasks.map(({ id, asks }) => [id, [...asks.keys()]]),
      [
        [there[0], []],
        [there[1], ['go']],
        [there[2], []],
      ],
    )
  })

  it('is asked: 10,000 questions of one task', async () => {
    await one.tasks.create(newTask(id), 9)
    const asks = new Map(Array.from({ length: 10_000 }, (_, n) => [`key ${n}`, ask]))
    assert.equal(await one.tasks.ask({ id, worker: 'one', now: NOW }, work, asks), true)
    assert.deepEqual([...((await read())?.asks.keys() ?? [])].sort(), [...asks.keys()].sort())
  })
})

describe('a task', () => {
  it('is there for everybody once it is created', async () => {
    assert.equal(await one.tasks.create(newTask(id), 9), true)
    assert.deepEqual(await read(), {
      id,
      owner: 'ada',
      tool: 'dig',
      status: 'working',
      createdAt: NOW,
      updatedAt: NOW,
      expiresAt: NOW + 60_000,
      leasedUntil: NOW + 10_000,
      asks: new Map(),
      ending: undefined,
    })
  })
  it('is not created where its caller has as many that have not ended', async () => {
    const open = (name: string) => one.tasks.create(newTask(name, { caller: id }), 2)
    assert.deepEqual(await Promise.all([open(`${id}a`), open(`${id}b`), open(`${id}c`)]), [true, true, false])
    await one.tasks.cancel(`${id}a`, NOW)
    assert.equal(await open(`${id}d`), true)
    const later = newTask(`${id}e`, { caller: id, createdAt: NOW + 10_001 })
    assert.equal(await one.tasks.create(later, 1), true, 'what nobody works on does not count')
  })
  it('that has ended is forgotten when its caller has ten times as many newer ones as may be open', async () => {
    const caller = id
    const ended = Array.from({ length: 12 }, (_, n) => `${caller}-${n}`)
    const others = newTask(`${caller}-other`)
    await one.tasks.create(others, 1)
    await one.tasks.settle({ id: others.id, worker: 'one', now: NOW }, done)
    for (const [n, name] of ended.entries()) {
      assert.equal(await one.tasks.create(newTask(name, { caller }), 1), true)
      await one.tasks.settle({ id: name, worker: 'one', now: NOW + n }, done)
    }
    assert.equal(await one.tasks.create(newTask(caller, { caller }), 1), true)
    const known = await two.tasks.read([others.id, caller, ...ended], NOW)
    assert.deepEqual(known.map(task => task.id).sort(), [others.id, caller, ...ended.slice(2)].sort())
  })
  it('is unknown from the time on when it expires, and forgotten by the next sweep', async () => {
    await one.tasks.create(newTask(id), 9)
    assert.ok(await read(NOW + 59_999))
    assert.equal(await read(NOW + 60_000), undefined)
    await one.tasks.sweep(NOW + 60_000)
    assert.equal(await read(), undefined)
  })
  it('ends once, and only by its worker', async () => {
    await one.tasks.create(newTask(id), 9)
    assert.equal(await two.tasks.settle({ id, worker: 'two', now: NOW + 1 }, done), false)
    assert.equal(await one.tasks.settle({ id, worker: 'one', now: NOW + 2 }, done), true)
    assert.equal(
      await one.tasks.settle({ id, worker: 'one', now: NOW + 3 }, { error: { code: 1, message: '' } }),
      false,
    )
    assert.equal(await two.tasks.cancel(id, NOW + 4), false)
    const { status, updatedAt, ending } = (await read()) ?? {}
    assert.deepEqual({ status, updatedAt, ending }, { status: 'completed', updatedAt: NOW + 2, ending: done })
  })
  it('has failed by an error, and what is cancelled has no ending', async () => {
    await one.tasks.create(newTask(id), 9)
    await one.tasks.settle({ id, worker: 'one', now: NOW }, { error: { code: 7, message: 'no' } })
    assert.equal((await read())?.status, 'failed')
    id += 'b'
    await one.tasks.create(newTask(id), 9)
    assert.equal(await two.tasks.cancel(id, NOW), true)
    assert.equal(await one.tasks.settle({ id, worker: 'one', now: NOW }, done), false)
    assert.deepEqual([(await read())?.status, (await read())?.ending], ['cancelled', undefined])
  })
})

describe('a task that asks', () => {
  const asking = async () => {
    await one.tasks.create(newTask(id), 9)
    const asks = new Map([
      ['a', ask],
      ['b', ask],
    ])
    assert.equal(
      await one.tasks.ask({ id, worker: 'one', now: NOW }, { ...work, keys: { a: 'a', b: 'b' } }, asks),
      true,
    )
  }
  const yes = { response: { action: 'accept' } }

  it('waits until all is answered; what is not asked is left out', async () => {
    await asking()
    await two.tasks.answer(id, { a: yes, c: yes }, NOW + 1)
    assert.deepEqual([...((await read())?.asks.keys() ?? [])], ['b'])
    assert.equal(await two.tasks.claim(id, lease), undefined)
    await one.tasks.answer(id, { b: { failure: 'gone' } }, NOW + 1)
    const claimed = await two.tasks.claim(id, lease)
    assert.deepEqual(claimed?.answers, { a: yes, b: { failure: 'gone' } })
    assert.deepEqual(claimed?.work.keys, { a: 'a', b: 'b' })
  })
  it('takes the first answer to a question', async () => {
    await asking()
    await one.tasks.answer(id, { a: yes, b: yes }, NOW)
    await two.tasks.answer(id, { a: { response: { action: 'cancel' } } }, NOW)
    assert.deepEqual((await two.tasks.claim(id, lease))?.answers['a'], yes)
  })
  it('is gone on with by one of all who try', async () => {
    await asking()
    await one.tasks.answer(id, { a: yes, b: yes }, NOW)
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two).tasks.claim(id, { ...lease, worker: `w${n}` })),
    )
    assert.equal(claims.filter(claim => claim !== undefined).length, 1)
  })
  it('gives the answers of the last questions alone', async () => {
    await asking()
    await one.tasks.answer(id, { a: yes, b: yes }, NOW)
    await two.tasks.claim(id, lease)
    await two.tasks.ask({ id, worker: 'two', now: NOW }, work, new Map([['c', ask]]))
    await two.tasks.answer(id, { c: yes, a: yes }, NOW)
    assert.deepEqual((await one.tasks.claim(id, lease))?.answers, { c: yes })
  })
  it('cannot be gone on with after it was cancelled', async () => {
    await asking()
    await one.tasks.cancel(id, NOW)
    await one.tasks.answer(id, { a: yes, b: yes }, NOW)
    assert.equal(await two.tasks.claim(id, lease), undefined)
  })
})

describe('a lease', () => {
  const lost = { error: { code: 1, message: 'lost' } }
  const lapsed = async (now: number) => (await two.tasks.lapse(now, lost)).filter(one => one === id)

  it('lapses where nobody renews it, and what comes after is refused', async () => {
    await one.tasks.create(newTask(id, { worker: id }), 9)
    assert.deepEqual(await lapsed(NOW + 10_000), [])
    assert.deepEqual(await two.tasks.renew({ worker: id, now: NOW, leasedUntil: NOW + 20_000 }), [id])
    assert.deepEqual(await lapsed(NOW + 20_001), [id])
    assert.deepEqual((await read())?.ending, lost)
    assert.equal(await one.tasks.settle({ id, worker: id, now: NOW }, done), false)
    assert.deepEqual(await one.tasks.renew({ worker: id, now: NOW, leasedUntil: NOW + 30_000 }), [])
  })
  it('is nothing that a task which waits for answers needs', async () => {
    await one.tasks.create(newTask(id, { worker: id }), 9)
    await one.tasks.ask({ id, worker: id, now: NOW }, work, new Map([['a', ask]]))
    assert.deepEqual(await lapsed(NOW + 50_000), [])
  })
})

describe('a list', () => {
  it("has its owner's tasks, the oldest first, page by page", async () => {
    const owner = `owner of ${id}`
    for (const n of [3, 1, 2]) await one.tasks.create(newTask(`${id}-${n}`, { owner, createdAt: NOW + n }), 9)
    await one.tasks.create(newTask(`${id}-x`), 9)
    const page = async (after: string | undefined) =>
      (await two.tasks.list(owner, { after, limit: 2, now: NOW })).map(task => task.id)
    assert.deepEqual(await page(undefined), [`${id}-1`, `${id}-2`])
    assert.deepEqual(await page(`${id}-2`), [`${id}-3`])
  })
})
