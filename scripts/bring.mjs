// Runs a script of this repository on the Node that it brings, installing first what is missing.
// It runs on any Node from 20 on, before anything is installed: plain JavaScript, no dependencies.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'

install()
run(findNode(), process.argv.slice(2))

/** Installs when the lockfile or a manifest has changed since the last time. */
function install() {
  const stamp = join(root, 'node_modules', '.brought')
  const wanted = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const npx = ['--yes', packageManager, 'install', '--frozen-lockfile', '--prefer-offline']
  const { status } = spawnSync('npx', npx, { cwd: root, stdio: ['ignore', 2, 2], shell: windows })
  if (status !== 0) {
    console.error('Installing failed; the lines above say why. Nothing was run.')
    process.exit(1)
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(stamp, wanted)
}

function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** The Node among the installed packages, else this one when it is new enough. */
function findNode() {
  const system = windows ? 'win' : process.platform
  for (const name of [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]) {
    const node = join(root, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node')
    if (existsSync(node)) return node
  }
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath
  console.error(
    `There is no Node package for ${process.platform} ${process.arch}, and this Node ${process.version} is too old.`,
  )
  console.error('Install Node 24 and run the command again.')
  process.exit(1)
}

/** Runs the script in the foreground; its exit code is ours, and an interrupt reaches it through the terminal. */
function run(node, args) {
  const path = [join(node, '..'), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } })
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 1))
}
