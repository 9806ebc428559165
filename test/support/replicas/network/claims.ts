import { PeerLoadFailed } from '../../../../src/shared/peers.ts'
import type { Peers } from '../../../../src/shared/shared.ts'

/** Claim of a replica, with the failure of its load as JSON. */
interface Held {
  failure?: string | undefined
}

/** Claims of a network. */
export interface TestClaims {
  readonly claim: Peers['claim']
  /** Lets the waiting claims check again. Called after commits. */
  wake(): void
  /** Names that were claimed so far. */
  names(): readonly string[]
  /** Forgets all claims. */
  flush(): void
}

export function createTestClaims(): TestClaims {
  const held = new Map<string, Held>()
  const names = new Set<string>()
  const waiting = new Set<() => void>()

  function wake(): void {
    for (const check of waiting) check()
  }

  async function pause(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.add(resolve)
    signal?.addEventListener('abort', () => resolve(), { once: true })
    await promise
    waiting.delete(resolve)
  }

  return {
    wake,
    async claim(name, isSatisfied, signal) {
      let awaited: Held = {}
      for (;;) {
        signal?.throwIfAborted()
        if (await isSatisfied()) return undefined
        if (awaited.failure !== undefined) throw new PeerLoadFailed(JSON.parse(awaited.failure))
        const holder = held.get(name)
        if (holder === undefined) {
          const own: Held = {}
          held.set(name, own)
          names.add(name)
          return (failure) => {
            own.failure = failure === undefined ? undefined : JSON.stringify(failure)
            held.delete(name)
            wake()
          }
        }
        awaited = holder
        await pause(signal)
      }
    },
    names: () => [...names],
    flush: () => held.clear(),
  }
}
