/** Loads every declaration's module ahead of the first call. */
import { loadSlot, type Slot } from './slot.ts'

/** More at once would be no faster, unless they wait for something themselves. */
const AT_ONCE = 8

/**
 * @param from The folder of compiled modules, where those are loaded.
 * @throws {Error} that names the first declaration that could not be loaded, and why.
 */
export async function loadAll(slots: readonly Slot[], from: string | undefined): Promise<void> {
  for (let start = 0; start < slots.length; start += AT_ONCE) {
    await Promise.all(slots.slice(start, start + AT_ONCE).map(slot => loadNamed(slot, from)))
    // A thousand modules take most of a second: a call that comes meanwhile is answered in between.
    await new Promise(resolve => setImmediate(resolve))
  }
}

async function loadNamed(slot: Slot, from: string | undefined): Promise<void> {
  try {
    await loadSlot(slot)
  } catch (cause) {
    const { name, source } = slot.binding
    const compile =
      from !== undefined && isMissingFile(cause) ? `: compile the sources into ${from}, for example with "npx tsc"` : ''
    throw new Error(`Cannot load ${name} (${source})${compile}`, { cause })
  }
}

/** Node gives a URL for a file that is not there, and none for a package. */
function isMissingFile(error: unknown): boolean {
  const { code, url } = (error ?? {}) as { code?: unknown; url?: unknown }
  return code === 'ERR_MODULE_NOT_FOUND' && typeof url === 'string'
}
