/** The modules that random types are written into. */

export interface Writer {
  /** For TypeScript as a judge of JSON: a value of an enum or a brand is written as what it is, and no class has secrets. */
  readonly judged: boolean
  /** Declares a type, and gives what refers to it. */
  declare(text: (name: string) => string, comment?: string): string
  /** A type in a module of its own, where it has the name that others have in theirs. */
  elsewhere(text: string): string
  /** All modules, by path. */
  modules(): [string, string][]
}

const HEAD = `import type * as t from 'TYPES'\n`

const GENERICS = `
export type Id<V> = V
export type Or<V, D = V> = V extends never ? D : V
export type Same<T> = { [K in keyof T]: T[K] }
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }
export type Deep<T> = T extends object ? { readonly [K in keyof T]: Deep<T[K]> } : T
export type Sure<T> = { [K in keyof T]-?: T[K] }
export type Taken<T> = { [K in keyof T]: T[K] extends { of: infer V } ? V : never }
export type Renamed<T> = { [K in keyof T as K extends \`_\${infer R}\` ? R : never]: T[K] }
export type But<T, D> = { [K in keyof T as Exclude<K, D>]: T[K] }
export type ItemOf<L> = L extends readonly (infer E)[] ? E : never
export interface Box<V> { readonly of: V }
export declare function boxed<V>(value: V): Box<V>
`

export function createWriter(judged: boolean): Writer {
  const declarations: string[] = []
  const parts: string[] = []
  return {
    judged,
    declare(text, comment = '') {
      const name = `Type${declarations.length}`
      const at = declarations.push('') - 1
      declarations[at] = `${comment}export ${text(name)}\n`
      return `t.${name}`
    },
    elsewhere(text) {
      parts.push(text)
      return `import('PARTS/part${parts.length - 1}.ts').Shared`
    },
    modules() {
      const module = (path: string, text: string, up: string): [string, string] => [
        path,
        `${HEAD}${text}`.replaceAll('TYPES', `${up}types.ts`).replaceAll('PARTS', `${up}parts`),
      ]
      return [
        module('src/types.ts', GENERICS + declarations.join(''), './'),
        ...parts.map((text, n) => module(`src/parts/part${n}.ts`, `export type Shared = ${text}\n`, '../')),
      ]
    },
  }
}

/** A module beside `types.ts` that uses types. */
export function using(text: string): string {
  return `${HEAD}${text}`.replaceAll('TYPES', './types.ts').replaceAll('PARTS', './parts')
}
