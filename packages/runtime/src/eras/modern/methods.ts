/** The methods of 2026-07-28 that this server answers: those of what it declares. */
import { isRound, type Round } from '../../features/asks/round.ts'
import type { Cached, CacheHint } from '../../features/cache.ts'
import type { Call, ToolOutcome } from '../../features/call.ts'
import type { Features } from '../../features/features.ts'
import { isStarted, type Started } from '../../features/tasks/tasks.ts'
import type { List } from '../../features/visibility.ts'
import { prepared } from '../answer.ts'
import { noting, type OpenCall } from '../calls.ts'
import { capabilitiesOf } from '../capabilities.ts'
import { completionMethods } from '../completion.ts'
import { type Method, type Methods, methodTable } from '../dispatch.ts'
import { listMethod } from '../lists.ts'
import type { Served } from '../served.ts'
import type { Encoder } from './encode.ts'
import { taskState } from './encode-task.ts'
import { REVISIONS } from './revisions.ts'
import { type AskingMethod, createRounds } from './rounds.ts'
import { callingTasks, TASKS, taskMethods } from './tasks.ts'

export function createMethods(served: Served, encoder: Encoder): Methods {
  const { features, instructions } = served
  const capabilities = { ...capabilitiesOf(served), ...extensionsOf(features) }
  const asking = createAsking(served, encoder)
  const discovery = prepared(
    encoder.discover({
      supportedVersions: REVISIONS,
      capabilities,
      ...(instructions !== undefined && { instructions }),
    }),
  )
  return methodTable({
    'server/discover': () => discovery,
    ...(capabilities.tools && toolMethods(served, encoder, asking)),
    ...(capabilities.resources && resourceMethods(served, encoder, asking)),
    ...(capabilities.prompts && promptMethods(served, encoder, asking)),
    ...completionMethods(features, encoder.completion),
    ...skillMethods(served, encoder),
    ...taskMethods(features, encoder),
  })
}

/** What goes beyond the protocol's core, by identifier, with its settings. */
function extensionsOf({ skills, tasks }: Features): { readonly extensions?: object } {
  if (skills === undefined && tasks === undefined) return {}
  return {
    extensions: {
      ...(skills && { 'io.modelcontextprotocol/skills': { directoryRead: true } }),
      ...(tasks && { [TASKS]: {} }),
    },
  }
}

function toolMethods(served: Served, encoder: Encoder, asking: Asking): Methods {
  const { features } = served
  return {
    'tools/list': list({ key: 'tools', cached: 'tools', list: features.lists.tools }, served, encoder),
    'tools/call': asking('tools/call', callingTasks(features), encodeCalled(encoder)),
  }
}

function encodeCalled({ result, tool }: Encoder): (outcome: ToolOutcome | Started, call: OpenCall) => string {
  const encode = noting(tool)
  return (outcome, call) => (isStarted(outcome) ? result('task', taskState(outcome.task, tool)) : encode(outcome, call))
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
    const resumed = rounds.resume(name, call)
    const outcome = resumed instanceof Promise ? resumed.then(run) : run(resumed)
    if (!(outcome instanceof Promise)) return encode(outcome, call)
    return outcome.then(done =>
      isRound(done) ? encoder.result('input_required', rounds.members(name, call, done)) : encode(done, call),
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

/** server/utilities/caching: what differs, or may differ, from caller to caller is nobody else's. */
function hintOf({ visibility, more }: List, hint: CacheHint): CacheHint {
  return visibility === undefined && more === undefined ? hint : { ...hint, scope: 'private' }
}
