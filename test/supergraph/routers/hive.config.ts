import { defineConfig } from '@graphql-hive/gateway'

// What a company sets in its gateway.config.ts. Who asks is for the subgraphs to check: the token goes on to them.
export const gatewayConfig = defineConfig({
  propagateHeaders: {
    fromClientToSubgraphs({ request }) {
      const authorization = request.headers.get('authorization')
      return authorization === null ? {} : { authorization }
    },
  },
  // Over WebSockets; without this, over server-sent events.
  ...(process.env['SUBSCRIPTIONS'] === 'ws' && {
    transportEntries: { appstream: { options: { subscriptions: { kind: 'ws', location: '/graphql' } } } },
  }),
})
