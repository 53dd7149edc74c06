/** The rules over all declarations: one a file, and this is their table of contents. */
import type { Declaration, Part, Program } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { meaningOfFacts } from '../ir/meaning.ts'
import { createMemory, type Memory } from '../ir/memory.ts'
import type { Types } from '../ir/refs.ts'
import { guardWithoutAuth, missingGuard, openAgainstConfig, publicGuarded } from './access.ts'
import { ambiguousTemplate } from './ambiguous-template.ts'
import { argumentNotText } from './argument-not-text.ts'
import { askKeyConflict } from './ask-key-conflict.ts'
import { badHeader } from './bad-header.ts'
import { bytesArgument } from './bytes-argument.ts'
import { contradictoryAnnotations } from './contradictory-annotations.ts'
import { duplicateName } from './duplicate-name.ts'
import { duplicateRoute } from './duplicate-route.ts'
import { duplicateUri } from './duplicate-uri.ts'
import { flatForm } from './flat-form.ts'
import { hiddenCharacter } from './hidden-character.ts'
import { withPath } from './inner-path.ts'
import { inputNotObject } from './input-not-object.ts'
import { invalidName } from './invalid-name.ts'
import { longDescription } from './long-description.ts'
import { longName } from './long-name.ts'
import { missingDescription } from './missing-description.ts'
import { nothingDeclared } from './nothing-declared.ts'
import { ownPlace } from './own-place.ts'
import { rawSchema } from './raw-schema.ts'
import { reservedPath } from './reserved-path.ts'
import { routeAsks } from './route-asks.ts'
import { targetCompromise } from './target-compromise.ts'
import { unannotatedTool } from './unannotated-tool.ts'
import { valueDoesNotFit } from './value-does-not-fit.ts'

type Rule = (part: Part) => Diagnostic[]

/** What is right or wrong with a declaration, and with the types that it reaches, whatever else there is. */
const EACH: readonly Rule[] = [
  invalidName,
  missingDescription,
  longDescription,
  hiddenCharacter,
  contradictoryAnnotations,
  unannotatedTool,
  reservedPath,
  routeAsks,
  ambiguousTemplate,
  inputNotObject,
  argumentNotText,
  flatForm,
  bytesArgument,
  valueDoesNotFit,
  rawSchema,
  badHeader,
  missingGuard,
  openAgainstConfig,
  guardWithoutAuth,
  publicGuarded,
  longName,
  targetCompromise,
]

/** What declarations have to do with each other. */
const TOGETHER: readonly Rule[] = [duplicateName, duplicateUri, duplicateRoute, askKeyConflict]

/** Every finding of every rule. `found` is what reading found: where it failed, that nothing is declared is no news. */
export type Check = (program: Program, found: readonly Diagnostic[]) => Diagnostic[]

/** Checks one program after the other, and of each what could be found to be otherwise than before. */
export function createCheck(): Check {
  let last: { readonly facts: string; readonly memory: Memory<Declaration, Types, Diagnostic[]> } | undefined
  return (program, found) => {
    const { types, project } = program
    const facts = meaningOfFacts(project)
    if (last?.facts !== facts) last = { facts, memory: createMemory(Object.is) }
    const { memory } = last
    const failed = found.some(diagnostic => diagnostic.severity === 'error')
    const each = program.declarations.flatMap(declaration =>
      memory.of(declaration, { get: name => types.get(name) }, asked =>
        EACH.flatMap(rule => rule({ declarations: [declaration], types: asked, project })).map(found =>
          withPath(found, declaration, asked),
        ),
      ),
    )
    const all = [...(failed ? [] : nothingDeclared(program)), ...each, ...TOGETHER.flatMap(rule => rule(program))]
    return unique(all.map(diagnostic => ownPlace(diagnostic, program)))
  }
}

export const check: Check = (program, found) => createCheck()(program, found)

/** The same place is met by each declaration that reaches it. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const known = new Map<string, Diagnostic>()
  for (const one of diagnostics) {
    const key = `${one.code} ${one.span?.file} ${one.span?.start} ${one.message}`
    if (!known.has(key)) known.set(key, one)
  }
  return [...known.values()]
}
