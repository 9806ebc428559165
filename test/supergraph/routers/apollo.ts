import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import type { Router } from './router.ts'

interface RouterContext {
  readonly authorization?: string
}

/** Serves a supergraph with `@apollo/gateway` on a free port of 127.0.0.1, without subscriptions. */
export async function startApollo(supergraphSdl: string): Promise<Router> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: { debug() {}, info() {}, warn: console.warn, error: console.error },
    // Forwards the token: the subgraphs authenticate the caller.
    buildService: ({ url }) =>
      new RemoteGraphQLDataSource<RouterContext>({
        ...(url !== undefined && { url }),
        willSendRequest({ request, context }) {
          if (context.authorization !== undefined)
            request.http?.headers.set('authorization', context.authorization)
        },
      }),
  })
  const server = new ApolloServer<RouterContext>({ gateway, stopOnTerminationSignals: false })
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: 0 },
    context: async ({ req: { headers } }) =>
      headers.authorization === undefined ? {} : { authorization: headers.authorization },
  })
  return { url, [Symbol.asyncDispose]: () => server.stop() }
}

/**
 * Removes the access control directives from a subgraph's SDL. Unlike Apollo's router, `@apollo/gateway` does
 * not enforce them and rejects a supergraph that contains them; the subgraph enforces them itself.
 */
export function withoutSecurity(sdl: string): string {
  return sdl
    .replaceAll(/ @(authenticated|requiresScopes\(scopes: \[\[[^\]]*\]\]\))/g, '')
    .replaceAll(/"@(authenticated|requiresScopes)"(, )?/g, '')
}
