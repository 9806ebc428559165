import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { LRUCache } from 'lru-cache'
import type { CallOptions } from '../appstream/calls/calls.ts'
import { isException, isNotFound, isUpstreamError, UpstreamError } from '../appstream/errors/exceptions.ts'
import { AuthenticationType, type AwsSession } from '../appstream/model/model.ts'
import type { InputOf } from '../appstream/model/operations.ts'
import type { Target } from '../appstream/target.ts'
import type { Settled } from './cache/invalidations.ts'
import type { Dependency } from './cache/reads.ts'
import { type Collection, createCollection } from './collection/collection.ts'
import type { InventoryDependencies, Limit } from './dependencies.ts'
import type { ItemKind } from './kind.ts'
import { createListedResources } from './listed-resources.ts'
import { placeOf, type Resource } from './resources.ts'
import { createSessionChanges } from './session-changes.ts'

/** Names of a stack and of a fleet associated with it. */
export interface SessionPair {
  readonly stack: string
  readonly fleet: string
}

/** User by which AWS filters sessions. */
export interface SessionUser {
  readonly userId: string
  readonly authenticationType: string
}

/** Streaming session. Its name is the session id of AWS. */
export interface Session extends Resource<'AppStreamSession', AwsSession>, SessionPair {}

/** Session kind. Sessions have no ARN, and AWS lists them by stack and fleet. */
export const sessionKind: ItemKind<Session> = {
  name: 'AppStreamSession',
  plural: 'sessions',
  keyOf: ({ target, stack, fleet, name }) => sessionKey(target, { stack, fleet }, name),
}

/** Returns the key of a session within this process. It starts with the session id and does not identify the user. */
export function sessionKey({ key }: Target, { stack, fleet }: SessionPair, id: string): string {
  return `${id} ${key} ${stack} ${fleet}`
}

/** Sessions of one target by stack and fleet. All requests share the listings. */
export interface Sessions {
  /** Returns the sessions of a pair. */
  of(pair: SessionPair): Collection<Session>
  /** Returns the sessions of one user in a pair. */
  ofUser(pair: SessionPair, user: SessionUser): Collection<Session>
  /** Returns the dependency of readers that list less because the sessions of all users of a pair are not cached. */
  absenceOf(pair: SessionPair): Dependency
  /** Invalidates the sessions of a pair, or of all pairs, after an expiry or drain. */
  invalidate(pair?: SessionPair): Settled
  /** Calls `onMissing`, once per fleet, if fewer sessions were found than the fleet reports in use. */
  compare(found: FoundSessions): void
}

/** Number of sessions found on a fleet, over all its stacks. */
export interface FoundSessions {
  readonly fleet: string
  /** Instances or sessions in use, as reported by the fleet. */
  readonly inUse: number
  readonly found: number
}

/** Options of {@link createSessions}. */
export interface SessionsOptions {
  /** True to list each authentication type separately. Default: false, one listing returns all types. */
  readonly byAuthenticationType?: boolean | undefined
  /** Receives each fleet on which fewer sessions were found than it reports in use. */
  readonly onMissing?: ((missing: FoundSessions & { readonly target: Target }) => void) | undefined
}

/** Maximum number of cached listings; the least recently used is evicted first. */
const MAX_READINGS = 1000
/** Maximum page size of DescribeSessions. */
const PAGE_SIZE = 50
/** Sessions have no subscriptions, so their changes are not logged. */
const NO_LOG = { maxEntries: 0, maxAgeMs: 0, maxBytes: 0 }

