/**
 * Version of the format of the keys and payloads. Replicas of different versions do not see each other, so a
 * rolling upgrade to another format cannot corrupt the state.
 */
const FORMAT = 's2'

/** Names of the keys that hold order and membership. */
export interface Keys {
  /** Hash of the log: epoch, number and nonce of the last commit. */
  readonly meta: string
  /** Stream of commits; the id of each is its number. */
  readonly log: string
  /** List of the nonces of the commits in the log. */
  readonly nonces: string
  /** Sorted set of the replicas by the expiry of their membership. */
  readonly members: string
  /** Counter of the fences of all leases. */
  readonly fence: string
  /** Sorted set of the journals by their first commit that their base does not include. */
  readonly pending: string
  /** Sorted set of the journals by the time at which a replica last had them open. */
  readonly opened: string
  /** Marks that a replica trimmed the log less than a minute ago. */
  readonly swept: string
  /** First part of the keys of journals; see {@link JournalKeys}. */
  readonly prefix: string
  readonly journal: (name: string) => JournalKeys
  readonly lease: (name: string) => string
  /** Stream of acknowledgements for a replica. */
  readonly inbox: (replica: string) => string
}

export interface JournalKeys {
  /** Hash: number and nonce of its last commit, its last listing, and the commit that its base includes. */
  readonly head: string
  /** Saved state. */
  readonly base: string
  /** Sorted set of the numbers of its commits in the log. */
  readonly index: string
}

/** Creates the names of keys. The tag in braces puts them all into one slot of a cluster. */
export function createKeys(tag: string): Keys {
  const prefix = `${tag}:${FORMAT}:`
  return {
    prefix,
    meta: `${prefix}meta`,
    log: `${prefix}log`,
    nonces: `${prefix}nonces`,
    members: `${prefix}members`,
    fence: `${prefix}fence`,
    pending: `${prefix}pending`,
    opened: `${prefix}opened`,
    swept: `${prefix}swept`,
    journal: (name) => ({
      head: `${prefix}c:${name}`,
      base: `${prefix}b:${name}`,
      index: `${prefix}x:${name}`,
    }),
    lease: (name) => `${prefix}l:${name}`,
    inbox: (replica) => `${prefix}in:${replica}`,
  }
}
