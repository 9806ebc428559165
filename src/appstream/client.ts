import { AppStreamClient } from '@aws-sdk/client-appstream'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { createAgents, type NetworkOptions } from './agents.ts'
import type { RetryOptions } from './calls/retry.ts'
import { createRetryStrategy } from './calls/retry.ts'
import type { CredentialProvider } from './credentials/credential-cache.ts'
import type { PageScheduler } from './responses/page-scheduler.ts'
import { type BodyReaders, createProtocol } from './responses/protocol.ts'

/** Configures {@link createClient}. */
export interface ClientOptions {
  readonly region: string
  readonly endpoint: string
  readonly credentials: CredentialProvider
  /** Shared by all clients, so that they share connections; its creator destroys it. */
  readonly transport: NodeHttpHandler
  readonly retry: RetryOptions
  /** Parsers that replace the SDK's own for some operations. */
  readonly bodyReaders?: BodyReaders | undefined
  /** Shared by all clients, so that pages of all targets take turns. */
  readonly pageTurns?: PageScheduler
}

const CONNECT_TIMEOUT_MS = 3_000

/** Creates a transport with keep-alive connections, for any number of clients. */
export function createTransport(network: NetworkOptions): NodeHttpHandler {
  return new NodeHttpHandler({ ...createAgents(network), connectionTimeout: CONNECT_TIMEOUT_MS })
}

/** Creates an SDK client with our retry strategy. */
export function createClient(options: ClientOptions): AppStreamClient {
  const { region, endpoint, credentials, retry, transport, bodyReaders, pageTurns } = options
  const client = new AppStreamClient({
    region,
    endpoint,
    // `endpoint` already reflects these switches, and the SDK rejects a custom endpoint together with them.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    credentials,
    protocol: createProtocol(bodyReaders, pageTurns),
    retryStrategy: createRetryStrategy(retry),
    maxAttempts: retry.maxAttempts,
    requestHandler: transport,
    customUserAgent: 'appstream-graphql',
  })
  // This middleware copies every response to redact secrets for a log that is never written.
  client.middlewareStack.remove('loggerMiddleware')
  return client
}
