import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Schedule } from '../../clock.ts'
import type { Timeouts } from '../connections/timeouts.ts'
import { type Exchange, readBody } from '../limits/body.ts'
import type { Cancellable } from '../limits/deadlines.ts'
import type { Metrics } from '../observability/metrics/metrics.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import { type Answer, isCurrent } from './answer.ts'
import { Capture, type Capturing } from './capture.ts'
import { createKeys, isEligible } from './eligibility.ts'
import { Flight } from './flight.ts'
import { sendAnswer } from './sending.ts'
import { createAnswerStore, type Entry, UNREPEATABLE } from './store.ts'

/** Options of {@link createAnswers}. */
export interface AnswersOptions {
  /** Maximum memory of all answers in bytes; 0: none is kept. */
  readonly answerCacheBytes: number
  readonly limits: { readonly maxBodyBytes: number; readonly queryTimeoutMs: number }
  readonly schedule: Schedule
  readonly metrics: Pick<Metrics, 'noteAnswer'>
  readonly timeouts: Timeouts
}

/** Members of the server context of an execution. */
export type ExecutionContext = Capturing & Pick<Exchange, 'body'> & Pick<Cancellable, 'disconnected'>

/** Executes the operation of a request and sends its result. */
export type Execute = (context: ExecutionContext) => Promise<void>

/** Cache of the answers of queries. */
export interface Answers {
  /** Sends the answer of an equal request if it is current; otherwise executes the request. */
  serve(
    record: RequestRecord,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    execute: Execute,
  ): Promise<void>
  /** Returns the approximate memory of the answers in bytes. */
  bytes(): number
}

/** Maximum time that a request waits for an equal one. After it, both wait for AWS together. */
const MAX_WAIT_MS = 5000
const NO_BODY = Buffer.alloc(0)

/**
 * Creates the cache. A request waits for an equal one in progress, so that a hundred equal requests execute once. An
 * answer is served only while all its dependencies are current.
 */
export function createAnswers(options: AnswersOptions): Answers {
  const { answerCacheBytes, limits, schedule, metrics, timeouts } = options
  if (answerCacheBytes === 0)
    return { serve: (_record, _incoming, _outgoing, execute) => execute({}), bytes: () => 0 }
  const store = createAnswerStore(answerCacheBytes)
  const keyOf = createKeys()
  // A request that waited in vain executes with a timeout of its own.
  const maxWaitMs = limits.queryTimeoutMs > 0 ? Math.min(MAX_WAIT_MS, limits.queryTimeoutMs / 3) : MAX_WAIT_MS

  /** Executes a request, and keeps its answer if possible. */
  async function lead(
    key: string,
    record: RequestRecord,
    outgoing: ServerResponse,
    body: Promise<Buffer> | undefined,
    execute: Execute,
  ): Promise<void> {
    const flight = new Flight(record)
    const found = store.get(key)
    const isReplaced = found === undefined || isAnswer(found) || isHeldUp(found, record)
    if (isReplaced) store.set(key, flight)
    const capture = new Capture(record, (answer) => {
      const kept = answer !== undefined && isCurrent(answer) ? answer : undefined
      if (kept !== undefined) store.set(key, kept)
      else if (store.get(key) === flight) {
        // The body of a mutation may contain secrets, and equal ones wait only until they are parsed.
        const isRemembered = !flight.hasLeft && record.operation?.type === 'query'
        isRemembered ? store.set(key, UNREPEATABLE) : store.delete(key)
      }
      flight.end(kept)
    })
    const disconnection = new AbortController()
    outgoing.once('close', () => {
      if (outgoing.writableFinished) return
      flight.hasLeft = true
      capture.end(undefined)
      // The followers execute first: AWS calls in progress are aborted when nobody waits for them.
      if (flight.isFollowed) setImmediate(() => disconnection.abort())
      else disconnection.abort()
    })
    try {
      await execute({ body, capture, disconnected: disconnection.signal })
    } finally {
      capture.end(undefined)
    }
  }

  /** Waits for the answer of a flight. Returns undefined if the request has to be executed. */
  async function follow(flight: Flight, record: RequestRecord): Promise<Answer | undefined> {
    // Recorded before the wait, so that the log line names the operation even if the client leaves.
    const { operation, cost } = flight.leader
    if (operation !== undefined) record.operation = operation
    if (cost !== undefined) record.cost = cost
    const answer = await flight.follow(schedule, maxWaitMs)
    return answer !== undefined && isCurrent(answer) ? answer : undefined
  }

  return {
    bytes: store.bytes,
    async serve(record, incoming, outgoing, execute) {
      if (record.identity === undefined || !isEligible(incoming)) return execute({})
      let body: Promise<Buffer> | undefined
      let bytes: Buffer = NO_BODY
      if (incoming.method === 'POST') {
        body = readBody(incoming, limits.maxBodyBytes)
        try {
          bytes = await body
        } catch {
          return execute({ body })
        }
      }
      const key = keyOf(incoming, record.identity.caller, bytes)
      const found = store.get(key)
      if (found instanceof Flight && !isHeldUp(found, record)) {
        let answer = await follow(found, record)
        // If the leader has left, the first follower executes, and the others wait for it, but only once more, so
        // that clients that leave one after another do not delay the others.
        const next = answer === undefined && found.hasLeft ? store.get(key) : undefined
        if (next instanceof Flight && !isHeldUp(next, record)) answer = await follow(next, record)
        if (outgoing.destroyed) return
        if (answer !== undefined) {
          metrics.noteAnswer('shared')
          return sendAnswer(answer, record, outgoing, timeouts)
        }
      } else if (isAnswer(found) && isCurrent(found)) {
        metrics.noteAnswer('hit')
        return sendAnswer(found, record, outgoing, timeouts)
      }
      metrics.noteAnswer(isAnswer(found) ? 'outdated' : 'miss')
      return lead(key, record, outgoing, body, execute)
    },
  }
}

/**
 * Returns true if the leader of a flight is queued, and another caller sent it. Its other operations may be the reason, so
 * that it would delay callers with fewer operations.
 */
function isHeldUp(entry: Entry, { limitKey }: RequestRecord): boolean {
  return entry instanceof Flight && entry.leader.isQueued && entry.leader.limitKey !== limitKey
}

function isAnswer(entry: Entry | undefined): entry is Answer {
  return entry !== undefined && entry !== UNREPEATABLE && !(entry instanceof Flight)
}
