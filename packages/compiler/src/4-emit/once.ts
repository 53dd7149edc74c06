/** What is made of plain data that never changes is made once, in however many builds of one process it stands. */
export function onceFor<T extends object, R>(make: (value: T) => R): (value: T) => R {
  const known = new WeakMap<T, { readonly made: R }>()
  return value => {
    const entry = known.get(value) ?? { made: make(value) }
    known.set(value, entry)
    return entry.made
  }
}
