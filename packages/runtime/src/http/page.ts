/** The page that a browser gets: what this address is, and how to connect. No scripts, and nothing from elsewhere. */

export interface PageContent {
  readonly name: string
  readonly version: string
  readonly title: string | undefined
  /** The endpoint as clients must write it. */
  readonly url: string
  /** Undefined where it depends on who asks. */
  readonly tools: readonly { readonly name: string; readonly description?: string }[] | undefined
}

export interface Page {
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
}

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}
code,pre{font:14px/1.5 ui-monospace,monospace}
pre{padding:1rem;overflow-x:auto;border:1px solid;border-radius:4px}
dt{margin-top:1rem;font-weight:600}
dd{margin:0;white-space:pre-line}`

export function renderPage({ name, version, title, url, tools }: PageContent): Page {
  const heading = escapeHtml(title ?? name)
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${heading}</h1>
<p>${escapeHtml(name)} ${escapeHtml(version)} is a server of the Model Context Protocol. This address is for MCP clients:</p>
<pre><code>${escapeHtml(url)}</code></pre>
<h2>Connect</h2>
<p>Claude Code:</p>
<pre tabindex="0"><code>${escapeHtml(`claude mcp add --transport http ${shellWord(name)} ${shellWord(url)}`)}</code></pre>
<p>Clients that read <code>.mcp.json</code>:</p>
<pre tabindex="0"><code>${escapeHtml(JSON.stringify({ mcpServers: { [name]: { type: 'http', url } } }, null, 2))}</code></pre>
${tools === undefined ? '' : `<h2>Tools</h2>\n${toolList(tools)}\n`}</main>
</body>
</html>
`
  return { html, headers: pageHeaders() }
}

function toolList(tools: NonNullable<PageContent['tools']>): string {
  if (tools.length === 0) return '<p>This server has no tools.</p>'
  const items = tools.map(
    ({ name, description = '' }) => `<dt><code>${escapeHtml(name)}</code></dt>\n<dd>${escapeHtml(description)}</dd>`,
  )
  return `<dl>\n${items.join('\n')}\n</dl>`
}

function pageHeaders(): Record<string, string> {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256').update(STYLE).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    Vary: 'Accept',
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character] ?? character)
}

/** A word that a shell takes as it is, quoted where it would not. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
