/** Who is measured: a row each. */
import { join } from 'node:path'
import { DIST } from '../lib/folders.ts'
import { compiledFolder, guardedFolder, jwtFolder, mcpgenFolder } from './prepare.ts'
import { token } from './token.ts'

export interface Competitor {
  readonly name: string
  readonly era: 'modern' | 'legacy'
  /** Calls go through a session that is opened first. */
  readonly sessions?: true
  /** Calls bring a token. */
  readonly token?: () => string
  readonly command: (tools: number) => readonly string[]
  readonly folder?: (tools: number) => string
  /** What `npm install` is told, without versions; absent for what is no package. */
  readonly packages?: readonly string[]
  /** Where answers in JSON are the default, streams need another start. */
  readonly streaming?: () => readonly string[]
  /** Makes everything anew for each request, so that a server of 10,000 tools takes seconds to answer. */
  readonly rebuilds?: true
}

const peer = (name: string, ...flags: string[]) => [
  process.execPath,
  join(DIST, 'serve', 'peers', `${name}.js`),
  ...flags,
]

export const FLOOR: Competitor = { name: 'floor', era: 'modern', command: () => peer('floor') }
export const WORKFLOOR: Competitor = { name: 'workfloor', era: 'modern', command: () => peer('workfloor') }

/** Compiled JavaScript, like everybody else. */
const mcpgen = {
  command: () => [process.execPath, 'start.mjs'],
  folder: compiledFolder,
}
export const MCPGEN: Competitor = { name: 'mcpgen', era: 'modern', ...mcpgen, packages: ['@mcpgen/runtime'] }
/** Measured where it makes a difference: at the start. */
export const MCPGEN_SOURCES: Competitor = { ...MCPGEN, name: 'mcpgen, from its sources', folder: mcpgenFolder }
export const MCPGEN_JWT: Competitor = { ...MCPGEN, name: 'mcpgen, jwt', folder: jwtFolder, token }
export const MCPGEN_GUARDED: Competitor = { ...MCPGEN, name: 'mcpgen, jwt and guards', folder: guardedFolder, token }
export const MCPGEN_SESSIONS: Competitor = { name: 'mcpgen, legacy sessions', era: 'legacy', sessions: true, ...mcpgen }

const SDK = ['@modelcontextprotocol/sdk', 'zod']

export const COMPETITORS: readonly Competitor[] = [
  FLOOR,
  WORKFLOOR,
  MCPGEN,
  MCPGEN_SESSIONS,
  {
    name: 'SDK 2.4.0',
    era: 'modern',
    command: () => peer('sdk-v2'),
    packages: ['@modelcontextprotocol/server', '@modelcontextprotocol/node', 'zod'],
    rebuilds: true,
  },
  {
    name: 'SDK 1.32.2, stateless',
    era: 'legacy',
    command: () => peer('sdk-v1'),
    streaming: () => peer('sdk-v1', '--sse'),
    packages: SDK,
    rebuilds: true,
  },
  {
    name: 'SDK 1.32.2, sessions',
    era: 'legacy',
    sessions: true,
    command: () => peer('sdk-v1', '--sessions'),
    streaming: () => peer('sdk-v1', '--sessions', '--sse'),
  },
  {
    name: 'fastmcp 4.20.16, stateless',
    era: 'legacy',
    command: () => peer('fastmcp'),
    streaming: () => peer('fastmcp', '--sse'),
    packages: ['fastmcp', 'zod'],
    rebuilds: true,
  },
  {
    name: 'tmcp 1.20.0',
    era: 'modern',
    command: () => peer('tmcp'),
    packages: ['tmcp', '@tmcp/adapter-zod', '@tmcp/transport-http', '@remix-run/node-fetch-server', 'zod'],
  },
  {
    name: '@hono/mcp 0.3.2, stateless',
    era: 'legacy',
    command: () => peer('hono'),
    streaming: () => peer('hono', '--sse'),
    packages: ['@hono/mcp', '@hono/node-server', 'hono', ...SDK],
    rebuilds: true,
  },
]
