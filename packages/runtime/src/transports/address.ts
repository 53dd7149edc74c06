/** Where a server listens, and by which URL it is known. */
import { canonicalUrl } from '../http/canonical.ts'
import { bracketed, hostnameOf } from '../http/hosts.ts'
import { isLoopbackHost } from '../http/listener.ts'
import type { ResolvedConfig } from '../resolve-config.ts'

interface Wanted {
  readonly host?: string
  readonly unsafePublic?: boolean
}

/**
 * The host to listen on.
 *
 * @throws {Error} for one beyond loopback that nobody said is meant, and for one with `auth` but without a public URL:
 *   tokens are issued for that URL.
 */
export function checkedHost({ host, unsafePublic }: Wanted, config: ResolvedConfig): string | undefined {
  const chosen = host ?? config.host
  if (isLoopbackHost(chosen)) return chosen
  if (config.auth.length > 0 && config.url === undefined) {
    throw new Error(
      `Not listening on ${chosen}: with "auth" the public address must be known. ` +
        'Set "url" in the config to the one that clients use, such as "https://example.com/mcp".',
    )
  }
  if (config.auth.length > 0 || unsafePublic === true) return chosen
  throw new Error(
    `Not listening on ${chosen}: without "auth", everybody who reaches it may call every tool. ` +
      'Stay on loopback, or say that it is meant with --unsafe-public (unsafePublic: true).',
  )
}

/** The public URL, never from the `Host` header. */
export function urlOf(
  { url, path }: Pick<ResolvedConfig, 'url' | 'path'>,
  host: string | undefined,
  port: number,
): string {
  return url?.href ?? `http://${host === undefined ? 'localhost' : bracketed(host)}:${port}${path}`
}

/** The URL that tokens are issued for (RFC 8707 §2), by the port that a request came to. */
export function canonicalOf(
  config: Pick<ResolvedConfig, 'url' | 'path' | 'port'>,
): (port: number | undefined) => string {
  let known: { readonly port: number; readonly url: string } | undefined
  return (port = config.port) => {
    if (known?.port !== port) known = { port, url: canonicalUrl(new URL(urlOf(config, undefined, port))) }
    return known.url
  }
}

/** The names that a server on this host is asked for by. */
export function ownNames(host: string): string[] {
  const name = hostnameOf(`http://${bracketed(host)}`)
  return name === undefined || name === '0.0.0.0' || name === '[::]' ? [] : [name]
}
