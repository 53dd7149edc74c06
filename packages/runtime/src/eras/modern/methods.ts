/** The methods of 2026-07-28 that this server answers: those of what it declares. */
import { isRound, type Round } from '../../features/asks/round.ts'
import type { Cached } from '../../features/cache.ts'
import type { Call } from '../../features/call.ts'
import type { Features } from '../../features/features.ts'
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

function toolMethods({ features, pageSize }: Served, encoder: Encoder, asking: Asking): Methods {
  return {
    'tools/list': list({ key: 'tools', cached: 'tools', entries: features.entries.tools, pageSize }, encoder),
    'tools/call': asking('tools/call', features.callTool, noting(encoder.tool)),
  }
}

function resourceMethods({ features, pageSize }: Served, encoder: Encoder, asking: Asking): Methods {
  const { resources, templates } = features.entries
  return {
    'resources/list': list({ key: 'resources', cached: 'resources', entries: resources, pageSize }, encoder),
    'resources/templates/list': list(
      { key: 'resourceTemplates', cached: 'resources', entries: templates, pageSize },
      encoder,
    ),
    'resources/read': asking('resources/read', features.readResource, encoder.resource),
  }
}

function promptMethods({ features, pageSize }: Served, encoder: Encoder, asking: Asking): Methods {
  return {
    'prompts/list': list({ key: 'prompts', cached: 'prompts', entries: features.entries.prompts, pageSize }, encoder),
    'prompts/get': asking('prompts/get', features.getPrompt, encoder.prompt),
  }
}

/** SEP-2640. */
function skillMethods({ features: { skills }, pageSize }: Served, encoder: Encoder): Methods {
  if (skills === undefined) return {}
  return {
    'skills/list': list({ key: 'skills', cached: 'skills', entries: skills.entries, pageSize }, encoder),
    'skills/get': call => encoder.cached('skill', skills.get(call), 'skills'),
    'resources/directory/read': async call => {
      const entries = await skills.readDirectory(call)
      return list({ key: 'resources', cached: 'skills', entries, pageSize }, encoder)(call)
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

interface ListParts {
  readonly key: string
  readonly cached: Cached
  readonly entries: readonly string[]
  readonly pageSize: number | undefined
}

function list({ key, cached, entries, pageSize }: ListParts, encoder: Encoder): Method {
  return listMethod({ entries, pageSize, encode: encoder.list(key, cached), identity: key })
}
