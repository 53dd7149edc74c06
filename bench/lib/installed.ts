/** mcpgen as a user has it: packed, and installed outside of the workspace. */
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DIST, REPOSITORY } from './folders.ts'

/** The projects of builds are in it, so that they find the runtime where npm put it. */
export const INSTALLED = join(DIST, 'installed')

const PACKAGES = join(INSTALLED, 'node_modules')

export const INSTALLED_CLI = join(PACKAGES, 'mcpgen', 'dist', 'bin.js')

/** @throws {Error} when a package can't be packed or installed; the lines of what failed say why. */
export function installMcpgen(): void {
  rmSync(INSTALLED, { recursive: true, force: true })
  mkdirSync(INSTALLED, { recursive: true })
  const { packageManager } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'))
  for (const name of ['runtime', 'compiler', 'cli'])
    run('npx', ['--yes', packageManager, 'pack', '--pack-destination', INSTALLED], join(REPOSITORY, 'packages', name))
  writeFileSync(join(INSTALLED, 'package.json'), '{ "private": true, "type": "module" }\n')
  const archives = globSync('*.tgz', { cwd: INSTALLED }).map(name => `./${name}`)
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...archives], INSTALLED)
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${cwd}.`)
}
