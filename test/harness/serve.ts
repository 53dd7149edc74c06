/** A program that serves `fixtures/everything` on a free port and says where. */
import { app } from '../../fixtures/everything/generated/app.mjs'

const { url } = await app.listen({ port: 0, eager: true })
console.log(url)
