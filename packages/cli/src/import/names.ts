/** Names of functions, types and variables, made of what a document calls its things. */
import { createHash } from 'node:crypto'

/** The longest name that a tool may have. */
const LONGEST = 64

const RESERVED = new Set(
  (
    'abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else ' +
    'enum eval export extends false finally for from function get if implements import in instanceof interface is let ' +
    'module namespace never new null number object of package private protected public return set static string super ' +
    'switch symbol this throw true try type typeof undefined unknown var void while with yield ' +
    // What the module itself has.
    'Buffer JSON Number Object Promise Record String URL UserError authorization process request segment send Int Uuid Email Uri DateTime IsoDate Duration'
  ).split(' '),
)

export interface Names {
  /** A name of a value, never given twice: `listPets`. */
  value(wanted: string): string
  /** A name of a type, never given twice: `Pet`. */
  type(wanted: string): string
}

export function createNames(): Names {
  const taken = new Set<string>()
  const free = (wanted: string) => {
    let name = short(wanted)
    for (let n = 2; taken.has(name.toLowerCase()) || RESERVED.has(name); n++) name = short(`${wanted}${n}`)
    // Tools whose names differ in case alone are refused.
    taken.add(name.toLowerCase())
    return name
  }
  return {
    value: wanted => free(lower(identifier(wanted, 'call'))),
    type: wanted => free(upper(identifier(wanted, 'Type'))),
  }
}

/** A long name keeps its beginning; what tells it from others like it follows from the whole of it. */
function short(name: string): string {
  if (name.length <= LONGEST) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, LONGEST - 9)}_${hash}`
}

/** Words joined: `show-pet by_id` is `showPetBy_id`. */
function identifier(text: string, otherwise: string): string {
  const words = text.split(/[^A-Za-z0-9_]+/).filter(Boolean)
  const joined = words.map((word, n) => (n === 0 ? word : upper(word))).join('')
  if (joined === '') return otherwise
  return /^\d/.test(joined) ? `_${joined}` : joined
}

function upper(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

function lower(word: string): string {
  return /^[A-Z]+$/.test(word) ? word.toLowerCase() : word.slice(0, 1).toLowerCase() + word.slice(1)
}
