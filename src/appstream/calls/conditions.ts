import type { Tracer } from '@opentelemetry/api'
import { type Clock, type Schedule, systemClock, systemSchedule } from '../../clock.ts'
import type { BudgetOptions } from './budget.ts'
import type { FinishedCall } from './calls.ts'
import type { CircuitBreakerOptions } from './circuit-breaker.ts'
import type { SharedBuckets } from './shared-buckets.ts'
import { globalTracer } from './span.ts'

/** Limits and observers of the calls to each target. */
export interface CallConditions {
  readonly budget: BudgetOptions
  /** Buckets that the budget shares with other replicas. Default: the budget is that of this process. */
  readonly sharedBuckets?: SharedBuckets | undefined
  readonly circuitBreaker: CircuitBreakerOptions
  /** Clock of the budget, the circuit breaker and call durations; deadlines run in real time. */
  readonly clock: Clock
  readonly schedule: Schedule
  readonly tracer: Tracer
  /** Called for every finished call. */
  readonly onCall: (call: FinishedCall) => void
}

const UNBOUND = { perSecond: 0, burst: 0 }

/** Returns conditions without limits: unlimited budget, no circuit breaker, system clock, global tracer. */
export function defaultConditions(): CallConditions {
  return {
    budget: { all: UNBOUND, read: UNBOUND, write: UNBOUND, poll: UNBOUND, maxQueued: 0 },
    circuitBreaker: { failures: 0, pauseMs: 0 },
    clock: systemClock,
    schedule: systemSchedule,
    tracer: globalTracer(),
    onCall: () => {},
  }
}
