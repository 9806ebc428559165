import type { AwsCredentialIdentity } from '@smithy/types'

/** Gives the credentials of a call. */
export type CredentialProvider = () => Promise<AwsCredentialIdentity>

/** How long before they expire credentials are replaced, as the SDK has it: no call shall be under way when they do. */
const REPLACED_BEFORE_MS = 300_000

/** Keeps credentials until they near their expiry. Whoever asks while they are obtained waits for the same; a failure is not kept. */
export function keepCredentials(
  obtain: CredentialProvider,
  now: () => number = Date.now,
): CredentialProvider {
  let kept: AwsCredentialIdentity | undefined
  let obtaining: Promise<AwsCredentialIdentity> | undefined

  async function replace(): Promise<AwsCredentialIdentity> {
    try {
      kept = await obtain()
      return kept
    } finally {
      obtaining = undefined
    }
  }

  return async () => {
    const expiresAt = kept?.expiration?.getTime() ?? Number.POSITIVE_INFINITY
    if (kept !== undefined && expiresAt - now() > REPLACED_BEFORE_MS) return kept
    obtaining ??= replace()
    return obtaining
  }
}
