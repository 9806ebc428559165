import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import { untilAborted } from './abort.ts'
import { assumptionError } from './exceptions.ts'
import { type CredentialProvider, keepCredentials } from './kept-credentials.ts'
import { createRetryStrategy, type RetryOptions } from './retry.ts'
import type { RoleSession } from './session.ts'

/** How roles are assumed. */
export interface RolesOptions {
  /** Another endpoint of STS than the region's own. */
  readonly endpoint?: string
  readonly transport: NodeHttpHandler
  readonly retry: RetryOptions
  /** One assumption, its retries included, in milliseconds. */
  readonly deadlineMs: number
  /** Aborts every assumption under way, when the gateway stops. */
  readonly stopped: AbortSignal
}

/** Gives the credentials of a role, assumed through STS in a region. Every failure is an UpstreamError. */
export type RoleAssumer = (region: string, roleArn: string, session: RoleSession) => CredentialProvider

/** Makes what assumes roles, with the credentials of the standard AWS chain; nothing is called before they are needed. */
export function createRoleAssumer(options: RolesOptions): RoleAssumer {
  const { endpoint, transport, retry, deadlineMs, stopped } = options
  const ownCredentials = fromNodeProviderChain()

  return (region, roleArn, { name, tags }) =>
    keepCredentials(async () => {
      const signal = AbortSignal.any([stopped, AbortSignal.timeout(deadlineMs)])
      const assume = fromTemporaryCredentials({
        masterCredentials: ownCredentials,
        params: { RoleArn: roleArn, RoleSessionName: name, ...(tags.length > 0 && { Tags: [...tags] }) },
        clientConfig: {
          region,
          ...(endpoint !== undefined && { endpoint }),
          retryStrategy: createRetryStrategy(retry),
          maxAttempts: retry.maxAttempts,
          requestHandler: abortedBy(signal, transport),
        },
      })
      try {
        // The gateway's own credentials, too, may be what is waited for.
        return await untilAborted(assume(), signal)
      } catch (cause) {
        throw assumptionError(cause)
      }
    })
}

/** A transport whose requests a signal aborts: the SDK does not pass one on to STS. */
function abortedBy(abortSignal: AbortSignal, transport: NodeHttpHandler) {
  const handle: NodeHttpHandler['handle'] = (request, options) =>
    transport.handle(request, { ...options, abortSignal })
  return {
    metadata: transport.metadata,
    handle,
    httpHandlerConfigs: () => transport.httpHandlerConfigs(),
    // The transport is shared: no one client sets it up.
    updateHttpClientConfig() {},
  }
}
