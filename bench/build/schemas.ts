/** What a client is told of every function, without validators: `node schemas.ts <project>`. */
import { writeFileSync } from 'node:fs'
import { spareMemory } from '../../packages/cli/src/project/memory.ts'
import { openSession } from '../../packages/compiler/src/1-read/read.ts'
import { createLower } from '../../packages/compiler/src/3-lower/lower.ts'
import { createFiles } from '../../packages/compiler/src/files/files.ts'

spareMemory()
const [project = '.'] = process.argv.slice(2)
const session = openSession(createFiles())
const { program } = session.read({ root: project })
session.close()
writeFileSync(`${project}/schemas.json`, JSON.stringify(createLower()(program).map(one => one.entry)))
