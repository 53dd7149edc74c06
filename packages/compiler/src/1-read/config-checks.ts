/** Options of the config that name things of ours: warnings, and targets. */
import { diagnose, severityOf, WARNINGS } from '../diagnostics/catalogue.ts'
import type { Lint } from '../ir/declaration.ts'
import { isTarget, TARGET_NAMES, type Target } from '../ir/targets.ts'
import { type Module, spanOf, written } from './config-option.ts'
import { propertyName } from './literal.ts'
import { nearest } from './tag-names.ts'
import { ts } from './typescript.js'

type Option = ts.ObjectLiteralElementLike | undefined

/** What a config may say, to the build or to the start; `Config` of the runtime, as a test holds it. */
export const OPTIONS = (
  'name version title instructions icons src out from skills path url host port mode strict errors validateOutput pageSize cache ' +
  'around keys origins limits auth require requireGuards scopes storage singleUse legacy expose tags targets lint'
).split(' ')

/** One that is none of them. */
export function checkOptions(module: Module, { properties }: ts.ObjectLiteralExpression): void {
  for (const { name: node } of properties) {
    const name = node === undefined ? undefined : propertyName(node)
    if (node === undefined || name === undefined || OPTIONS.includes(name)) continue
    const instead = nearest(name, OPTIONS)
    const facts = { name, ...(instead !== undefined && { instead }) }
    module.diagnostics.push(diagnose('unknown-config-option', { span: spanOf(module, node) }, facts))
  }
}

/** Only what is a warning can be silenced. */
export function checkLint(module: Module, option: Option, lint: Lint): void {
  const value = option && written(option)
  for (const code of Object.keys(lint)) {
    const severity = severityOf(code)
    if (severity === 'warning') continue
    const members = value !== undefined && ts.isObjectLiteralExpression(value) ? value.properties : []
    const name = members.find(member => member.name !== undefined && propertyName(member.name) === code)?.name
    const instead = severity === undefined ? nearest(code, WARNINGS) : undefined
    const span = spanOf(module, name ?? value ?? module.source.endOfFileToken)
    const facts = { code, isError: severity === 'error', ...(instead !== undefined && { instead }) }
    module.diagnostics.push(diagnose('bad-lint', { span }, facts))
  }
}

/** Those that are known; every other is reported. */
export function targetsOf(module: Module, option: Option, texts: unknown): Target[] {
  const value = option && written(option)
  const elements = value !== undefined && ts.isArrayLiteralExpression(value) ? value.elements : []
  return ((texts ?? []) as string[]).flatMap((name, n) => {
    if (isTarget(name)) return [name]
    const span = spanOf(module, elements[n] ?? value ?? module.source.endOfFileToken)
    const instead = nearest(name, TARGET_NAMES)
    const facts = { name, known: TARGET_NAMES, ...(instead !== undefined && { instead }) }
    module.diagnostics.push(diagnose('bad-target', { span }, facts))
    return []
  })
}
