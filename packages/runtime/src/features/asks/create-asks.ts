/** The members of a context that ask, over the asks of its run. */
import type { FormField, FormSchema } from '../../protocol/ask.ts'
import type { JsonObject } from '../../protocol/json.ts'
import type { GivenState } from '../given-state.ts'
import { formReader, type Read, readConsent, readRoots, readSampled } from './answers.ts'
import type { Ask, Asking } from './asking.ts'
import type { Asks, Choice, Elicited } from './asks.ts'
import { samplingParams } from './sampling.ts'

export function createAsks(asking: Asking, given: GivenState): Omit<Asks, 'can'> {
  return {
    elicit: (key, message, { id, choices } = {}) => {
      const compiled = given.surroundings.form(key)
      if (compiled === undefined) throw new Error(`There is no form for the key "${key}": ${REBUILD}`)
      const offer = choices === undefined ? undefined : withChoices(compiled, choices)
      return form(asking, { key, id, message, schema: offer ?? compiled, offer }) as never
    },
    elicitForm: async (key, message, schema, { id } = {}) => form(asking, { key, id, message, schema, offer: schema }),
    elicitUrl: async (key, message, url, { id } = {}) =>
      asking.ask({
        key,
        id,
        needs: ['elicitation.url'],
        read: readConsent,
        request: problem => elicitation({ mode: 'url', message: again(message, problem), url: pageUrl(url) }),
      }),
    sample: async (key, prompt, options = {}) =>
      asking.ask({
        key,
        id: options.id,
        needs: options.tools === undefined ? ['sampling'] : ['sampling', 'sampling.tools'],
        read: readSampled,
        request: () => ({ method: 'sampling/createMessage', params: samplingParams(prompt, options) }),
      }),
    roots: async (key, { id } = {}) =>
      asking.ask({ key, id, needs: ['roots'], read: readRoots, request: () => ({ method: 'roots/list', params: {} }) }),
    once: asking.once,
  }
}

const REBUILD = 'run `mcpgen build`, and pass the context on by its type'

/** A function whose asks the build did not see. A step is remembered for asks alone. */
const unseen = (): never => {
  throw new Error(`The build did not see that this function asks the client: ${REBUILD}`)
}
/** The members of a context whose function asks nothing. */
export const UNSEEN: Omit<Asks, 'can'> = {
  elicit: unseen,
  elicitForm: unseen,
  elicitUrl: unseen,
  sample: unseen,
  roots: unseen,
  once: async (_key, step) => step(),
}

interface FormAsk {
  readonly key: string
  readonly id: string | number | undefined
  readonly message: string
  readonly schema: FormSchema
  /** The form again, when the next run could not tell it. */
  readonly offer: FormSchema | undefined
}

function form(asking: Asking, { key, id, message, schema, offer }: FormAsk) {
  const sent = asking.offered(key, id) as FormSchema | undefined
  const ask: Ask<Elicited<Record<string, unknown>>> = {
    key,
    id,
    needs: ['elicitation'],
    read: formReader(sent ?? schema) as Read<Elicited<Record<string, unknown>>>,
    request: problem =>
      elicitation({ mode: 'form', message: again(message, problem), requestedSchema: schema as unknown as JsonObject }),
    ...(offer !== undefined && { offer: offer as unknown as JsonObject }),
  }
  return asking.ask(ask) as Promise<never>
}

/** client/elicitation, "URL Mode": a valid URL, for a browser to open. */
function pageUrl(url: string | URL): string {
  const { protocol, href } = new URL(url)
  if (protocol === 'https:' || protocol === 'http:') return href
  throw new Error(`ctx.elicitUrl takes an http or https URL, not ${protocol}`)
}

function elicitation(params: JsonObject) {
  return { method: 'elicitation/create' as const, params }
}

function again(message: string, problem: string | undefined): string {
  return problem === undefined ? message : `${message}\n\nThe last answer could not be used: ${problem}.`
}

/** The form with the choices that are known only now, for a field of text or a list of texts. */
function withChoices(schema: FormSchema, choices: Readonly<Record<string, readonly Choice[] | undefined>>): FormSchema {
  const properties = { ...schema.properties }
  for (const [name, options] of Object.entries(choices)) {
    const field = properties[name]
    if (field === undefined || options === undefined) continue
    properties[name] = withOptions(field, options)
  }
  return { ...schema, properties }
}

function withOptions(
  { type, title, description, minItems, maxItems }: FormField,
  options: readonly Choice[],
): FormField {
  const said = { ...(title !== undefined && { title }), ...(description !== undefined && { description }) }
  const titled = options.some(option => typeof option !== 'string' && option.title !== undefined)
  const values = options.map(option => (typeof option === 'string' ? option : option.value))
  const pairs = options.map(option =>
    typeof option === 'string'
      ? { const: option, title: option }
      : { const: option.value, title: option.title ?? option.value },
  )
  if (type !== 'array')
    return titled ? { type: 'string', ...said, oneOf: pairs } : { type: 'string', ...said, enum: values }
  return {
    type,
    ...said,
    items: titled ? { anyOf: pairs } : { type: 'string', enum: values },
    ...(minItems !== undefined && { minItems }),
    ...(maxItems !== undefined && { maxItems }),
  }
}
