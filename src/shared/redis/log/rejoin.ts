import type { Engine } from '../engine/engine.ts'
import type { Keys } from '../engine/keys.ts'
import { listOf, numberOf, textOf } from '../engine/replies.ts'
import type { OpenJournals } from '../journals/open-journals.ts'
import type { SharedCounters, SharedObserver } from '../observer.ts'
import { type Chain, type Head, MAX_NONCES } from './chain.ts'
import { HEAD } from './scripts.ts'

export interface RejoinOptions {
  readonly engine: Engine
  readonly keys: Keys
  readonly chain: Chain
  readonly journals: OpenJournals
  readonly observer: SharedObserver
  readonly counters: SharedCounters
  /** Called when it is certain that local state must be replaced. */
  readonly onBroken: () => void
  /** Called when local state was replaced. */
  readonly onReplaced: () => void
}

/** Replaces local state by that of the engine. */
export interface Rejoin {
  /** Rejoins unless the log continues from the last applied commit. */
  ifBroken(reason: string): Promise<void>
  /** Rejoins. Must run in the chain's order. */
  now(reason: string): Promise<void>
}

const MAX_ATTEMPTS = 5

export function createRejoin(options: RejoinOptions): Rejoin {
  const { engine, keys, chain, journals, observer, counters, onBroken, onReplaced } = options

  async function readHead(maxNonces: number): Promise<Head> {
    const reply = await engine.run(HEAD, [keys.meta, keys.nonces], [maxNonces], { deadlineMs: 3000 })
    const [epoch, number, nonce, ...known] = listOf(reply)
    const head = { epoch: textOf(epoch), number: numberOf(number), nonce: textOf(nonce) }
    if (head.epoch === '') throw new Error('The shared state is empty.')
    return { ...head, nonces: known.map(textOf) }
  }

  async function now(reason: string): Promise<void> {
    // A replica that works by itself goes on until it has the new state.
    if (chain.kind() === 'shared') onBroken()
    for (let attempt = 1; ; attempt++) {
      try {
        const head = await readHead(MAX_NONCES)
        const install = await journals.download(head.epoch)
        // From here on nothing waits, so that no reader or writer sees a part of the new state.
        const isFirst = chain.kind() === 'unjoined'
        chain.join(head)
        onBroken()
        install(head.number)
        counters.resyncs++
        if (!isFirst) observer.replaced?.(reason)
        onReplaced()
        return
      } catch (error) {
        if (attempt === MAX_ATTEMPTS) throw error
        observer.trouble?.('rejoining', error)
      }
    }
  }

  return {
    now,
    ifBroken: (reason) =>
      chain.serially(async () => {
        if (chain.kind() === 'shared') {
          const head = await readHead(0)
          const { epoch, number, nonce } = chain.position()
          const isNewer = head.number > number || (head.number === number && head.nonce === nonce)
          if (head.epoch === epoch && isNewer) return
        }
        await now(reason)
      }),
  }
}
