/** The methods of 2026-07-28 that this server answers: those of what it declares. */
import { isRound, type Round } from '../../features/asks/round.ts'
import type { Cached, CacheHint } from '../../features/cache.ts'
import type { Call } from '../../features/call.ts'
import type { Features } from '../../features/features.ts'
import type { List } from '../../features/visibility.ts'
import { prepared } from '../answer.ts'
import { noting, type OpenCall } from '../calls.ts'
import { capabilitiesOf } from '../capabilities.ts'
import { completionMethods } from '../completion.ts'
import { type Method, type Methods, methodTable } from '../dispatch.ts'
import { listMethod } from '../lists.ts'
import type { Served } from '../served.ts'
import { createEncoder, type Encoder } from './encode.ts'
import { REVISIONS } from './revisions.ts'
import { type AskingMethod, createRounds } from './rounds.ts'

export function createMethods(served: Served): Methods {
  const { features, instructions } = served
  const capabilities = { ...capabilitiesOf(served), ...extensionsOf(features) }
  const encoder = createEncoder(served, {
    supportedVersions: REVISIONS,
    capabilities,
    ...(instructions !== undefined && { instructions }),
  })
  const asking = createAsking(served, encoder)
  const discovery = prepared(encoder.discover())
  return methodTable({
    'server/discover': () => discovery,
    ...(capabilities.tools && toolMethods(served, encoder, asking)),
    ...(capabilities.resources && resourceMethods(served, encoder, asking)),
    ...(capabilities.prompts && promptMethods(served, encoder, asking)),
    ...completionMethods(features, encoder.completion),
    ...skillMethods(served, encoder),
  })
}

/** What goes beyond the protocol's core, by identifier, with its settings. */
function extensionsOf({ skills }: Features): { readonly extensions?: object } {
  return skills === undefined ? {} : { extensions: { 'io.modelcontextprotocol/skills': { directoryRead: true } } }
}

function toolMethods(served: Served, encoder: Encoder, asking: Asking): Methods {
  const { features } = served
  return {
    'tools/list': list({ key: 'tools', cached: 'tools', list: features.lists.tools }, served, encoder),
    'tools/call': asking('tools/call', features.callTool, noting(encoder.tool)),
  }
}

function resourceMethods(served: Served, encoder: Encoder, asking: Asking): Methods {
  const { features } = served
  const { resources, templates } = features.lists
  return {
    'resources/list': list({ key: 'resources', cached: 'resources', list: resources }, served, encoder),
    'resources/templates/list': list(
      { key: 'resourceTemplates', cached: 'resources', list: templates },
      served,
      encoder,
    ),
    'resources/read': asking('resources/read', features.readResource, encoder.resource),
  }
}

function promptMethods(served: Served, encoder: Encoder, asking: Asking): Methods {
  const { features } = served
  return {
    'prompts/list': list({ key: 'prompts', cached: 'prompts', list: features.lists.prompts }, served, encoder),
    'prompts/get': asking('prompts/get', features.getPrompt, encoder.prompt),
  }
}

/** SEP-2640. */
function skillMethods(served: Served, encoder: Encoder): Methods {
  const { features, pageSize } = served
  const { skills } = features
  if (skills === undefined) return {}
  const hint = hintOf(skills.list, served.cache.skills)
  const encode = (entry: string) => encoder.cached('skill', entry, hint)
  return {
    'skills/list': list({ key: 'skills', cached: 'skills', list: skills.list }, served, encoder),
    'skills/get': call => {
      const entry = skills.get(call)
      return entry instanceof Promise ? entry.then(encode) : encode(entry)
    },
    'resources/directory/read': async call => {
      const entries = await skills.readDirectory(call)
      const frame = encoder.list('resources', hint)
      return listMethod({ list: { entries }, pageSize, frame, identity: 'resources' })(call, undefined)
    },
  }
}

/** Makes a method that may end by asking the client. */
type Asking = <T extends object>(
  name: AskingMethod,
  run: (call: Call) => T | Promise<T | Round>,
  encode: (outcome: T, call: OpenCall) => string,
) => Method

function createAsking(served: Served, encoder: Encoder): Asking {
  const rounds = createRounds(served)
  return (name, run, encode) => call => {
    const outcome = run(rounds.resume(name, call))
    if (!(outcome instanceof Promise)) return encode(outcome, call)
    return outcome.then(done =>
      isRound(done) ? encoder.inputRequired(rounds.members(name, call, done)) : encode(done, call),
    )
  }
}

interface Listed {
  readonly key: string
  readonly cached: Cached
  readonly list: List
}

function list({ key, cached, list }: Listed, served: Served, encoder: Encoder): Method {
  const frame = encoder.list(key, hintOf(list, served.cache[cached]))
  return listMethod({ list, pageSize: served.pageSize, frame, identity: key })
}

/** server/utilities/caching: what differs from caller to caller is nobody else's. */
function hintOf({ visibility }: List, hint: CacheHint): CacheHint {
  return visibility === undefined ? hint : { ...hint, scope: 'private' }
}
