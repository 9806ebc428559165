import type { Engine } from '../engine/engine.ts'
import type { Keys } from '../engine/keys.ts'
import { listOf, numberOf, textOf } from '../engine/replies.ts'
import { APPEND } from './scripts.ts'

/** Commit to append to the log. Sending it again with the same nonce has no further effect. */
export interface AppendRequest {
  readonly journal: string
  readonly epoch: string
  readonly nonce: string
  readonly writer: string
  /** Last commit of the journal that the commit is based on. */
  readonly expected: { readonly number: number; readonly nonce: string }
  readonly wantsAcks: boolean
  readonly kind: 'delta' | 'base' | 'checkpoint'
  readonly payload: Buffer
  readonly base: Buffer | undefined
  readonly listing:
    | {
        readonly started: number
        readonly lease?: { readonly name: string; readonly fence: string } | undefined
      }
    | undefined
}

/**
 * `behind`: another commit came first; `head` is the last of all, `last` that of the journal. `epoch`: the log is
 * another one. `rejected`: the lease was lost, or another listing landed since the start.
 */
export type AppendReply =
  | {
      readonly result: 'ok'
      readonly number: number
      /** Replicas that must acknowledge the commit. */
      readonly members: readonly string[]
      readonly epochAgeMs: number
    }
  | { readonly result: 'behind'; readonly head: number; readonly last: number }
  | { readonly result: 'epoch' | 'rejected' }

/** Large bases take longer than other commands. */
const BASE_DEADLINE_MS = 3000

/** Appends a commit. @throws EngineUnavailable with an unknown outcome */
export async function append(engine: Engine, keys: Keys, request: AppendRequest): Promise<AppendReply> {
  const { journal, epoch, nonce, writer, expected, wantsAcks, kind, payload, base, listing } = request
  const { head, base: baseKey, index } = keys.journal(journal)
  const lease = listing?.lease
  const reply = listOf(
    await engine.run(
      APPEND,
      [
        ...[keys.meta, keys.log, head, baseKey, index, keys.members, keys.nonces, keys.pending, keys.opened],
        ...(lease === undefined ? [] : [keys.lease(lease.name)]),
      ],
      [
        ...[epoch, nonce, expected.number, expected.nonce, writer, journal, wantsAcks ? 1 : 0],
        ...[kind === 'delta' ? '' : kind, base ?? '', payload, listing?.started ?? '', lease?.fence ?? ''],
      ],
      base === undefined ? {} : { deadlineMs: BASE_DEADLINE_MS },
    ),
  )
  const [result, first, second, ...members] = reply
  switch (textOf(result)) {
    case 'OK':
      return {
        result: 'ok',
        number: numberOf(first),
        epochAgeMs: numberOf(second),
        members: members.map(textOf),
      }
    case 'BEHIND':
      return { result: 'behind', head: numberOf(first), last: numberOf(second) }
    case 'EPOCH':
      return { result: 'epoch' }
    default:
      return { result: 'rejected' }
  }
}
