import type { Peers } from '../../../src/shared/shared.ts'

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
  const held = new Set<string>()
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
      for (;;) {
        signal?.throwIfAborted()
        if (await isSatisfied()) return undefined
        if (!held.has(name)) {
          held.add(name)
          names.add(name)
          return () => {
            held.delete(name)
            wake()
          }
        }
        await pause(signal)
      }
    },
    names: () => [...names],
    flush: () => held.clear(),
  }
}
