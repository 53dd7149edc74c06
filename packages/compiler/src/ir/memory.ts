/** Of one compilation after the other, each makes again what could be another. */
import { meaningOf } from './meaning.ts'

/** What is made of a piece of a program by asking for others by their names. */
export interface Memory<Piece extends object, At, Made> {
  /** Made again when the piece is another object, or a question that was asked for it is answered otherwise. */
  of(piece: Piece, at: At, make: (at: At) => Made): Made
}

interface Question<At> {
  readonly of: keyof At
  readonly name: string
  readonly answer: unknown
}

/** @param same Whether two answers are. */
export function createMemory<Piece extends object, At extends Asking<At>, Made>(
  same: (a: unknown, b: unknown) => boolean,
): Memory<Piece, At, Made> {
  const known = new WeakMap<Piece, { readonly made: Made; readonly asked: readonly Question<At>[] }>()
  return {
    of(piece, at, make) {
      const before = known.get(piece)
      if (before?.asked.every(({ of, name, answer }) => same(at[of](name), answer))) return before.made
      const asked = new Map<string, Question<At>>()
      const made = make(listening(at, question => asked.set(`${String(question.of)} ${question.name}`, question)))
      known.set(piece, { made, asked: [...asked.values()] })
      return made
    },
  }
}

/** Functions that answer for a name. */
type Asking<At> = { readonly [Of in keyof At]: (name: string) => unknown }

function listening<At extends Asking<At>>(at: At, hear: (question: Question<At>) => void): At {
  const ask = (of: keyof At) => (name: string) => {
    const answer = at[of](name)
    hear({ of, name, answer })
    return answer
  }
  return Object.fromEntries(Object.keys(at).map(of => [of, ask(of as keyof At)])) as At
}

/** The same wherever it stands. */
export function isMeant(a: unknown, b: unknown): boolean {
  return a === b || (isPiece(a) && isPiece(b) && meaningOf(a) === meaningOf(b))
}

function isPiece(answer: unknown): answer is object {
  return typeof answer === 'object' && answer !== null
}
