import { once } from 'node:events'
import { createServer } from 'node:http'
import { createYoga } from 'graphql-yoga'
import { createAppStream } from './appstream.ts'
import { createPlainContext, plainSchema } from './baseline-schema.ts'

// Runs as a separate program; the argument is the emulator's URL.
const appStream = createAppStream(process.argv[2] ?? '')
const yoga = createYoga({ schema: plainSchema, context: () => createPlainContext(appStream) })
const server = createServer(yoga)
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/graphql is ready`)
