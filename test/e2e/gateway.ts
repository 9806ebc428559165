import { createSchema } from 'graphql-yoga'
import { createServer } from '../../src/server/http.ts'
import { createLogger } from '../../src/server/logger.ts'

/** A gateway for the browser to open. */
export interface Gateway extends AsyncDisposable {
  /** The GraphQL endpoint. */
  readonly url: string
}

/** Starts the edge around a stub of the graph: enough of it for the first example. */
export async function startGateway(): Promise<Gateway> {
  const server = createServer({
    host: '127.0.0.1',
    port: 0,
    graphiql: true,
    shutdownGraceMs: 1000,
    schema: createSchema({
      typeDefs: /* GraphQL */ `
        "Reads of images and image builders."
        type Query {
          "Image builders of every target, in pages."
          imageBuilders(first: Int): ImageBuilderConnection
        }
        type ImageBuilderConnection {
          totalCount: Int!
          nodes: [ImageBuilder!]!
          failures: [AppStreamTargetFailure!]!
        }
        type AppStreamTargetFailure {
          code: String!
          message: String!
        }
        type ImageBuilder {
          name: String!
          state: String!
          image: Image
        }
        type Image {
          name: String!
          state: String!
          platform: String
          imageBuilder: ImageBuilder
          baseImage: Image
        }
      `,
      resolvers: {
        Query: {
          imageBuilders: () => ({
            totalCount: 1,
            nodes: [
              { name: 'stub-builder', state: 'RUNNING', image: { name: 'stub-image', state: 'AVAILABLE' } },
            ],
            failures: [],
          }),
        },
      },
    }),
    createContext: () => ({}),
    isReady: () => true,
    logger: createLogger('silent'),
  })
  await server.start()
  return { url: server.url, [Symbol.asyncDispose]: server.stop }
}
