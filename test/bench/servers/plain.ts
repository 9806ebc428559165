import { createServer } from 'node:http'
import { createYoga } from 'graphql-yoga'
import { createAppStream } from './appstream.ts'
import { listen } from './listen.ts'
import { createPlainContext, plainSchema } from './plain-schema.ts'

// GraphQL server as most are written: Yoga, DataLoader and the SDK. The argument is the emulator's URL.
const appStream = createAppStream(process.argv[2] ?? '')
const yoga = createYoga({ schema: plainSchema, context: () => createPlainContext(appStream) })
await listen(createServer(yoga))
