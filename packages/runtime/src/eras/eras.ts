/** Both eras over the same features. */
import type { Era, EraName } from './era.ts'
import { createLegacyEra } from './legacy/era.ts'
import { createModernEra } from './modern/era.ts'
import type { Served } from './served.ts'

export type Eras = Readonly<Record<EraName, Era>>

export function createEras(served: Served): Eras {
  return { modern: createModernEra(served), legacy: createLegacyEra(served) }
}

/** Ends the streams of subscribers, at the end of the server or of its input. */
export function endStreams({ modern, legacy }: Eras): void {
  modern.endStreams()
  legacy.endStreams()
}

/** The HTTP methods beside POST that one of the eras answers. */
export function verbsOf({ modern, legacy }: Eras): Era['verbs'] {
  return { ...legacy.verbs, ...modern.verbs }
}
