import type { ArgBuilder } from '@pothos/core'
import type { Target } from '../../appstream/target.ts'
import { type Session, type SessionPair, type SessionUser, sessionKind } from '../../inventory/sessions.ts'
import type { SchemaTypes } from '../builder.ts'
import { listInventory } from '../connection/inventory-list.ts'
import type { Source } from '../connection/list-reader.ts'
import type { ListReading } from '../connection/list-reading.ts'
import type { OrderInput } from '../connection/order.ts'
import { type PageArguments, requestPage } from '../connection/page.ts'
import type { GraphContext } from '../context.ts'
import { capacityOf } from '../fleet/capacity.ts'
import type { Fleet } from '../fleet/kind.ts'
import type { Stack } from '../stack/kind.ts'
import { sessionFilter } from './filter.ts'
import { SessionOrder, sessionOrderings } from './order.ts'
import {
  canHaveSessions,
  findPairs,
  pairsOfFleet,
  pairsOfStack,
  type SelectedPairs,
  type SessionPairFilter,
} from './pairs.ts'

/** Filter, order and page of a list of sessions. */
export interface SessionListRequest extends PageArguments {
  readonly filter?: SessionPairFilter | null | undefined
  readonly orderBy?: OrderInput | null | undefined
}

/** Returns the filter and order arguments of session connections. */
export function sessionArguments(arg: ArgBuilder<SchemaTypes>) {
  return {
    filter: arg({ type: sessionFilter.ref, description: 'Filters the list.' }),
    orderBy: arg({ type: SessionOrder, description: 'Sorts the list. Default: by start time, descending.' }),
  }
}

/** Returns a page of the sessions of several targets. @throws BAD_USER_INPUT before anything is read */
export async function listSessions(
  context: GraphContext,
  { targets, ...request }: SessionListRequest & { readonly targets: readonly Target[] },
) {
  await checkRequest(context, request)
  return pageOfPairs(context, request, await findAllPairs(context, targets, request))
}

/** Returns a page of the sessions of one user, with one call per pair whose sessions are not cached. */
export async function listUserSessions(
  context: GraphContext,
  { target, user, ...request }: SessionListRequest & { readonly target: Target; readonly user: SessionUser },
) {
  await checkRequest(context, request)
  return pageOfPairs(context, request, await findAllPairs(context, [target], request), user)
}

/** Returns a page of the sessions on a fleet. @throws BAD_USER_INPUT before anything is read */
export async function listFleetSessions(context: GraphContext, fleet: Fleet, request: SessionListRequest) {
  await checkRequest(context, request)
  return pageOfPairs(context, request, [await pairsOfFleet(context, fleet, request.filter ?? {})])
}

/** Returns a page of the sessions of a stack. @throws BAD_USER_INPUT before anything is read */
export async function listStackSessions(context: GraphContext, stack: Stack, request: SessionListRequest) {
  await checkRequest(context, request)
  return pageOfPairs(context, request, [await pairsOfStack(context, stack, request.filter ?? {})])
}

/** Validates a request before the first AWS call. @throws BAD_USER_INPUT */
async function checkRequest(context: GraphContext, { filter, orderBy, ...page }: SessionListRequest) {
  requestPage(page, sessionOrderings(orderBy))
  await sessionFilter.toFilter(filter, { context, items: async () => [] })
}

/** Finds the pairs of several targets. A failing target does not affect the others. */
async function findAllPairs(
  context: GraphContext,
  targets: readonly Target[],
  { filter }: SessionListRequest,
): Promise<readonly SelectedPairs[]> {
  const selection = filter ?? {}
  const readable = targets.filter((target) => canHaveSessions(context, target, selection))
  const settled = await Promise.allSettled(readable.map((target) => findPairs(context, target, selection)))
  return readable.map((target, index) => {
    const result = settled[index]
    if (result?.status === 'fulfilled') return result.value
    return { target, pairs: [], wholeFleets: [], error: result?.reason }
  })
}

async function pageOfPairs(
  context: GraphContext,
  { filter: input, orderBy, ...page }: SessionListRequest,
  found: readonly SelectedPairs[],
  user?: SessionUser,
) {
  const ordering = sessionOrderings(orderBy)
  const filter = await sessionFilter.toFilter(input, { context, items: async () => [] })
  const passing =
    user === undefined
      ? filter
      : {
          key: JSON.stringify(['user', filter?.key]),
          matches: (session: Session) => isOf(session, user) && (filter?.matches(session) ?? true),
        }
  return listInventory({
    reader: context.loaders.kinds.listsOf(sessionKind),
    sources: found.flatMap(({ target, pairs }) => pairs.map((pair) => sourceOf(context, target, pair, user))),
    targets: found.map(({ target }) => target),
    errors: new Map(found.flatMap(({ target, error }) => (error === undefined ? [] : [[target, error]]))),
    isReadInParts: true,
    isStale: found.some(({ isStale }) => isStale === true),
    page: requestPage(page, ordering),
    itemsOf(reading) {
      if (user === undefined) compareWithFleets(context, reading, found)
      return reading.list(ordering, passing)
    },
  })
}

/** Returns the source of a pair. For one user, reads only that user's sessions unless those of all users are cached. */
function sourceOf(
  { inventory, loaders, reads }: GraphContext,
  target: Target,
  pair: SessionPair,
  user: SessionUser | undefined,
): Source<Session> {
  const { sessions } = inventory.of(target)
  const whole = sessions.of(pair)
  if (user === undefined || loaders.snapshot.now(whole) !== undefined) return { target, collection: whole }
  reads.note(sessions.absenceOf(pair))
  return { target, collection: sessions.ofUser(pair, user) }
}

function isOf({ aws }: Session, { userId, authenticationType }: SessionUser): boolean {
  return aws.UserId === userId && (aws.AuthenticationType ?? authenticationType) === authenticationType
}

/** Reports fleets that have more in use than sessions were found: AWS may omit some authentication types. */
function compareWithFleets(
  { inventory }: GraphContext,
  reading: ListReading<Session>,
  found: readonly SelectedPairs[],
) {
  const groups = reading.view.index(byFleet)
  for (const { target, wholeFleets } of found) {
    if (reading.errors.has(target)) continue
    for (const { name, aws } of wholeFleets) {
      const inUse = capacityOf(aws).inUse ?? 0
      const sessions = groups.get(`${target.key} ${name}`) ?? []
      inventory.of(target).sessions.compare({ fleet: name, inUse, found: sessions.length })
    }
  }
}

function byFleet({ aws, fleet, target }: Session): string | undefined {
  return aws.State === 'EXPIRED' ? undefined : `${target.key} ${fleet}`
}
