import {
  decodeFailure,
  encodedFailure,
  encodeFailure,
  isCommonFailure,
} from '../../appstream/errors/failure-codec.ts'
import { PeerLoadFailed } from '../../shared/peers.ts'
import type { Peers } from '../../shared/shared.ts'

/** Ends a claim. Passes the error of a failed load to the replicas that wait for it. */
export type EndClaim = (error?: unknown) => void

/**
 * Waits for the right to load a value for all replicas, see {@link Peers.claim}.
 * @throws the error of the load that it was waiting for
 */
export async function claimLoad(
  peers: Peers,
  name: string,
  isSatisfied: () => boolean | Promise<boolean>,
  signal: AbortSignal,
): Promise<EndClaim | undefined> {
  for (;;) {
    try {
      const release = await peers.claim(name, isSatisfied, signal)
      return release && ((error) => release(isCommonFailure(error) ? encodeFailure(error) : undefined))
    } catch (error) {
      if (!(error instanceof PeerLoadFailed)) throw error
      const { data } = encodedFailure.safeParse(error.failure)
      // A replica of a later version may pass on an error that this one cannot parse; it then loads the value itself.
      if (data !== undefined) throw decodeFailure(data)
    }
  }
}
