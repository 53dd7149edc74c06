/** Where `corpus.test.ts` does not expect the verdict of somebody else's schemas, and why. */

/** Folders that cannot be read beside others. */
export const APART: Readonly<Record<string, string>> = {
  'namespace-deep-3': 'its namespace is spread over files that are no modules',
}

const DATE = 'a Date as an argument'
const PROMISE = 'a promise inside data'

/** Types that JSON cannot carry to a function, and what they hold: each is `not-serializable`. */
export const REFUSED: Readonly<Record<string, string>> = {
  'class-single': 'a class with methods',
  'import-internal': DATE,
  'structure-extra-props-symbol': 'symbols',
  symbol: 'a symbol',
  'type-date': DATE,
  'type-date-annotation': DATE,
  'type-keyof-tuple': 'the symbols among the keys of a list',
  'type-primitives': 'a bigint',
  'type-regexp': 'a RegExp',
  'type-typeof-class': 'a constructor',
  'type-uri': 'a URL as an argument',
  'unique-symbol': 'symbols',
  'promise-extensions.AndLikePromise': PROMISE,
  'promise-extensions.AndPromise': PROMISE,
  'promise-extensions.LikeAbstractClass': PROMISE,
  'promise-extensions.LikeClass': PROMISE,
  'promise-extensions.LikeInterface': PROMISE,
  'promise-extensions.LikeOrType': PROMISE,
  'promise-extensions.LikeType': PROMISE,
  'promise-extensions.PromiseAlias': PROMISE,
  'promise-extensions.PromiseClass': PROMISE,
  'promise-extensions.PromiseInterface': PROMISE,
  'promise-extensions.PromiseOrAlias': PROMISE,
  'promise-extensions.ThenableClass': PROMISE,
  'promise-extensions.ThenableInterface': PROMISE,
  'promise-extensions.WithProperty': PROMISE,
}

interface Exception {
  readonly why: string
  /** TypeScript does not say as we do; the reason stands in for it. */
  readonly argued?: true
}

const OWN_TAG = 'a tag that is theirs alone'
const WIDENED = 'a text that can be changed is a `string`, and not the text that it begins with'

/** Types of which we take something else than their schema does. */
export const OTHERWISE: Readonly<Record<string, Exception>> = {
  'annotation-nullable-definition': { why: `${OWN_TAG}: \`@nullable\`` },
  'annotation-ref': { why: `${OWN_TAG}: \`@ref\`` },
  'enums-mixed': { why: 'members that only running tells are numbers to TypeScript' },
  'generic-void': { why: '`void` is absent in JSON, and not `null`', argued: true },
  'literal-index-type': { why: WIDENED },
  'literal-object-type': { why: WIDENED },
  'object-required': { why: `${OWN_TAG}: \`@required\`` },
  'string-template-expression-literals': { why: 'a template of a number takes no other text' },
  'type-conditional-jsdoc': { why: 'what an alias says is not said of what a condition made of it' },
  'type-conditional-tuple-narrowing': { why: '`unknown` may be anything, and not only an object' },
  'type-intersection-additional-props': { why: 'a member is of all the index signatures at once' },
  'type-mapped-enum-null': { why: 'an enum that TypeScript refuses, whose members are numbers to it', argued: true },
  'type-mapped-number': { why: 'keys are numbers' },
  'type-mapped-symbol': { why: 'JSON has no keys that are symbols, and their schema takes any other' },
  'type-mapped-union-union': { why: 'a record has the keys that it is of, and no others' },
  'type-recursive-deep-exclude': { why: 'a tuple of `never` has no value, and their schema takes an object' },
  'type-typeof-class-static-property': { why: WIDENED },
  'type-typeof-enum': {
    why: 'an enum has the names of its numbers; a text is no member of one to TypeScript',
    argued: true,
  },
  'type-typeof-function.Test': {
    why: 'an optional function is left out, and their schema takes anything in its place',
  },
  'type-typeof-object-property': { why: WIDENED },
}
