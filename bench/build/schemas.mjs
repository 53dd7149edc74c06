/**
 * What a client is told of every function, without validators: `node schemas.mjs <project>`. In JavaScript, as what it
 * imports: Node takes memory of its own where it strips types.
 */
import { writeFileSync } from 'node:fs'

const installed = new URL('../dist/installed/node_modules/', import.meta.url)
const { spareMemory } = await import(new URL('mcpgen/dist/project/memory.js', installed).href)
spareMemory()
const compiler = path => import(new URL(`@mcpgen/compiler/dist/${path}`, installed).href)
const { openSession } = await compiler('1-read/read.js')
const { createLower } = await compiler('3-lower/lower.js')
const { createFiles } = await compiler('files/files.js')

const [project = '.'] = process.argv.slice(2)
const session = openSession(createFiles())
const { program } = session.read({ root: project })
session.close()
writeFileSync(`${project}/schemas.json`, JSON.stringify(createLower()(program).map(one => one.entry)))
