import type { Tracer } from '@opentelemetry/api'
import type { BudgetOptions } from './budget.ts'
import type { FinishedCall } from './calls.ts'
import type { CircuitBreakerOptions } from './circuit-breaker.ts'
import { type Clock, type Schedule, systemClock, systemSchedule } from './clock.ts'
import { globalTracer } from './span.ts'

/** What the calls to each target are subject to, and who is told of them. */
export interface CallConditions {
  readonly budget: BudgetOptions
  readonly circuitBreaker: CircuitBreakerOptions
  /** The time of the budget, of the circuit breaker and of what is told of a call; deadlines run in real time. */
  readonly clock: Clock
  readonly schedule: Schedule
  readonly tracer: Tracer
  /** Told of every call that is over. */
  readonly onCall: (call: FinishedCall) => void
}

const UNBOUND = { perSecond: 0, burst: 0 }

/** No bounds, a circuit that never opens, the machine's time, the tracer that the process has set up. */
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
