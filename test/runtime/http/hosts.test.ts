/** basic/transports, "Security Warning": DNS rebinding ends at the parsed Host and Origin. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type HostRules, isAllowedOrigin, isOwnHost } from '../../../packages/runtime/src/http/hosts.ts'

const rules: HostRules = { names: ['api.example.com'], origins: new Set(['https://app.example.com']) }

describe('a Host', () => {
  const own: (string | undefined)[] = [
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    '127.0.0.1:3000',
    '127.1.2.3',
    '[::1]',
    '[::1]:3000',
    '[0:0:0:0:0:0:0:1]:3000',
    'api.example.com',
    'API.example.com:8443',
    '10.0.0.7:3000',
  ]
  for (const host of own) it(`${host} is this server's`, () => assert.equal(isOwnHost(host, '10.0.0.7', rules), true))

  const foreign: (string | undefined)[] = [
    undefined,
    '',
    'evil.example.com',
    'localhost.evil.example.com',
    'evil-localhost',
    'evil.example.com:3000',
    'api.example.com.evil.org',
    '127.0.0.1.evil.org',
    'evil.org#localhost',
    'evil.org/localhost',
    'localhost@evil.org',
    'user@localhost',
    '10.0.0.8',
    '[::2]',
    '0.0.0.0',
  ]
  for (const host of foreign) it(`${host} is not`, () => assert.equal(isOwnHost(host, '10.0.0.7', rules), false))

  it('that is the address the connection came to is this server, in IPv6 too', () => {
    assert.equal(isOwnHost('[fe80::1]:3000', 'fe80::1', rules), true)
    assert.equal(isOwnHost('10.0.0.7', '::ffff:10.0.0.7', rules), true)
    assert.equal(isOwnHost('[fe80::2]:3000', 'fe80::1', rules), false)
  })
})

describe('an Origin', () => {
  const allowed = [
    'http://localhost',
    'http://localhost:5173',
    'https://127.0.0.1:8443',
    'http://[::1]:6274',
    'https://app.example.com',
    'https://api.example.com',
  ]
  for (const origin of allowed) it(`${origin} may call`, () => assert.equal(isAllowedOrigin(origin, rules), true))

  const refused = [
    'null',
    '',
    'evil',
    'http://app.example.com',
    'https://app.example.com:444',
    'https://app.example.com.evil.org',
    'https://evil.org/https://app.example.com',
    'http://localhost.evil.org',
    'http://localhost:5173/',
    'http://localhost:5173, http://localhost',
    'file://',
    'chrome-extension://localhost',
    'ws://localhost',
    'ftp://localhost',
  ]
  for (const origin of refused) it(`${origin} may not`, () => assert.equal(isAllowedOrigin(origin, rules), false))
})
