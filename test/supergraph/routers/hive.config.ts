import { defineConfig } from '@graphql-hive/gateway'

/** How this gateway is subscribed to; server-sent events need no setting. */
const subscriptions = {
  ws: { kind: 'ws', location: '/graphql' },
  // Allowed by the subgraph's SUBSCRIPTION_CALLBACK_URLS.
  callback: {
    kind: 'http-callback',
    options: { public_url: process.env['CALLBACK_URL'], path: '/callback' },
  },
}[process.env['SUBSCRIPTIONS'] ?? '']

// What a company sets in its gateway.config.ts. Who asks is for the subgraphs to check: the token goes on to them.
export const gatewayConfig = defineConfig({
  propagateHeaders: {
    fromClientToSubgraphs({ request }) {
      const authorization = request.headers.get('authorization')
      return authorization === null ? {} : { authorization }
    },
  },
  ...(subscriptions && { transportEntries: { appstream: { options: { subscriptions } } } }),
  // Takes the callbacks in.
  webhooks: true,
  // The subgraph's ROUTER_HMAC_SECRET: it then runs nothing that did not come through here.
  ...(process.env['HMAC_SECRET'] && { hmacSignature: { secret: process.env['HMAC_SECRET'] } }),
})
