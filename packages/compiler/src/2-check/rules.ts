/** The rules over all declarations: one a file, and this is their table of contents. */
import type { Program } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
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
import { inputNotObject } from './input-not-object.ts'
import { invalidName } from './invalid-name.ts'
import { longDescription } from './long-description.ts'
import { missingDescription } from './missing-description.ts'
import { nothingDeclared } from './nothing-declared.ts'
import { rawSchema } from './raw-schema.ts'
import { reservedPath } from './reserved-path.ts'
import { routeAsks } from './route-asks.ts'
import { unannotatedTool } from './unannotated-tool.ts'
import { valueDoesNotFit } from './value-does-not-fit.ts'

type Rule = (program: Program) => Diagnostic[]

const RULES: readonly Rule[] = [
  invalidName,
  duplicateName,
  missingDescription,
  longDescription,
  contradictoryAnnotations,
  unannotatedTool,
  duplicateUri,
  duplicateRoute,
  reservedPath,
  routeAsks,
  ambiguousTemplate,
  inputNotObject,
  argumentNotText,
  flatForm,
  askKeyConflict,
  bytesArgument,
  valueDoesNotFit,
  rawSchema,
  badHeader,
  missingGuard,
  openAgainstConfig,
  guardWithoutAuth,
  publicGuarded,
]

/** Every finding of every rule. `found` is what reading found: where it failed, that nothing is declared is no news. */
export function check(program: Program, found: readonly Diagnostic[]): Diagnostic[] {
  const failed = found.some(diagnostic => diagnostic.severity === 'error')
  return [...(failed ? [] : nothingDeclared(program)), ...RULES.flatMap(rule => rule(program))]
}
