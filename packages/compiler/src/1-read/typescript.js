/**
 * The TypeScript that ts-morph's packages bring, with its library as texts. It is required: an import would read the text
 * of the package once more, to find what it exports, and keep it.
 */
import { createRequire } from 'node:module'

export const { getLibFiles, ts } = createRequire(import.meta.url)('@ts-morph/common')
