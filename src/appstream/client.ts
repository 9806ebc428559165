import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { AppStreamClient } from '@aws-sdk/client-appstream'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { CredentialProvider } from './kept-credentials.ts'
import { type BodyReaders, createProtocol } from './protocol.ts'
import type { RetryOptions } from './retry.ts'
import { createRetryStrategy } from './retry.ts'

/** What a client of one target needs to know. */
export interface ClientOptions {
  readonly region: string
  /** Another endpoint than AWS's own. */
  readonly endpoint?: string
  /** The standard AWS chain unless given. */
  readonly credentials?: CredentialProvider
  /** Shared by the clients, so that they share connections. Whoever made it destroys it. */
  readonly transport: NodeHttpHandler
  readonly retry: RetryOptions
  /** Read the bodies of their operations in place of the SDK. */
  readonly bodyReaders?: BodyReaders
}

const CONNECT_TIMEOUT_MS = 3_000
/** More than a target's busiest moment needs; what is over waits for a socket rather than opening hundreds. */
const MAX_SOCKETS = 50

/** What carries the calls of any number of clients, over kept-alive connections. */
export function createTransport(): NodeHttpHandler {
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS }
  return new NodeHttpHandler({
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    connectionTimeout: CONNECT_TIMEOUT_MS,
  })
}

/** An SDK client with our retry strategy. */
export function createClient(options: ClientOptions): AppStreamClient {
  const { region, endpoint, credentials, retry, transport, bodyReaders } = options
  const client = new AppStreamClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    ...(bodyReaders !== undefined && { protocol: createProtocol(bodyReaders) }),
    retryStrategy: createRetryStrategy(retry),
    maxAttempts: retry.maxAttempts,
    requestHandler: transport,
    customUserAgent: 'appstream-graphql',
  })
  // It copies every answer to leave secrets out of a log that nobody reads.
  client.middlewareStack.remove('loggerMiddleware')
  return client
}
