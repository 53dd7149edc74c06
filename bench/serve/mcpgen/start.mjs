// Starts the application on the port that the benchmark has chosen.
import { app } from './generated/app.mjs'

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
console.log('ready')
