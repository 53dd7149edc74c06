/** The page for a browser. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { renderPage } from '../../../packages/runtime/src/http/page.ts'
import { startServer } from '../../harness/server.ts'

const CONTENT = {
  name: 'notes',
  version: '1.0.0',
  title: '<Notes> & "more"',
  url: 'https://example.com/mcp?a=1&b=2',
  tools: [{ name: 'add', description: '<script>alert(1)</script>' }, { name: 'plain' }],
}

describe('the page', () => {
  it('says the address, how to connect, and which tools there are', async () => {
    await using server = await startServer()
    const { status, text, headers } = await server.request({
      method: 'GET',
      headers: { Accept: 'text/html,*/*;q=0.8' },
    })
    assert.equal(status, 200)
    assert.match(String(headers['content-type']), /^text\/html/)
    assert.ok(text.includes(`claude mcp add --transport http tests http://localhost:${server.port}/mcp`))
    assert.ok(text.includes(`&quot;url&quot;: &quot;http://localhost:${server.port}/mcp&quot;`))
    assert.ok(text.includes('<code>add</code>') && text.includes('Adds two integers.'))
  })

  it('escapes what others wrote', () => {
    const { html } = renderPage(CONTENT)
    assert.ok(!html.includes('<script') && !html.includes('<Notes>'))
    assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt;'))
    assert.ok(html.includes('<title>&lt;Notes&gt; &amp; &quot;more&quot;</title>'))
    assert.ok(html.includes('https://example.com/mcp?a=1&amp;b=2'))
  })

  it('quotes for a shell what a shell would read', () => {
    const { html } = renderPage({ ...CONTENT, name: "it's; rm -rf" })
    assert.ok(html.includes('claude mcp add --transport http &#39;it&#39;\\&#39;&#39;s; rm -rf&#39; '))
  })

  it('allows nothing but its own style', () => {
    const { html, headers } = renderPage(CONTENT)
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    assert.match(String(headers['Content-Security-Policy']), /^default-src 'none'; /)
    assert.ok(headers['Content-Security-Policy']?.includes(`style-src 'sha256-${hash}'`))
    assert.doesNotMatch(html, /<script|<img|<link|src=|style=/)
  })

  it('names the public URL where there is one, never the Host', async () => {
    await using server = await startServer({ url: 'https://api.example.com/mcp' })
    const headers = { Accept: 'text/html', Host: 'api.example.com' }
    const { text } = await server.request({ method: 'GET', headers })
    assert.ok(text.includes('https://api.example.com/mcp'))
    const other = await server.request({ method: 'GET', headers: { Accept: 'text/html', Host: 'evil.example.com' } })
    assert.equal(other.status, 403)
  })

  it('is for browsers alone: a client that asks for a stream is asked for its session', async () => {
    await using server = await startServer()
    const { status, json } = await server.request({ method: 'GET', headers: { Accept: 'text/event-stream' } })
    assert.deepEqual([status, json.error.code], [400, -32600])
  })
})
