/** The formats of JSON Schema, by the examples of their RFCs and by those of the JSON Schema test suite. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formats } from '../../../packages/runtime/src/validation/formats.ts'
import { codePoints, duplicate } from '../../../packages/runtime/src/validation/keywords.ts'

interface Cases {
  readonly right: readonly string[]
  readonly wrong: readonly string[]
}

const CASES: Readonly<Record<string, Cases>> = {
  date: {
    right: ['1963-06-19', '2020-02-29', '2000-02-29', '0000-01-01'],
    wrong: [
      '1900-02-29',
      '2021-02-29',
      '2020-04-31',
      '2020-13-01',
      '2020-00-10',
      '2020-01-00',
      '06/19/1963',
      '2013-350',
      '1998-1-20',
      '1998-01-1',
      '1963-06-1৪',
      '20200101',
      ' 2020-01-01',
      '2020-01-01\n',
    ],
  },
  time: {
    right: [
      '08:30:06Z',
      '08:30:06.283185Z',
      '08:30:06+00:20',
      '23:59:60Z',
      '23:59:60+00:00',
      '01:29:60+01:30',
      '15:59:60-08:00',
      '23:29:60+23:30',
      '00:29:60-23:30',
      '08:30:06z',
    ],
    wrong: [
      '08:30:06',
      '8:30:06Z',
      '08:8:06Z',
      '22:59:60Z',
      '23:58:60Z',
      '23:59:60+01:00',
      '23:59:61Z',
      '24:00:00Z',
      '00:60:00Z',
      '01:02:03+24:00',
      '01:02:03+00:60',
      '01:02:03Z+00:30',
      '08:30:06 PST',
      '01:01:01,1111',
      '12:00:00.Z',
      '08:30:06-8:00',
    ],
  },
  'date-time': {
    right: [
      '1985-04-12T23:20:50.52Z',
      '1996-12-19T16:39:57-08:00',
      '1990-12-31T23:59:60Z',
      '1990-12-31T15:59:60-08:00',
      '1937-01-01T12:00:27.87+00:20',
      '1963-06-19t08:30:06.283185z',
    ],
    wrong: [
      '1998-12-31T23:59:61Z',
      '1998-12-31T23:58:60Z',
      '1998-12-31T22:59:60Z',
      '1990-02-31T15:59:59.123-08:00',
      '1990-12-31T15:59:59-24:00',
      '1963-06-19T08:30:06.28123+01:00Z',
      '2013-350T01:01:01',
      '1963-06-19 08:30:06Z',
      '1963-06-19',
      '1963-06-1৪T00:00:00Z',
      '1985-04-12T23:20:50',
    ],
  },
  duration: {
    right: ['P4DT12H30M5S', 'P4Y', 'PT0S', 'P0D', 'P1M', 'PT1M', 'PT36H', 'P1DT12H', 'P2W', 'P1Y2M3DT4H5M6S', 'P1YT1S'],
    wrong: [
      'PT1D',
      '4DT12H30M5S',
      'P',
      'P1YT',
      'PT',
      'P2D1Y',
      'P1D2H',
      'P2S',
      'P1Y2W',
      'P1',
      'P1Y2D',
      'PT1H2S',
      'P-1D',
      'PT0.5S',
      '',
      'P২Y',
    ],
  },
  email: {
    right: [
      'joe.bloggs@example.com',
      'te~st@example.com',
      '~test@example.com',
      'te.s.t@example.com',
      '"joe bloggs"@example.com',
      '"joe..bloggs"@example.com',
      '"joe@bloggs"@example.com',
      'joe.bloggs@[127.0.0.1]',
      'joe.bloggs@[IPv6:::1]',
      'a@localhost',
    ],
    wrong: [
      '2962',
      '.test@example.com',
      'test.@example.com',
      'te..st@example.com',
      'joe.bloggs@invalid=domain.com',
      'joe.bloggs@[127.0.0.300]',
      'a@',
      '@b',
      'a b@example.com',
      `${'a'.repeat(65)}@example.com`,
      'a@-b.com',
      'user1@oceania.org, user2@oceania.org',
    ],
  },
  hostname: {
    right: ['www.example.com', 'localhost', '1host', 'xn--4gbwdl.xn--wgbh1c', 'a-b.c', `${'a'.repeat(63)}.com`],
    wrong: [
      '-a-host-name-that-starts-with--',
      'not_a_valid_host_name',
      `${'a'.repeat(64)}.com`,
      'trailing-.com',
      'a..b',
      '',
      '.',
      'example.',
      `${'a.'.repeat(127)}a`,
    ],
  },
  ipv4: {
    right: ['192.168.0.1', '0.0.0.0', '255.255.255.255'],
    wrong: [
      '127.0.0.0.1',
      '256.256.256.256',
      '127.0',
      '0x7f000001',
      '2130706433',
      '087.10.0.1',
      '1.2.3.',
      '192.168.1.0/24',
      '1২7.0.0.1',
      ' 1.2.3.4',
    ],
  },
  ipv6: {
    right: [
      '::1',
      '::',
      '::abef',
      '12345::'.slice(1),
      'd6::',
      '1:d6::42',
      '1:2::3:4:5:6:7',
      '::ffff:192.168.0.1',
      '1:2:3:4:5:6:7:8',
      '1::d6:192.168.0.1',
      '::42:ff:1',
      'fe80:0:0:0:204:61ff:254.157.241.86',
    ],
    wrong: [
      '12345::',
      ':2:3:4:5:6:7:8',
      '1:2:3:4:5:6:7:',
      ':2:3:4::8',
      '1::d6::42',
      '1::2:192.168.256.1',
      '1::2:192.168.ff.1',
      '::ffff:192.168.0',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7',
      '1',
      '127.0.0.1',
      ':::1',
      '1:2:3:4:5:::8',
      'fe80::/64',
      'fe80::a%eth1',
      '::laptop',
      '1:1:1:1:1:1:1:1:255.255.255.255',
      '1:2:3:4:1.2.3.4:5:6',
      '1:2:3:4:5:6:7::8:9',
    ],
  },
  uri: {
    right: [
      'http://foo.bar/?baz=qux#quux',
      'http://foo.com/blah_(wikipedia)_blah#cite-1',
      'http://foo.bar/?q=Test%20URL-encoded%20stuff',
      'http://xn--nw2a.xn--j6w193g/',
      "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com",
      'http://223.255.255.254',
      'ftp://ftp.is.co.za/rfc/rfc1808.txt',
      'ldap://[2001:db8::7]/c=GB?objectClass?one',
      'mailto:John.Doe@example.com',
      'news:comp.infosystems.www.servers.unix',
      'tel:+1-816-555-1212',
      'urn:oasis:names:specification:docbook:dtd:xml:4.1.2',
      'file:///etc/hosts',
      'http://example.com:80',
    ],
    wrong: [
      '//foo.bar/?baz=qux#quux',
      '/abc',
      '\\\\WINDOWS\\fileshare',
      'abc',
      'http:// shouldfail.com',
      ':// should fail',
      'bar,baz:foo',
      'http://example.com/a b',
      'http://example.com/%zz',
      'http://[::1',
      'http://example.com:port',
      'http://a"b',
      'https://[@example.org/test.txt',
      'https://example.org/foobar\\.txt',
      'https://example.org/foobar<>.txt',
      'https://example.org/foobar{}.txt',
      'https://example.org/foobar^.txt',
      'https://example.org/foobar`.txt',
      'https://example.org/foo|bar.txt',
      '1a:b',
      'http://example.com/ä',
    ],
  },
  'uri-reference': {
    right: [
      'http://foo.bar/?baz=qux#quux',
      '//foo.bar/?baz=qux',
      '/abc',
      'abc',
      '#fragment',
      '',
      '?q',
      './a:b',
      'a/b:c',
    ],
    wrong: [':b', '\\\\WINDOWS\\fileshare', '#frag\\ment', '1a:b', 'a b', 'a#b#c'],
  },
  uuid: {
    right: [
      '2EB8AA08-AA98-11EA-B4AA-73B441D16380',
      '2eb8aa08-aa98-11ea-b4aa-73b441d16380',
      '00000000-0000-0000-0000-000000000000',
    ],
    wrong: [
      '2eb8aa08-aa98-11ea-b4aa-73b441d1638',
      '2eb8aa08aa9811eab4aa73b441d16380',
      '2eb8-aa08-aa98-11ea-b4aa73b44-1d16380',
      'urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380',
      '2eb8aa08-aa98-11ea-b4ga-73b441d16380',
    ],
  },
  'json-pointer': {
    right: ['', '/', '/foo/bar~0/baz~1/%a', '//', '/foo bar', '/~01', '/😀'],
    wrong: ['/foo/bar~', '#/a', 'a', '/~2', '/~0~', '0'],
  },
  regex: { right: ['([abc])+\\s+$', '^\\p{L}+$', ''], wrong: ['^(abc]', 'a\\-b', '(?<n'] },
}

for (const [name, { right, wrong }] of Object.entries(CASES)) {
  describe(name, () => {
    for (const text of right) it(`takes ${JSON.stringify(text)}`, () => assert.equal(formats[name]?.(text), true))
    for (const text of wrong) it(`refuses ${JSON.stringify(text)}`, () => assert.equal(formats[name]?.(text), false))
  })
}

describe('every format', () => {
  const size = 1_000_000
  const hostile = ['1', 'a', 'a.', ':', '/', '%41', '"', '\\', '1.', '::', '-', 'P1D', '~0', ' ', '😀']

  it('has cases here', () => assert.deepEqual(Object.keys(CASES).sort(), Object.keys(formats).sort()))

  for (const [name, check] of Object.entries(formats)) {
    it(`${name} takes linear time for what is almost right`, { timeout: 20_000 }, () => {
      if (name === 'regex') return
      for (const unit of hostile) {
        const started = performance.now()
        check(`${unit.repeat(size / unit.length)}!`)
        assert.ok(performance.now() - started < 1_000, `${name} with ${unit}`)
      }
    })
  }
})

describe('codePoints', () => {
  it('counts pairs of surrogates once and lone ones each', () => {
    const counts = ['', 'a', '😀', 'a😀b', '\ud83d', '\ude00\ud83d', '\ud83d\ud83d\ude00', '👨‍👩‍👧'].map(codePoints)
    assert.deepEqual(counts, [0, 1, 1, 3, 1, 2, 2, 5])
  })
})

describe('duplicate', () => {
  it('finds the first two that are equal', () => {
    assert.deepEqual(duplicate([1, 2, 3, 2, 1]), [1, 3])
    assert.deepEqual(
      duplicate([
        { a: [1], b: null },
        { b: null, a: [1] },
      ]),
      [0, 1],
    )
  })

  it('tells values of different types apart', () => {
    assert.equal(
      duplicate([
        1,
        '1',
        true,
        'true',
        null,
        'null',
        0,
        false,
        '',
        [],
        {},
        '[]',
        '{}',
        'json []',
        '__proto__',
        [1],
        ['1'],
      ]),
      undefined,
    )
  })

  it('takes linear time', () => {
    assert.equal(duplicate(Array.from({ length: 100_000 }, (_, n) => ({ n }))), undefined)
  })
})
