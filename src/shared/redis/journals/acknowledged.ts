import type { Schedule } from '../../../clock.ts'
import { timeout } from '../timeout.ts'
import type { JournalContext } from './local-journal.ts'
import type { Committed } from './proposals.ts'

/** Resolves once no replica serves a state without this commit from memory. */
export async function acknowledged(
  { own, reply }: Committed,
  { id, counters }: Pick<JournalContext, 'id' | 'counters'>,
  schedule: Schedule,
  ttlMs: number,
): Promise<void> {
  // After this time, the replicas that are silent have not been members since.
  const limit = timeout(schedule, ttlMs)
  const timedOut = limit.elapsed.then(() => 'timed out' as const)
  if (reply === undefined) {
    // The reply with the members was lost.
    await timedOut
  } else {
    const others = reply.members.filter((member) => member !== id)
    if ((await Promise.race([own.acknowledgedBy(others), timedOut])) === 'timed out') counters.ackTimeouts++
    // In a young epoch, replicas that do not know it yet are not among the members.
    else if (reply.epochAgeMs < ttlMs) await timeout(schedule, ttlMs - reply.epochAgeMs).elapsed
  }
  limit.cancel()
  own.forget()
}
