/** What a config says of who may call. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { ProjectFacts } from '../ir/declaration.ts'
import { BUILT_IN, type Guard } from '../ir/guard.ts'
import { type Module, memberOf, readOption, spanOf, written } from './config-option.ts'
import { checkBuiltIn, isBuiltIn, parseGuard } from './guards.ts'
import { nearest } from './tag-names.ts'
import { ts } from './typescript.js'

export type Access = Pick<ProjectFacts, 'auth' | 'require' | 'requireGuards'>

/** `auth` alone is not read: that it is there is enough. */
export function readAccess(module: Module, options: ts.ObjectLiteralExpression): Access {
  const auth = isSet(memberOf(options, 'auth'))
  const require = readRequired(module, options)
  const requireGuards = (readOption(module, options, 'requireGuards') as boolean | undefined) ?? auth
  return {
    ...(auth && { auth }),
    ...(require.length > 0 && { require }),
    ...(requireGuards && { requireGuards }),
  }
}

function isSet(option: ts.ObjectLiteralElementLike | undefined): boolean {
  if (option === undefined || !ts.isPropertyAssignment(option)) return option !== undefined
  const { initializer } = option
  return !(ts.isIdentifier(initializer) && initializer.text === 'undefined')
}

function readRequired(module: Module, options: ts.ObjectLiteralExpression): Guard[] {
  const texts = (readOption(module, options, 'require') ?? []) as string[]
  const option = memberOf(options, 'require')
  const list = option === undefined ? undefined : written(option)
  const elements = list !== undefined && ts.isArrayLiteralExpression(list) ? list.elements : []
  return texts.flatMap((text, index) => {
    const span = spanOf(module, elements[index] ?? list ?? module.source.endOfFileToken)
    const guard = parseGuard(text)
    if (guard !== undefined && isBuiltIn(guard) && guard.name !== 'none') {
      const report = (found: ReturnType<typeof diagnose>) => void module.diagnostics.push(found)
      const checked = checkBuiltIn(guard, { span, alone: true, report })
      return checked === undefined ? [] : [checked]
    }
    const suggestion = nearest(
      text,
      BUILT_IN.filter(name => name !== 'none'),
    )
    module.diagnostics.push(
      diagnose(
        'bad-guard',
        { span },
        {
          problem: `\`${text}\` cannot be required of everything`,
          label: 'no built-in guard',
          help:
            suggestion === undefined
              ? "take one of 'authenticated', 'permission <name>', 'staff' and 'admin'; a function stands in `@guard`"
              : `write '${suggestion}'`,
        },
      ),
    )
    return []
  })
}
