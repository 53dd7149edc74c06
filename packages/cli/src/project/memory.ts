/** How much memory a build takes at most. */
import v8 from 'node:v8'

/**
 * The space for what is new has grown enough while the compiler was loaded: it would become several times as large, and save
 * a build no time. What is old is collected before it has doubled, so that the program is gone when its files are printed.
 */
export function spareMemory(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=1')
  v8.setFlagsFromString('--heap-growing-percent=40')
}

/** As V8 does it by itself: who waits for an edit should not wait for the collector. */
export function spendMemory(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=2')
  v8.setFlagsFromString('--heap-growing-percent=0')
}
