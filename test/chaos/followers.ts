import { setTimeout as wait } from 'node:timers/promises'
import type { Crew } from './crew.ts'
import { type ChaosSubscriber, createChaosSubscriber, describe } from './subscriber.ts'

/** Subscribers of a run. Those that lose their replica move to another one. */
export interface Followers extends AsyncDisposable {
  readonly all: readonly ChaosSubscriber[]
  /** Occasionally moves some of them, even if their replica is healthy. */
  setRestless(isRestless: boolean): void
  total(): ChaosSubscriber['counts']
}

const CHECK_MS = 100
/** Probability of a restless subscriber to move at each check. */
const MOVE_PROBABILITY = 0.01

/**
 * Starts a subscriber to each kind for each replica of the crew.
 * @param losesData true if numbers of changes may be used again after a loss of data
 */
export function startFollowers(
  crew: Crew,
  random: () => number,
  losesData: boolean,
  onViolation: (text: string) => void,
): Followers {
  /** Text of each change, by position: all subscribers must receive the same. */
  const told = new Map<string, string>()
  const all = Array.from({ length: 2 * crew.awake().length }, (_, index) => {
    const kind = index % 2 === 0 ? 'fleet' : 'builder'
    return createChaosSubscriber({
      name: `subscriber ${index}`,
      kind,
      onViolation,
      onChange(position, text) {
        const at = `${kind} ${describe(position)}${losesData ? ` ${position.nonce}` : ''}`
        const known = told.get(at)
        if (known !== undefined && known !== text) onViolation(`fork: ${at} is ${known} and ${text}`)
        told.set(at, text)
      },
    })
  })
  let isRestless = false
  const leaving = new AbortController()

  function connectAll(): void {
    const awake = crew.awake()
    for (const [index, follower] of all.entries()) {
      const url = follower.connectedTo()
      const isThere = crew.running().some((replica) => replica.url === url)
      if (isThere && !(isRestless && random() < MOVE_PROBABILITY)) continue
      follower.cut()
      const next = url === undefined ? Math.floor(index / 2) : Math.floor(random() * awake.length)
      const replica = awake[next % awake.length]
      if (replica !== undefined) follower.connect(replica.url)
    }
  }

  async function keepConnected(): Promise<void> {
    while (!leaving.signal.aborted) {
      connectAll()
      await wait(CHECK_MS, undefined, { signal: leaving.signal }).catch(() => {})
    }
  }

  const kept = keepConnected()
  return {
    all,
    setRestless(value) {
      isRestless = value
    },
    total() {
      const sum = (name: keyof ChaosSubscriber['counts']) =>
        all.reduce((total, { counts }) => total + counts[name], 0)
      return { events: sum('events'), moves: sum('moves'), resumed: sum('resumed'), resets: sum('resets') }
    },
    async [Symbol.asyncDispose]() {
      leaving.abort()
      await kept
      for (const follower of all) follower[Symbol.dispose]()
    },
  }
}
