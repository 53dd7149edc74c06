/** What tells clients how to be let in: challenges, and the metadata that they point to. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller, Opened, ProtectedResource, Site } from './authenticator.ts'
import { type Challenging, refusalHeaders, scopeHeaders } from './challenge.ts'
import { metadataOf, metadataPaths, metadataUrl, replyMetadata } from './metadata.ts'
import type { Refusal } from './refusal.ts'

export interface Guide {
  /** Headers of the answer to a refused request. */
  refusalHeaders(refusal: Refusal, req: IncomingMessage): Record<string, string>
  /** Headers of the answer to a caller who needs more scopes. */
  scopeHeaders(scopes: readonly string[], caller: Caller, req: IncomingMessage): Record<string, string>
  /** Whether a path beside the endpoint is answered here. */
  owns(path: string): boolean
  /** Answers a request for such a path. */
  reply(req: IncomingMessage, res: ServerResponse): void
}

export function createGuide(opened: readonly Opened[], site: Site): Guide {
  const headers = opened.flatMap(({ header }) => header ?? [])
  const scheme = headers.length > 0 && !headers.includes('authorization') ? 'ApiKey' : 'Bearer'
  const resource = opened.find(one => one.resource)?.resource
  return resource === undefined
    ? withoutMetadata({ scheme, metadata: undefined, scopes: [] })
    : withMetadata(resource, site)
}

function withoutMetadata(challenging: Challenging): Guide {
  return {
    refusalHeaders: refusal => refusalHeaders(refusal, challenging),
    scopeHeaders: (scopes, caller) => scopeHeaders(scopes, challenging, caller !== undefined),
    owns: () => false,
    reply() {},
  }
}

/** What depends on the resource's URL, and so on the port where no URL is configured. */
interface Known {
  readonly identifier: string
  readonly challenging: Challenging
  readonly metadata: string
}

function withMetadata(said: ProtectedResource, site: Site): Guide {
  const resource = { ...said, scopes: said.scopes ?? site.scopes }
  const paths = metadataPaths(said.identifier ?? site.url, site.path)
  let known: Known | undefined
  const at = (req: IncomingMessage): Known => {
    const identifier = resource.identifier ?? site.urlOf(req)
    if (known?.identifier !== identifier) known = knownOf(resource, identifier, site.name)
    return known
  }
  return {
    refusalHeaders: (refusal, req) => refusalHeaders(refusal, at(req).challenging),
    scopeHeaders: (scopes, caller, req) => scopeHeaders(scopes, at(req).challenging, caller !== undefined),
    owns: path => paths.has(path),
    reply: (req, res) => replyMetadata(req, res, at(req).metadata),
  }
}

function knownOf(resource: ProtectedResource & { scopes: readonly string[] }, identifier: string, name: string): Known {
  const { scopes } = resource
  return {
    identifier,
    challenging: { scheme: 'Bearer', metadata: metadataUrl(identifier), scopes },
    metadata: metadataOf({ ...resource, scopes }, identifier, name),
  }
}
