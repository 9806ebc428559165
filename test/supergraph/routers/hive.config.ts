import { defineConfig } from '@graphql-hive/gateway'

/** Protocols for subscribing to this gateway; server-sent events need no setting. */
const subscriptions = {
  ws: { kind: 'ws', location: '/graphql' },
  // Must be allowed by the subgraph's SUBSCRIPTION_CALLBACK_URLS.
  callback: {
    kind: 'http-callback',
    options: { public_url: process.env['CALLBACK_URL'], path: '/callback' },
  },
}[process.env['SUBSCRIPTIONS'] ?? '']

// Settings for a company's gateway.config.ts. Forwards the token: the subgraphs authenticate the caller.
export const gatewayConfig = defineConfig({
  propagateHeaders: {
    fromClientToSubgraphs({ request }) {
      const authorization = request.headers.get('authorization')
      return authorization === null ? {} : { authorization }
    },
  },
  ...(subscriptions && { transportEntries: { appstream: { options: { subscriptions } } } }),
  // Accepts callbacks.
  webhooks: true,
  // The subgraph's ROUTER_HMAC_SECRET: with it, the subgraph rejects requests that bypass this router.
  ...(process.env['HMAC_SECRET'] && { hmacSignature: { secret: process.env['HMAC_SECRET'] } }),
})
