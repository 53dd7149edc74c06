/** The methods of 2026-07-28 that this server answers: those of what it declares. */
import { prepared } from '../answer.ts'
import { capabilitiesOf } from '../capabilities.ts'
import { type Method, type Methods, methodTable } from '../dispatch.ts'
import { listMethod } from '../lists.ts'
import type { Served } from '../served.ts'
import { createEncoder, type Encoder } from './encode.ts'
import { REVISIONS } from './revisions.ts'

export function createMethods(served: Served): Methods {
  const { features, instructions } = served
  const capabilities = capabilitiesOf(features)
  const encoder = createEncoder(served, {
    supportedVersions: REVISIONS,
    capabilities,
    ...(instructions !== undefined && { instructions }),
  })
  const discovery = prepared(encoder.discover())
  return methodTable({
    'server/discover': () => discovery,
    ...(capabilities.tools && toolMethods(served, encoder)),
    ...(capabilities.resources && resourceMethods(served, encoder)),
    ...(capabilities.prompts && promptMethods(served, encoder)),
    ...completionMethods(served, encoder),
  })
}

function toolMethods({ features, pageSize }: Served, encoder: Encoder): Methods {
  return {
    'tools/list': list({ key: 'tools', entries: features.entries.tools, pageSize }, encoder),
    'tools/call': call => {
      const outcome = features.callTool(call)
      return outcome instanceof Promise ? outcome.then(encoder.tool) : encoder.tool(outcome)
    },
  }
}

function resourceMethods({ features, pageSize }: Served, encoder: Encoder): Methods {
  const { resources, templates } = features.entries
  return {
    'resources/list': list({ key: 'resources', entries: resources, pageSize }, encoder),
    'resources/templates/list': list({ key: 'resourceTemplates', entries: templates, pageSize }, encoder),
    'resources/read': call => {
      const outcome = features.readResource(call)
      return outcome instanceof Promise ? outcome.then(encoder.resource) : encoder.resource(outcome)
    },
  }
}

function promptMethods({ features, pageSize }: Served, encoder: Encoder): Methods {
  return {
    'prompts/list': list({ key: 'prompts', entries: features.entries.prompts, pageSize }, encoder),
    'prompts/get': call => {
      const outcome = features.getPrompt(call)
      return outcome instanceof Promise ? outcome.then(encoder.prompt) : encoder.prompt(outcome)
    },
  }
}

function completionMethods({ features: { complete } }: Served, encoder: Encoder): Methods {
  if (complete === undefined) return {}
  return {
    'completion/complete': call => {
      const outcome = complete(call)
      return outcome instanceof Promise ? outcome.then(encoder.completion) : encoder.completion(outcome)
    },
  }
}

function list(
  { key, entries, pageSize }: { key: string; entries: readonly string[]; pageSize: number | undefined },
  encoder: Encoder,
): Method {
  return listMethod({ entries, pageSize, encode: encoder.list(key), identity: key })
}
