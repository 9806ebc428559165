import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { FinishedCommand } from '../../../shared/redis/engine/engine.ts'
import type { SharedStatus } from '../../../shared/shared.ts'

/** State of the connection to other replicas. */
export interface SharedState {
  readonly status: SharedStatus
  /** Replicas seen last, including this one. */
  readonly replicas: number
  /** Leases held, each for the polls of one kind in one target. */
  readonly leases: number
  /** Time since the engine last confirmed the membership, or since the start. */
  readonly beatAgeMs: number
  /** Totals since the start. */
  readonly counters: {
    readonly commitsApplied: number
    readonly proposalsRebuilt: number
    readonly resyncs: number
    readonly ackTimeouts: number
    readonly beatsFailed: number
  }
}

/** Metrics of the state that replicas share. A single process has none. */
export interface SharedMetrics {
  /** Registers the state, which is read on every scrape. Call it once. */
  observeShared(state: () => SharedState): void
  noteSharedCommand(command: FinishedCommand): void
}

const STATUSES = ['member', 'lost', 'degraded'] as const
/** From an answer on the same network (less than a millisecond) to the deadline of blocking commands. */
const DURATION_BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

/** Creates the metrics of shared state. Nothing is registered before the first call. */
export function createSharedMetrics(registry: Registry, prefix: string): SharedMetrics {
  const registers = [registry]
  let durations: Histogram<'command' | 'outcome'> | undefined

  function observeShared(state: () => SharedState): void {
    function read(
      Metric: typeof Gauge | typeof Counter,
      name: string,
      help: string,
      measure: (state: SharedState) => number,
    ): void {
      new Metric({
        name: `${prefix}shared_${name}`,
        help,
        registers,
        collect() {
          this.reset()
          this.inc(measure(state()))
        },
      })
    }
    new Gauge({
      name: `${prefix}shared_status`,
      help: '1 for the current status of the shared state, 0 for the others.',
      labelNames: ['status'],
      registers,
      collect() {
        const { status: current } = state()
        for (const status of STATUSES) this.set({ status }, Number(status === current))
      },
    })
    read(Gauge, 'replicas', 'Replicas seen last, including this one.', ({ replicas }) => replicas)
    read(Gauge, 'leases', 'Leases held by this replica.', ({ leases }) => leases)
    read(
      Gauge,
      'beat_age_seconds',
      'Time since the engine last confirmed the membership of this replica.',
      ({ beatAgeMs }) => beatAgeMs / 1000,
    )
    read(
      Counter,
      'commits_total',
      'Commits applied, own and others.',
      ({ counters }) => counters.commitsApplied,
    )
    read(
      Counter,
      'retries_total',
      'Proposals built again because another replica committed first.',
      ({ counters }) => counters.proposalsRebuilt,
    )
    read(
      Counter,
      'resyncs_total',
      'Times that local state was replaced by the state of the engine.',
      ({ counters }) => counters.resyncs,
    )
    read(
      Counter,
      'ack_timeouts_total',
      'Writes that a replica did not acknowledge in time.',
      ({ counters }) => counters.ackTimeouts,
    )
    read(
      Counter,
      'beats_failed_total',
      'Failed renewals of the membership.',
      ({ counters }) => counters.beatsFailed,
    )
  }

  function noteSharedCommand({ name: command, outcome, durationMs }: FinishedCommand): void {
    durations ??= new Histogram({
      name: `${prefix}shared_command_duration_seconds`,
      help: 'Duration of commands and scripts of the engine. Blocking reads of the log take up to a second.',
      labelNames: ['command', 'outcome'],
      buckets: DURATION_BUCKETS_S,
      registers,
    })
    durations.observe({ command, outcome }, durationMs / 1000)
  }

  return { observeShared, noteSharedCommand }
}
