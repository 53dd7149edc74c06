/** Installs what mcpgen is measured beside, which no other command of the repository needs. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BENCH } from './folders.ts'

/** @throws {Error} when npm fails; its own lines say why. */
export function installPeers(): void {
  const stamp = join(BENCH, 'node_modules', '.installed')
  const lock = createHash('sha256')
    .update(readFileSync(join(BENCH, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('Installing the peers (once)')
  const npm = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync('npm', npm, { cwd: BENCH, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('The peers could not be installed.')
  writeFileSync(stamp, lock)
}
