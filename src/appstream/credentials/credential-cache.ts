import type { AwsCredentialIdentity } from '@smithy/types'

/** Resolves to the credentials for a call. */
export type CredentialProvider = () => Promise<AwsCredentialIdentity>

/** Configures {@link keepCredentials}. */
export interface KeepOptions {
  readonly now?: () => number
  /** Receives the errors of renewals that nobody waited for. */
  readonly onRenewalFailed?: (error: unknown) => void
}

/** Credentials are renewed this long before they expire; same value as the SDK. */
const RENEWED_BEFORE_MS = 300_000
/** Credentials closer to their expiry could expire during a call, so the call waits for new ones. */
const NEEDED_FOR_MS = 60_000
/** Pause between failed renewals while the old credentials are still valid. */
const PAUSE_MS = 10_000

/**
 * Caches credentials. Renews them in the background before they expire; if that fails, uses the old ones as long as
 * they are valid. Concurrent callers share one request; failures are not cached.
 */
export function keepCredentials(
  obtain: CredentialProvider,
  { now = Date.now, onRenewalFailed = () => {} }: KeepOptions = {},
): CredentialProvider {
  let cached: AwsCredentialIdentity | undefined
  let obtaining: Promise<AwsCredentialIdentity> | undefined
  let notBefore = Number.NEGATIVE_INFINITY

  async function replace(): Promise<AwsCredentialIdentity> {
    try {
      cached = await obtain()
      return cached
    } catch (error) {
      notBefore = now() + PAUSE_MS
      throw error
    } finally {
      obtaining = undefined
    }
  }

  function renew(): Promise<AwsCredentialIdentity> {
    obtaining ??= replace()
    return obtaining
  }

  function lifetimeMs(): number {
    if (cached === undefined) return 0
    return (cached.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - now()
  }

  return async () => {
    if (cached === undefined || lifetimeMs() <= 0) return renew()
    const valid = cached
    if (lifetimeMs() > RENEWED_BEFORE_MS) return valid
    const isPausing = obtaining === undefined && now() < notBefore
    if (isPausing) return valid
    const renewal = renew()
    if (lifetimeMs() > NEEDED_FOR_MS) {
      renewal.catch(onRenewalFailed)
      return valid
    }
    return renewal.catch((error: unknown) => {
      if (lifetimeMs() <= 0) throw error
      onRenewalFailed(error)
      return valid
    })
  }
}