/** Creates the session inventory of one target; `limit` bounds concurrent calls. */
export function createSessions(
  target: Target,
  dependencies: InventoryDependencies,
  limit: Limit,
  { byAuthenticationType = false, onMissing }: SessionsOptions = {},
): Sessions {
  const readings = new LRUCache<string, Reading>({
    max: MAX_READINGS,
    dispose: ({ collection }) => collection.close(),
  })
  const changes = createSessionChanges(`${target.key}/session-changes`, dependencies.shared, (changed) => {
    for (const { pair, collection } of readings.values()) {
      const key = keyOf(pair)
      if (changed === undefined || changed === key) collection.outdate(changes.changedAt(key))
    }
  })
  const reported = new Set<string>()
  const types = byAuthenticationType ? Object.values(AuthenticationType) : [undefined]

  async function load(pair: SessionPair, user: SessionUser | undefined, call: CallOptions) {
    const common = { StackName: pair.stack, FleetName: pair.fleet, Limit: PAGE_SIZE }
    const inputs: InputOf<'DescribeSessions'>[] =
      user === undefined
        ? types.map((type) => ({ ...common, ...(type !== undefined && { AuthenticationType: type }) }))
        : [{ ...common, UserId: user.userId, AuthenticationType: typeOf(user) }]
    const found: AwsSession[] = []
    for (const input of inputs) {
      for (const session of await describe(target, input, call)) found.push(session)
    }
    return found
  }

  function reading(key: string, pair: SessionPair, user?: SessionUser): Collection<Session> {
    const known = readings.get(key)
    if (known !== undefined) return known.collection
    const fromListing = createListedResources<AwsSession, Session>(
      target,
      (place, aws) => toSession(place, pair, aws),
      sessionKind.keyOf,
      isDeepStrictEqual,
    )
    const collection = createCollection<Session>({
      ...dependencies,
      // Logs show this name, so it omits the user.
      what: `${target.key}/sessions/${pair.stack}/${pair.fleet}`,
      sharedKey: `${target.key}/sessions/${key}`,
      outdatedBy: changes,
      bounds: NO_LOG,
      load: async (_started, call) => fromListing(await limit(() => load(pair, user, call))),
      toItem: (aws) => toSession(target, pair, aws),
      keyOf: sessionKind.keyOf,
      isChanged: () => false,
    })
    collection.outdate(changes.changedAt(keyOf(pair)))
    readings.set(key, { pair, collection })
    return collection
  }

  return {
    of: (pair) => reading(keyOf(pair), pair),
    ofUser: (pair, user) => reading(keyOf(pair, user), pair, user),
    absenceOf(pair) {
      const key = keyOf(pair)
      // Looked up again, because the listing may have been evicted and made anew.
      return { isCurrent: () => readings.peek(key)?.collection.peek({}) === undefined }
    },
    invalidate: (pair) => changes.commit(pair && keyOf(pair)),
    compare(sessions) {
      const { fleet, inUse, found } = sessions
      if (found >= inUse || reported.has(fleet)) return
      reported.add(fleet)
      onMissing?.({ target, ...sessions })
    },
  }
}

interface Reading {
  readonly pair: SessionPair
  readonly collection: Collection<Session>
}

/** Returns the key of a listing. Names of stacks and fleets contain no spaces, and the user is hashed. */
function keyOf({ stack, fleet }: SessionPair, user?: SessionUser): string {
  const digest = user && hash('sha256', JSON.stringify([user.authenticationType, user.userId]))
  return `${stack} ${fleet}${digest === undefined ? '' : ` ${digest}`}`
}

function typeOf({ authenticationType }: SessionUser): AuthenticationType | undefined {
  return Object.values(AuthenticationType).find((type) => type === authenticationType)
}

/** Lists sessions. For a stack and fleet that are not associated, AWS may return an error or an empty list. */
async function describe(
  target: Target,
  input: InputOf<'DescribeSessions'>,
  call: CallOptions,
): Promise<readonly AwsSession[]> {
  try {
    const sessions = await target.reader.list('DescribeSessions', 'Sessions', input, call)
    if (sessions.every(({ Id }) => Id !== undefined)) return sessions
  } catch (error) {
    if (isNotFound(error)) return []
    if (isUpstreamError(error) && isException(error, 'InvalidParameterCombination')) return []
    throw error
  }
  throw new UpstreamError('DescribeSessions', new SyntaxError('A listed session has no id.'))
}

function toSession(target: Target, pair: SessionPair, aws: AwsSession): Session {
  return { kind: sessionKind.name, name: aws.Id ?? '', ...pair, ...placeOf(target), target, aws }
}
