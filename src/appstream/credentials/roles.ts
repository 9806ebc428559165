import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { AwsCredentialIdentity } from '@smithy/types'
import { untilAborted } from '../abort.ts'
import { createRetryStrategy, type RetryOptions } from '../calls/retry.ts'
import { assumptionError } from '../errors/exceptions.ts'
import { type CredentialProvider, keepCredentials } from './credential-cache.ts'
import type { RoleSession } from './role-session.ts'

/** Configures {@link createRoleAssumer}. */
export interface RolesOptions {
  /** Custom STS endpoint. Default: that of the region. */
  readonly endpoint?: string
  /** External id, which trust policies of the roles can require. */
  readonly externalId?: string
  /** The gateway's own credentials, by the region of the STS endpoint. */
  readonly ownCredentials: (region: string) => CredentialProvider
  readonly transport: NodeHttpHandler
  readonly retry: RetryOptions
  /** Timeout of one assumption, including retries, in milliseconds. */
  readonly deadlineMs: number
  /** Aborts all assumptions in flight when the gateway stops. */
  readonly stopped: AbortSignal
  /** Receives errors of background renewals, during which the old credentials are still valid. */
  readonly onRenewalFailed: (error: unknown) => void
}

/** Returns the credential provider of a role, assumed through STS in a region. It rejects with UpstreamError only. */
export type RoleAssumer = (region: string, roleArn: string, session: RoleSession) => CredentialProvider

/** Creates the role assumer, which uses the gateway's own credentials. Calls nothing until credentials are needed. */
export function createRoleAssumer(options: RolesOptions): RoleAssumer {
  const { endpoint, externalId, ownCredentials, transport, retry, deadlineMs, stopped } = options

  return (region, roleArn, { name, tags }) => {
    async function assumeRole(): Promise<AwsCredentialIdentity> {
      const signal = AbortSignal.any([stopped, AbortSignal.timeout(deadlineMs)])
      const clock = { offsetMs: 0 }
      const assume = fromTemporaryCredentials({
        masterCredentials: ownCredentials(region),
        params: {
          RoleArn: roleArn,
          RoleSessionName: name,
          ...(externalId !== undefined && { ExternalId: externalId }),
          ...(tags.length > 0 && { Tags: [...tags] }),
        },
        clientConfig: {
          region,
          // The SDK rejects these switches together with a custom endpoint.
          ...(endpoint !== undefined && { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
          retryStrategy: createRetryStrategy(retry),
          maxAttempts: retry.maxAttempts,
          requestHandler: abortedBy(signal, transport, clock),
        },
      })
      try {
        // Also bounds the wait for the gateway's own credentials.
        return toLocalTime(await untilAborted(assume(), signal), clock.offsetMs)
      } catch (cause) {
        throw assumptionError(cause)
      }
    }
    return keepCredentials(assumeRole, { onRenewalFailed: options.onRenewalFailed })
  }
}

/** Tolerates the duration of the response and the `Date` header, which has whole seconds. */
const CLOCK_TOLERANCE_MS = 60_000

/** Converts the expiry from the clock of STS to the local one. */
function toLocalTime(credentials: AwsCredentialIdentity, offsetMs: number): AwsCredentialIdentity {
  const { expiration } = credentials
  if (expiration === undefined || Math.abs(offsetMs) < CLOCK_TOLERANCE_MS) return credentials
  return { ...credentials, expiration: new Date(expiration.getTime() - offsetMs) }
}

/**
 * Returns a transport whose requests abort with a signal, which the SDK does not pass to STS. Records the offset of the
 * STS clock.
 */
function abortedBy(abortSignal: AbortSignal, transport: NodeHttpHandler, clock: { offsetMs: number }) {
  const handle: NodeHttpHandler['handle'] = async (request, options) => {
    const sent = await transport.handle(request, { ...options, abortSignal })
    const serverTime = Date.parse(sent.response.headers['date'] ?? '')
    if (!Number.isNaN(serverTime)) clock.offsetMs = serverTime - Date.now()
    return sent
  }
  return {
    metadata: transport.metadata,
    handle,
    httpHandlerConfigs: () => transport.httpHandlerConfigs(),
    // The transport is shared, so no client may reconfigure it.
    updateHttpClientConfig() {},
  }
}
