/** A binding, and its module and validators once they are loaded: at its first call, or by `Features.load`. */
import type { Binding, UserModule, Validators } from '../manifest.ts'
import type { JsonValue } from '../protocol/json.ts'
import type { Gate } from './gate.ts'
import { withSegments } from './segments.ts'

export interface Slot<B extends Binding = Binding> {
  readonly binding: B
  /** Who may see and use it; undefined for everybody. */
  readonly gate: Gate | undefined
  /** Whether `Loaded.output` is kept. */
  readonly validateOutput: boolean
  /** Set by the first load that succeeds. */
  loaded: Loaded<B> | undefined
  /** Shared by everybody who waits for it; forgotten when it fails, so that the next call tries again. */
  loading: Promise<Loaded<B>> | undefined
}

export interface Loaded<B extends Binding = Binding> {
  readonly binding: B
  /** Not everybody may have it. */
  readonly isGated: boolean
  readonly module: UserModule
  readonly input: Validators['input'] | undefined
  readonly coerce: Validators['coerce'] | undefined
  readonly decode: Validators['decode'] | undefined
  readonly output: Validators['output'] | undefined
  readonly encode: ((value: unknown) => JsonValue | undefined) | undefined
}

export function createSlot<B extends Binding>(
  binding: B,
  { validateOutput, gate }: { validateOutput: boolean; gate: Gate | undefined },
): Slot<B> {
  return { binding, gate, validateOutput, loaded: undefined, loading: undefined }
}

/** Loads once, however many ask. Rejects with what the module or its validators threw. */
export function loadSlot<B extends Binding>(slot: Slot<B>): Promise<Loaded<B>> {
  slot.loading ??= load(slot).catch((error: unknown) => {
    slot.loading = undefined
    throw error
  })
  return slot.loading
}

async function load<B extends Binding>(slot: Slot<B>): Promise<Loaded<B>> {
  const { binding } = slot
  const [module, validators] = await Promise.all([binding.load(), binding.validators?.()])
  // Members of a module namespace are slower to read on every call than those of a plain object.
  const loaded: Loaded<B> = {
    binding: validators?.revive === undefined ? binding : reviving(binding, validators.revive),
    isGated: slot.gate !== undefined,
    module,
    input: inputOf(binding, validators),
    coerce: validators?.coerce,
    decode: validators?.decode,
    output: slot.validateOutput ? validators?.output : undefined,
    encode: validators?.encode as Loaded['encode'],
  }
  slot.loaded = loaded
  return loaded
}

/** What stands in a path is held against more than its type. */
function inputOf(binding: Binding & { segments?: readonly string[] }, validators: Validators | undefined) {
  const input = validators?.input
  return input === undefined || binding.segments === undefined ? input : withSegments(input, binding.segments)
}

/** Bytes are made of their text each time that the function runs: what one run does to them is not what the next gets. */
function reviving<B extends Binding>(binding: B, revive: NonNullable<Validators['revive']>): B {
  return { ...binding, run: (module, args, given) => binding.run(module, revive(args), given) }
}

/** Slots by every name that a client may use. */
export function byNames<B extends Binding & { readonly formerly?: readonly string[] }>(
  slots: readonly Slot<B>[],
): Map<string, Slot<B>> {
  const former = slots.flatMap(slot => (slot.binding.formerly ?? []).map((name): [string, Slot<B>] => [name, slot]))
  return new Map([...former, ...slots.map((slot): [string, Slot<B>] => [slot.binding.name, slot])])
}
