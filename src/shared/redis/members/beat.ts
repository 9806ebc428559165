import { randomUUID } from 'node:crypto'
import type { CommitPosition } from '../../shared.ts'
import type { Engine } from '../engine/engine.ts'
import type { Keys } from '../engine/keys.ts'
import { listOf, numberOf, textOf } from '../engine/replies.ts'
import { BEAT } from './scripts.ts'

/** Renewal of the membership and the leases of a replica. */
export interface Beat {
  readonly replica: string
  readonly ttlMs: number
  /** True to become or remain a member. */
  readonly joins: boolean
  /** Names of leases, with true for those wanted. */
  readonly leases: ReadonlyMap<string, boolean>
}

export interface BeatReply {
  /** Last commit in the log. */
  readonly head: CommitPosition
  /** Epoch milliseconds of the engine's clock. */
  readonly now: number
  readonly members: number
  /** Fences of the held leases by name; 0 for the other leases. */
  readonly fences: ReadonlyMap<string, number>
}

/** Sends a beat. @throws EngineUnavailable */
export async function sendBeat(engine: Engine, keys: Keys, beat: Beat): Promise<BeatReply> {
  const { replica, ttlMs, joins, leases } = beat
  const names = [...leases.keys()]
  const reply = await engine.run(
    BEAT,
    [
      ...[keys.meta, keys.members, keys.fence, keys.log, keys.nonces, keys.pending, keys.opened],
      ...names.map(keys.lease),
    ],
    [replica, ttlMs, randomUUID(), joins ? 1 : 0, ...leases.values().map((isWanted) => (isWanted ? 1 : 0))],
  )
  const [epoch, number, nonce, now, members, ...fences] = listOf(reply)
  return {
    head: { epoch: textOf(epoch), number: numberOf(number), nonce: textOf(nonce) },
    now: numberOf(now),
    members: numberOf(members),
    fences: new Map(names.map((name, index) => [name, numberOf(fences[index])])),
  }
}
