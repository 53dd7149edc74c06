/** `mcpgen explain --matrix`. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { matrixOf } from '../../packages/cli/src/explain/matrix.ts'
import { mcpgen } from '../harness/cli.ts'
import { temporaryProject } from '../harness/project.ts'

const MANIFEST = {
  contract: 1,
  guards: [
    { guard: 'src/a.ts#anyone', anonymous: true },
    { guard: 'src/a.ts#inTenant pro', anonymous: false },
  ],
  declarations: [
    { kind: 'tool', name: 'add', guards: ['none'] },
    { kind: 'tool', name: 'whoami', guards: ['authenticated'] },
    { kind: 'tool', name: 'report', guards: ['authenticated', 'permission reports:read'] },
    { kind: 'tool', name: 'purge', guards: ['staff', 'admin'] },
    { kind: 'tool', name: 'close', guards: ['staff', 'src/a.ts#inTenant pro'], scopes: ['issues:write'] },
    { kind: 'resource', name: 'notes', guards: ['src/a.ts#anyone'] },
    { kind: 'prompt', name: 'ask', guards: [], scopes: ['ask'] },
  ],
}

const project = (
  files: readonly (readonly [string, string])[] = [['generated/manifest.json', JSON.stringify(MANIFEST)]],
) => temporaryProject([['package.json', '{}'], ...files])

describe('explain --matrix', () => {
  it('says of each declaration what each caller can do with it', () => {
    const { rows } = matrixOf(MANIFEST)
    assert.deepEqual(
      rows.map(({ name, callers }) => [name, ...Object.values(callers)].join(' ')),
      [
        'add yes yes yes yes',
        'whoami no yes yes yes',
        'report no with with with',
        'purge no no with with',
        'close no no with no',
        'notes with with with with',
        'ask sees with with with',
      ],
    )
  })

  it('is a table, with a column for each permission, function and scope', async () => {
    const { stdout, code } = await mcpgen(['explain', '--matrix'], { cwd: project() })
    assert.equal(code, 0)
    assert.equal(
      stdout.slice(0, stdout.indexOf('\n\n')),
      `
                anonymous  authenticated  staff  admin  permission reports:read  anyone  inTenant pro  scope ask  scope issues:write
tool add        yes        yes            yes    yes
tool whoami     no         yes            yes    yes
tool report     no         with           with   with   needs
tool purge      no         no             with   with
tool close      no         no             with   no                                      needs                    to use
resource notes  with       with           with   with                            needs
prompt ask      sees       with           with   with                                                  to use`.slice(1),
    )
  })

  it('is Markdown or JSON', async () => {
    const cwd = project()
    const markdown = await mcpgen(['explain', '--matrix', '--format', 'markdown'], { cwd })
    assert.match(
      markdown.stdout,
      /^\| {2}\| anonymous \| authenticated \|.*\|\n\|---\|---\|.*\n\| `tool add` \| yes \|/,
    )
    const json = await mcpgen(['explain', '--matrix', '--format', 'json'], { cwd })
    assert.deepEqual(JSON.parse(json.stdout), matrixOf(MANIFEST))
  })

  it('says when nothing was built, and what formats there are', async () => {
    const unbuilt = await mcpgen(['explain', '--matrix'], { cwd: project([]) })
    assert.equal(unbuilt.code, 1)
    assert.match(unbuilt.stderr, /generated\/manifest\.json does not exist[\s\S]*mcpgen build/)
    const unknown = await mcpgen(['explain', '--matrix', '--format', 'yaml'], { cwd: project() })
    assert.equal(unknown.code, 2)
    assert.match(unknown.stderr, /--format takes text, markdown, json, not 'yaml'/)
    const nothing = await mcpgen(['explain'], { cwd: project() })
    assert.equal(nothing.code, 2)
    assert.match(nothing.stderr, /explain takes a code that the build printed, or --matrix/)
  })
})
