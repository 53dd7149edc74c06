/** The methods of one legacy revision that this server answers: those of what it declares. */
import type { ToolOutcome } from '../../features/call.ts'
import { MissingCapability, RpcError } from '../../features/errors.ts'
import { errorOutcome } from '../../features/tool-outcome.ts'
import type { List } from '../../features/visibility.ts'
import type { JsonObject } from '../../protocol/json.ts'
import { INVALID_PARAMS } from '../../protocol/jsonrpc.ts'
import { prepared } from '../answer.ts'
import { noting, type OpenCall } from '../calls.ts'
import { capabilitiesOf } from '../capabilities.ts'
import { completionMethods } from '../completion.ts'
import { type Method, type Methods, methodTable } from '../dispatch.ts'
import { listMethod } from '../lists.ts'
import { isLogLevel } from '../request.ts'
import type { Served } from '../served.ts'
import { converse, type Run } from './converse.ts'
import { downgradeEntry, downgradeTool } from './downgrade.ts'
import { createEncoder, type Encoder } from './encode.ts'
import type { Session } from './session.ts'
import { SUBSCRIPTION_METHODS } from './subscribers.ts'
import { taskMethods, tasksOf, withoutTask, withTask, withTaskSupport } from './tasks.ts'

const EMPTY = prepared('{}')

export function createMethods(served: Served, revision: string): Methods<Session> {
  const capabilities = capabilitiesOf(served)
  const parts: Parts = { served, revision, encoder: createEncoder(revision) }
  return methodTable<Session>({
    ping: () => EMPTY,
    'logging/setLevel': setLevel,
    ...(capabilities.tools && toolMethods(parts)),
    ...(capabilities.resources && resourceMethods(parts)),
    ...(capabilities.resources && served.mode === 'stateful' && SUBSCRIPTION_METHODS),
    ...(capabilities.prompts && promptMethods(parts)),
    ...completionMethods(served.features, parts.encoder.completion),
    ...taskMethods(served, revision, parts.encoder),
  })
}

interface Parts {
  readonly served: Served
  readonly revision: string
  readonly encoder: Encoder
}

const setLevel: Method<Session> = ({ params: { level } }, session) => {
  if (!isLogLevel(level))
    throw new RpcError(INVALID_PARAMS, 'Invalid params: "level" must be a log level, such as "info"')
  session.logLevel = level
  return EMPTY
}

function toolMethods(parts: Parts): Methods<Session> {
  const { features, wrapped } = parts.served
  const { tool } = parts.encoder
  const { revision } = parts
  const downgrade = (entry: JsonObject) =>
    withTaskSupport(downgradeTool(entry, revision, wrapped.has(String(entry['name']))), features, revision)
  const plain = askingTool(withoutTask(features, revision), noting(tool))
  const desk = tasksOf(features, revision)
  const asTask = desk && withTask(features, desk, tool)
  return {
    'tools/list': list({ key: 'tools', list: features.lists.tools, downgrade }, parts),
    'tools/call': asTask
      ? (call, session) => (call.params['task'] === undefined ? plain : asTask)(call, session)
      : plain,
  }
}

function resourceMethods(parts: Parts): Methods<Session> {
  const { features } = parts.served
  const { resource } = parts.encoder
  const { resources, templates } = features.lists
  const downgrade = (entry: JsonObject) => downgradeEntry(entry, parts.revision)
  return {
    'resources/list': list({ key: 'resources', list: resources, downgrade }, parts),
    'resources/templates/list': list({ key: 'resourceTemplates', list: templates, downgrade }, parts),
    'resources/read': asking(features.readResource, resource),
  }
}

function promptMethods(parts: Parts): Methods<Session> {
  const { features } = parts.served
  const { prompt } = parts.encoder
  const downgrade = (entry: JsonObject) => downgradeEntry(entry, parts.revision)
  return {
    'prompts/list': list({ key: 'prompts', list: features.lists.prompts, downgrade }, parts),
    'prompts/get': asking(features.getPrompt, prompt),
  }
}

/** A method that may ask the client on its way. */
function asking<T extends object>(run: Run<T>, encode: (outcome: T, call: OpenCall) => string): Method<Session> {
  return (call, session) => {
    const outcome = converse(run, call, session)
    return outcome instanceof Promise ? outcome.then(done => encode(done, call)) : encode(outcome, call)
  }
}

/** A model can read why a tool can't ask, and do without it. */
function askingTool(run: Run<ToolOutcome>, encode: ReturnType<typeof noting>): Method<Session> {
  const method = asking(run, encode)
  return (call, session) => {
    try {
      const result = method(call, session)
      return result instanceof Promise ? result.catch(error => encode(outcomeOf(error), call)) : result
    } catch (error) {
      return encode(outcomeOf(error), call)
    }
  }
}

function outcomeOf(error: unknown): ToolOutcome {
  if (error instanceof MissingCapability) return errorOutcome(error.message)
  throw error
}

interface ListParts {
  readonly key: string
  readonly list: List
  readonly downgrade: (entry: JsonObject) => JsonObject
}

function list({ key, list, downgrade }: ListParts, { served, encoder }: Parts): Method<Session> {
  return listMethod({
    list,
    pageSize: served.pageSize,
    convert: entry => JSON.stringify(downgrade(JSON.parse(entry))),
    frame: encoder.list(key),
    identity: key,
  })
}
