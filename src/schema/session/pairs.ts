import type { Target } from '../../appstream/target.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import { arnOf } from '../../inventory/resources.ts'
import type { SessionPair } from '../../inventory/sessions.ts'
import type { GraphContext } from '../context.ts'
import { type Fleet, fleetKind } from '../fleet/kind.ts'
import { stackFleets } from '../stack/association.ts'
import { type Stack, stackKind } from '../stack/kind.ts'

/** ARNs that restrict a list of sessions. Default: all fleets and stacks. */
export interface SessionPairFilter {
  readonly fleetArns?: readonly string[] | null | undefined
  readonly stackArns?: readonly string[] | null | undefined
}

/** Pairs of a target whose sessions a list reads. */
export interface SelectedPairs {
  readonly target: Target
  readonly pairs: readonly SessionPair[]
  /** Fleets whose pairs are all included. */
  readonly wholeFleets: readonly Fleet[]
  /** Reason why `pairs` is incomplete; absent if it is complete. */
  readonly error?: unknown
  /** True if data by which the pairs were found was older than its maximum age. */
  readonly isStale?: boolean
}

/** Returns true if a target can have sessions of the requested fleets and stacks. */
export function canHaveSessions(
  { inventory }: GraphContext,
  target: Target,
  selection: SessionPairFilter,
): boolean {
  return [selection.fleetArns, selection.stackArns].every(
    (arns) => arns?.some((arn) => inventory.targetsOf(arn).includes(target)) ?? true,
  )
}

/**
 * Finds the pairs of a target, with one association call per stack, or per fleet if there are fewer. A fleet
 * that is STOPPED has no sessions. @throws UpstreamError if fleets or stacks cannot be listed
 */
export async function findPairs(
  { inventory, loaders, reading }: GraphContext,
  target: Target,
  selection: SessionPairFilter,
): Promise<SelectedPairs> {
  const { kinds, pairs } = inventory.of(target)
  const [fleets, stacks] = await Promise.all([
    loaders.snapshot(kinds.of(fleetKind).collection),
    loaders.snapshot(kinds.of(stackKind).collection),
  ])
  const running = [...fleets.items.values()].filter(
    (fleet) => hasSessions(fleet) && isWanted(fleet, selection.fleetArns),
  )
  const fleetNames = running.map(({ name }) => name)
  const stackNames = [...stacks.items.values()]
    .filter((stack) => isWanted(stack, selection.stackArns))
    .map(({ name }) => name)

  const side = stackNames.length <= fleetNames.length ? 'left' : 'right'
  const [names, others] = side === 'left' ? [stackNames, fleetNames] : [fleetNames, stackNames]
  const partners =
    others.length === 0
      ? []
      : await pairs.of(stackFleets).partnersOf(side, names, others, shared(reading.options))
  const found: SessionPair[] = []
  const known = new Set(others)
  for (const [index, name] of names.entries()) {
    const of = partners[index]
    if (of === undefined || of instanceof Error) continue
    for (const other of of.names.keys()) {
      if (!known.has(other)) continue
      found.push(side === 'left' ? { stack: name, fleet: other } : { stack: other, fleet: name })
    }
  }
  const error = partners.find((of) => of instanceof Error)
  const isWhole = error === undefined && selection.stackArns == null
  return {
    target,
    pairs: found,
    wholeFleets: isWhole ? running : [],
    isStale: isAnyStale(fleets, stacks, ...partners),
    ...(error !== undefined && { error }),
  }
}

/** Returns the pairs of one fleet. A STOPPED fleet has none, and costs no call. */
export async function pairsOfFleet(
  { inventory, loaders }: GraphContext,
  fleet: Fleet,
  { fleetArns, stackArns }: SessionPairFilter,
): Promise<SelectedPairs> {
  const { target, name } = fleet
  if (!hasSessions(fleet) || !isWanted(fleet, fleetArns)) return { target, pairs: [], wholeFleets: [] }
  const partners = await loaders.pairs.partnersOf(stackFleets, 'right', { target, name })
  const listed = await loaders.snapshot(inventory.of(target).kinds.of(stackKind).collection)
  const stacks = listed.items
    .values()
    .filter((stack) => partners.names.has(stack.name) && isWanted(stack, stackArns))
  return {
    target,
    pairs: stacks.map((stack) => ({ stack: stack.name, fleet: name })).toArray(),
    wholeFleets: stackArns == null ? [fleet] : [],
    isStale: isAnyStale(partners, listed),
  }
}

/** Returns the pairs of one stack with fleets that are not STOPPED. */
export async function pairsOfStack(
  { inventory, loaders }: GraphContext,
  stack: Stack,
  { fleetArns, stackArns }: SessionPairFilter,
): Promise<SelectedPairs> {
  const { target, name } = stack
  if (!isWanted(stack, stackArns)) return { target, pairs: [], wholeFleets: [] }
  const partners = await loaders.pairs.partnersOf(stackFleets, 'left', { target, name })
  const listed = await loaders.snapshot(inventory.of(target).kinds.of(fleetKind).collection)
  const fleets = listed.items
    .values()
    .filter((fleet) => partners.names.has(fleet.name) && hasSessions(fleet) && isWanted(fleet, fleetArns))
  return {
    target,
    pairs: fleets.map((fleet) => ({ stack: name, fleet: fleet.name })).toArray(),
    wholeFleets: [],
    isStale: isAnyStale(partners, listed),
  }
}

function isAnyStale(...read: readonly (object | undefined)[]): boolean {
  return read.some((each) => each !== undefined && 'isStale' in each && each.isStale === true)
}

function hasSessions({ aws }: Fleet): boolean {
  return aws.State !== 'STOPPED'
}

function isWanted(item: Fleet | Stack, arns: readonly string[] | null | undefined): boolean {
  return arns?.includes(arnOf(item)) ?? true
}

/** Associations are shared between requests, so their calls count against a request only with `no-cache`. */
function shared(options: ReportedRead): ReportedRead {
  if (options.notBefore !== undefined) return options
  const { takeCalls: _taken, checkCalls: _checked, ...others } = options
  return others
}
