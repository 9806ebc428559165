import type { Schedule } from '../../../clock.ts'
import type { Engine, Reply } from '../engine/engine.ts'
import type { Keys } from '../engine/keys.ts'
import { fieldsOf, listOf, textOf } from '../engine/replies.ts'
import type { OpenJournals } from '../journals/open-journals.ts'
import type { OwnCommits } from '../journals/own-commits.ts'
import { ACKNOWLEDGE } from '../members/scripts.ts'
import type { SharedObserver } from '../observer.ts'
import type { Chain } from './chain.ts'
import { type Entry, parseEntry } from './entries.ts'

export interface TailOptions {
  readonly id: string
  readonly engine: Engine
  readonly keys: Keys
  readonly chain: Chain
  readonly journals: OpenJournals
  readonly own: OwnCommits
  readonly schedule: Schedule
  readonly observer: SharedObserver
  /** Called if the log does not continue from the last applied commit. Runs in the chain's order. */
  readonly rejoin: (reason: string) => Promise<void>
}

/** Follows the log and the inbox of this replica. */
export interface Tail {
  start(): void
  /** Continues from the current position after it was replaced. */
  restart(): void
  stop(): void
}

const BLOCK_MS = 1000
const PAGE_ENTRIES = 500
const PAUSE_MS = 50
/** Commits applied before yielding to the event loop. */
const BATCH_ENTRIES = 50

export function createTail(options: TailOptions): Tail {
  const { id, engine, keys, chain, journals, own, schedule, observer, rejoin } = options
  const inbox = keys.inbox(id)
  let inboxAt = '0-0'
  let isStopped = false
  const pause = (delayMs: number) => new Promise<void>((resolve) => void schedule(delayMs, resolve))

  async function follow(): Promise<void> {
    while (!isStopped) {
      if (chain.kind() !== 'shared') {
        await chain.nextMove()
        continue
      }
      const from = chain.position()
      const positions = [`${from.number}-0`, inboxAt]
      const command = ['XREAD', 'COUNT', PAGE_ENTRIES, 'BLOCK', BLOCK_MS, 'STREAMS', keys.log, inbox]
      try {
        const reply = await engine.block([...command, ...positions], { isBinary: true })
        if (reply === null || isStopped) continue
        await chain.serially(() => receive(reply, from))
      } catch (error) {
        if (isStopped) return
        observer.trouble?.('tail', error)
        await pause(PAUSE_MS)
      }
    }
  }

  async function receive(reply: Reply, from: { epoch: string; number: number }): Promise<void> {
    for (const stream of listOf(reply)) {
      const [name, entries] = listOf(stream)
      if (textOf(name) === inbox) {
        for (const entry of listOf(entries)) receiveAcknowledgement(entry)
        continue
      }
      const { epoch, number } = chain.position()
      // Local state was replaced while the read was in progress.
      if (chain.kind() !== 'shared' || epoch !== from.epoch || number !== from.number) continue
      await receiveCommits(listOf(entries).map(parseEntry))
    }
  }

  function receiveAcknowledgement(reply: Reply): void {
    const [at, list] = listOf(reply)
    inboxAt = textOf(at)
    const fields = fieldsOf(list)
    own.acknowledge(textOf(fields.get('nonce')), textOf(fields.get('replica')))
  }

  async function receiveCommits(entries: readonly Entry[]): Promise<void> {
    /** Nonces of the commits to acknowledge, by writer. */
    let applied = new Map<string, string[]>()
    const acknowledge = () => {
      for (const [writer, nonces] of applied) sendAcknowledgement(writer, nonces)
      applied = new Map()
    }
    try {
      for (const [index, entry] of entries.entries()) {
        if (index % BATCH_ENTRIES === BATCH_ENTRIES - 1) await pause(0)
        // This replica may have begun to work alone at any pause.
        if (chain.kind() !== 'shared') return
        if (!chain.isNext(entry)) {
          await rejoin('The log does not continue from the last applied commit.')
          return
        }
        const preparing = journals.prepare(entry)
        if (preparing !== undefined) {
          acknowledge()
          if (!(await preparing)) return
        }
        chain.advance(entry)
        journals.apply(entry)
        own.applied(entry.nonce)
        chain.moved()
        if (!entry.wantsAcks || entry.writer === id) continue
        const nonces = applied.get(entry.writer)
        if (nonces === undefined) applied.set(entry.writer, [entry.nonce])
        else nonces.push(entry.nonce)
      }
    } finally {
      acknowledge()
    }
  }

  function sendAcknowledgement(writer: string, nonces: readonly string[]): void {
    engine
      .run(ACKNOWLEDGE, [keys.inbox(writer)], [id, ...nonces])
      .catch((error) => observer.trouble?.('acknowledging', error))
  }

  return {
    start: () => void follow(),
    restart() {
      inboxAt = '0-0'
      // Ends a read that waits behind the former position.
      sendAcknowledgement(id, [''])
    },
    stop() {
      isStopped = true
    },
  }
}
