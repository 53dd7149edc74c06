import type { Contract } from '@mcpgen/runtime/manifest'

/** What generated code is written for. When the runtime raises it, this is a type error until the phase follows. */
export const CONTRACT: Contract = 1
