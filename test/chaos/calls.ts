import type { Call, Emulator } from '../../src/emulator/server.ts'

/** Listing that one replica began. */
export interface Listing {
  readonly operation: string
  readonly replica: string
  readonly startedAt: number
}

/** Calls of a whole run, of which the emulator keeps only the latest. */
export interface CallArchive extends Disposable {
  /** Returns the listings that began since a time, oldest first. */
  listingsSince(time: number): readonly Listing[]
  /** Returns the number of calls that created each builder, by name. */
  creations(): ReadonlyMap<string, number>
  count(): number
}

const COLLECT_MS = 250

/** Collects the calls of an emulator until disposed. */
export function archiveCalls({ calls }: Emulator): CallArchive {
  const listings: Listing[] = []
  const creations = new Map<string, number>()
  const seen = new Set<string>()

  function collect(): void {
    for (const call of calls.all) {
      if (seen.has(call.requestId)) continue
      seen.add(call.requestId)
      note(call)
    }
  }

  function note({ operation, input, sessionToken = '', startedAt }: Call): void {
    if (operation === 'CreateImageBuilder') {
      const name = String(input['Name'])
      creations.set(name, (creations.get(name) ?? 0) + 1)
    }
    const isListing = operation === 'DescribeFleets' || operation === 'DescribeImageBuilders'
    if (isListing && input['Names'] === undefined && input['NextToken'] === undefined) {
      listings.push({ operation, replica: sessionToken, startedAt })
    }
  }

  const timer = setInterval(collect, COLLECT_MS)
  return {
    listingsSince(time) {
      collect()
      return listings.filter(({ startedAt }) => startedAt >= time)
    },
    creations() {
      collect()
      return creations
    },
    count: () => seen.size,
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

/** Returns how often consecutive listings of an operation came from different replicas. */
export function countHandovers(listings: readonly Listing[]): number {
  const last = new Map<string, string>()
  let handovers = 0
  for (const { operation, replica } of listings) {
    const previous = last.get(operation)
    if (previous !== undefined && previous !== replica) handovers++
    last.set(operation, replica)
  }
  return handovers
}

/**
 * Reports listings in a time without faults by changing replicas. Mutations make the replica that runs them list too,
 * but far less often than the poller; a poller may change once after the last of its subscribers has left.
 * @param intervals the number of polling intervals, if there were no mutations
 */
export function judgePolls(
  listings: readonly Listing[],
  violate: (text: string) => void,
  intervals?: number,
): void {
  const handovers = countHandovers(listings)
  // Of three or more replicas that all poll, at least two thirds are expected; of one that polls, those after mutations.
  const permitted = intervals === undefined ? listings.length / 2 : 2
  if (handovers > permitted) {
    violate(`polls: ${handovers} of ${listings.length} listings by another replica than the one before`)
  }
  if (intervals === undefined) return
  for (const [operation, polls = []] of Object.entries(Object.groupBy(listings, (each) => each.operation))) {
    if (polls.length <= intervals + 2 && polls.length >= intervals / 2) continue
    violate(`polls: ${polls.length} listings by ${operation} in ${intervals} intervals`)
  }
}
