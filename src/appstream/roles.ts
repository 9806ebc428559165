import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { AwsCredentialIdentity } from '@smithy/types'
import { untilAborted } from './abort.ts'
import { assumptionError } from './exceptions.ts'
import { type CredentialProvider, keepCredentials } from './kept-credentials.ts'
import { createRetryStrategy, type RetryOptions } from './retry.ts'
import type { RoleSession } from './session.ts'

/** Configures {@link createRoleAssumer}. */
export interface RolesOptions {
  /** Another endpoint of STS than the region's own. */
  readonly endpoint?: string
  /** Proves to the trust policies of the roles on whose behalf the gateway assumes them. */
  readonly externalId?: string
  /** The gateway's own credentials, by the region that STS is asked in. */
  readonly ownCredentials: (region: string) => CredentialProvider
  readonly transport: NodeHttpHandler
  readonly retry: RetryOptions
  /** One assumption, its retries included, in milliseconds. */
  readonly deadlineMs: number
  /** Aborts every assumption under way, when the gateway stops. */
  readonly stopped: AbortSignal
  /** Receives the errors of renewals that no call waited for, because its credentials are valid still. */
  readonly onRenewalFailed: (error: unknown) => void
}

/** Returns the credential provider of a role, assumed through STS in a region. It rejects with UpstreamError only. */
export type RoleAssumer = (region: string, roleArn: string, session: RoleSession) => CredentialProvider

/** Creates the assumer of roles, with the gateway's own credentials; nothing is called before they are needed. */
export function createRoleAssumer(options: RolesOptions): RoleAssumer {
  const { endpoint, externalId, ownCredentials, transport, retry, deadlineMs, stopped } = options

  return (region, roleArn, { name, tags }) => {
    async function obtain(): Promise<AwsCredentialIdentity> {
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
          // With an endpoint of one's own, the SDK rejects the switches.
          ...(endpoint !== undefined && { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
          retryStrategy: createRetryStrategy(retry),
          maxAttempts: retry.maxAttempts,
          requestHandler: abortedBy(signal, transport, clock),
        },
      })
      try {
        // The gateway's own credentials, too, may be what is waited for.
        return toLocalTime(await untilAborted(assume(), signal), clock.offsetMs)
      } catch (cause) {
        throw assumptionError(cause)
      }
    }
    return keepCredentials(obtain, { onRenewalFailed: options.onRenewalFailed })
  }
}

/** More than an answer takes; with less, `Date`, which has no fractions, says nothing. */
const CLOCK_TOLERANCE_MS = 60_000

/** STS says by its own clock when credentials expire, which may not be the time here. */
function toLocalTime(credentials: AwsCredentialIdentity, offsetMs: number): AwsCredentialIdentity {
  const { expiration } = credentials
  if (expiration === undefined || Math.abs(offsetMs) < CLOCK_TOLERANCE_MS) return credentials
  return { ...credentials, expiration: new Date(expiration.getTime() - offsetMs) }
}

/** A transport whose requests a signal aborts, which the SDK does not pass on to STS. It notes how far STS's clock is ahead. */
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
    // The transport is shared: no one client sets it up.
    updateHttpClientConfig() {},
  }
}
