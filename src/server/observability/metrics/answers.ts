import { Counter, type Registry } from 'prom-client'

/**
 * Origin of an answer: the cache (`hit`), an identical request in flight (`shared`), or an execution, because no answer
 * was cached (`miss`) or its data has changed (`outdated`).
 */
const OUTCOMES = ['hit', 'shared', 'miss', 'outdated'] as const

export type AnswerOutcome = (typeof OUTCOMES)[number]

/** Metrics of the answer cache. */
export interface AnswerMetrics {
  /** Counts an answer that could come from the cache. */
  noteAnswer(outcome: AnswerOutcome): void
}

/** Registers the metrics of the answer cache. */
export function createAnswerMetrics(registry: Registry, prefix: string): AnswerMetrics {
  /** Counts since the last scrape. Adding them to a labelled counter takes longer. */
  const counts: Record<AnswerOutcome, number> = { hit: 0, shared: 0, miss: 0, outdated: 0 }
  new Counter({
    name: `${prefix}answers_total`,
    help: 'Queries that the answer cache could answer, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      for (const outcome of OUTCOMES) {
        this.inc({ outcome }, counts[outcome])
        counts[outcome] = 0
      }
    },
  })
  return {
    noteAnswer(outcome) {
      counts[outcome]++
    },
  }
}
