#!/usr/bin/env node
/** The command, on any Node: one that is too old is told so before anything loads that it lacks. */
import { readFileSync } from 'node:fs'

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const least: string = manifest.engines.node.replace('>=', '')

if (isOlder(process.versions.node, least)) {
  process.stderr.write(`error: mcpgen needs Node ${least} or later; this is ${process.version}, ${process.execPath}\n`)
  process.exitCode = 1
} else await import('./main.ts')

/** Whether a version is below another of which only major and minor are named. */
function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = than.split('.').map(Number)
  return major < leastMajor || (major === leastMajor && minor < leastMinor)
}
