/** Lets Node import the project's TypeScript as the user's own tools read it. */
import Module from 'node:module'

/**
 * Registers tsx for `import` and for `require` between the files of a CommonJS package. It takes what Node's own type
 * stripping refuses (enums, `.js` specifiers of `.ts` files, imports of types without `type`, tsconfig paths), keeps one
 * instance of each module, and from its cache costs no more than stripping does.
 */
export async function registerTypeScript(): Promise<void> {
  const [esm, cjs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')])
  const extensions = (Module as unknown as { _extensions: Record<string, unknown> })._extensions
  const javascript = extensions['.js']
  cjs.register()
  // tsx would compile packages that are ES modules a second time for `require`: a `UserError` would then be two classes.
  extensions['.js'] = javascript
  esm.register()
}
