/** What a request line asks for (RFC 9112 §3.2). */

export interface Target {
  /** With its query. */
  readonly path: string
  readonly host: string | undefined
}

/**
 * Nearly every request names a path. Some, as to a proxy, name the whole URL: every server must take it, and its host
 * counts instead of the header's (§3.2.2).
 *
 * @param host The `Host` header's value.
 */
export function targetOf(url: string, host: string | undefined): Target {
  if (url.startsWith('/')) return { path: url, host }
  const [, authority, path = ''] = /^https?:\/\/([^/?#]*)([^#]*)$/i.exec(url) ?? []
  if (authority === undefined) return { path: url, host }
  return { path: path.startsWith('/') ? path : `/${path}`, host: authority }
}
