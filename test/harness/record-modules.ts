/** Preloaded with `--import`: notes every module that the process loads, and tells when its parent asks. */
import { registerHooks } from 'node:module'

const loaded: string[] = []

registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})

process.on('message', () => process.send?.({ loaded, builtin: builtinModules() }))
process.channel?.unref()

/** Node's own list, the internal ones too; it has no declaration. */
function builtinModules(): string[] {
  return (process as unknown as { moduleLoadList: string[] }).moduleLoadList
}
