/** The types that the functions of a project share: every construct that they use stands here once. */

/** The text of one file; its names end in its number. */
export function printDomain(index: number): string {
  return `/** Where a person or parcel lives. */
export interface Address${index} {
  /** @minLength 1 @maxLength 120 */
  street: string
  city: string
  /** @pattern ^[0-9A-Z -]{3,10}$ */
  postcode?: string
  /** ISO country code. */
  country: 'DE' | 'FR' | 'GB' | 'US' | 'JP'
  geo?: [latitude: number, longitude: number]
}

export enum Priority${index} { Low = 'low', Normal = 'normal', High = 'high', Urgent = 'urgent' }

export type Money${index} = {
  /** @minimum 0 */
  amount: number
  currency: 'EUR' | 'USD' | 'JPY'
}

export type Shape${index} =
  | {
      kind: 'circle'
      /** @exclusiveMinimum 0 */
      radius: number
    }
  | { kind: 'rectangle'; width: number; height: number }
  | { kind: 'path'; points: Array<{ x: number; y: number }> }

export interface Person${index} {
  /** @format uuid */
  id: string
  name: string
  /** @format email */
  email: string
  /** @integer @minimum 0 @maximum 150 */
  age?: number
  address: Address${index}
  /** @maxItems 20 @uniqueItems */
  tags: string[]
  meta: Record<string, string | number | boolean>
}

export interface Page${index}<T> { items: T[]; total: number; next: string | null }

export interface Tree${index} { label: string; children: Tree${index}[]; owner?: Person${index} }

export type Patch${index}<T> = { [K in keyof T]?: T[K] | null }

export type Id${index}<Prefix extends string> = \`\${Prefix}_\${string}\`
`
}
