import { Gauge, type Registry } from 'prom-client'

/** Account and region as labels. */
export interface Located {
  /** Undefined until the account id is known. */
  readonly account: string | undefined
  readonly region: string
}

/** State of the poller for one kind in one target. */
export interface WatcherState extends Located {
  readonly kind: string
  readonly isRunning: boolean
  /** True if its last poll failed. */
  readonly isFailing: boolean
}

/** Subscribers of one kind. */
export interface SubscriberState {
  readonly kind: string
  readonly subscribers: number
  /** Events queued for slow subscribers. */
  readonly queuedEvents: number
}

/** Snapshot of one collection, for example `images/PRIVATE`. */
export interface SnapshotState extends Located {
  readonly collection: string
  readonly ageMs: number
}

/** Calls of one class queued for the budget of a target. */
export interface QueueState extends Located {
  readonly class: string
  readonly length: number
}

/** Circuit breaker of a target. */
export interface CircuitState extends Located {
  readonly state: 'closed' | 'half-open' | 'open'
}

/** Sources of metrics that are read on every scrape. */
export interface MetricsSources {
  /** True if `/readyz` accepts traffic. */
  readonly isReady: () => boolean
  /** Open TCP connections, including WebSockets. */
  readonly connections: () => number
  readonly webSockets: () => number
  readonly executions: () => ExecutionState
  /** Approximate memory of the answer cache in bytes. */
  readonly answerBytes: () => number
  readonly watchers: () => Iterable<WatcherState>
  readonly subscribers: () => Iterable<SubscriberState>
  readonly snapshots: () => Iterable<SnapshotState>
  readonly upstreamQueues: () => Iterable<QueueState>
  readonly circuits: () => Iterable<CircuitState>
}

/** Operations of a gateway. */
export interface ExecutionState {
  readonly queued: number
  readonly runningCost: number
  readonly unsentBytes: number
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

/** Registers gauges for the given sources. Each source can be registered once. */
export function observeSources(registry: Registry, prefix: string, sources: Partial<MetricsSources>): void {
  function gauge<State>(
    source: (() => Iterable<State>) | undefined,
    name: string,
    help: string,
    labelNames: readonly string[],
    samplesOf: (state: State) => Iterable<Sample>,
  ): void {
    if (source === undefined) return
    new Gauge({
      name: prefix + name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        // Removes samples that no longer exist, or whose account label has changed because the id became known.
        this.reset()
        for (const state of source()) {
          for (const [labels, value] of samplesOf(state)) this.set(labels, value)
        }
      },
    })
  }
  const located = ['account', 'region']
  const watched = ['kind', ...located]
  const {
    isReady,
    connections,
    webSockets,
    executions,
    answerBytes,
    watchers,
    subscribers,
    snapshots,
    upstreamQueues,
    circuits,
  } = sources

  const readiness = isReady && (() => Number(isReady()))
  gauge(single(readiness), 'ready', '1 if the gateway accepts traffic, as /readyz reports.', [], alone)
  gauge(single(connections), 'connections', 'Open TCP connections, including WebSockets.', [], alone)
  gauge(single(webSockets), 'websockets', 'Open WebSockets.', [], alone)
  const executing = (name: keyof ExecutionState) => executions && (() => [executions()[name]])
  gauge(executing('queued'), 'operations_queued', 'Operations queued for execution.', [], alone)
  gauge(executing('runningCost'), 'operations_running_cost', 'Total cost of executing operations.', [], alone)
  gauge(executing('unsentBytes'), 'unsent_bytes', 'Bytes of responses not yet read by clients.', [], alone)
  gauge(single(answerBytes), 'answer_cache_bytes', 'Approximate memory of the answer cache.', [], alone)
  gauge(
    watchers,
    'watchers_running',
    '1 while a kind is polled in this account and region.',
    watched,
    (state) => [[labelsOf(state, { kind: state.kind }), Number(state.isRunning)]],
  )
  gauge(watchers, 'watch_failing', '1 if the last poll for subscriptions failed.', watched, (state) => [
    [labelsOf(state, { kind: state.kind }), Number(state.isFailing)],
  ])
  gauge(subscribers, 'subscribers', 'Subscribers per kind.', ['kind'], ({ kind, subscribers: count }) => [
    [{ kind }, count],
  ])
  gauge(
    subscribers,
    'subscriber_queued_events',
    'Events queued for slow subscribers.',
    ['kind'],
    ({ kind, queuedEvents }) => [[{ kind }, queuedEvents]],
  )
  gauge(
    snapshots,
    'snapshot_age_seconds',
    'Age of the newest snapshot of a collection.',
    ['collection', ...located],
    (state) => [[labelsOf(state, { collection: state.collection }), state.ageMs / 1000]],
  )
  gauge(
    upstreamQueues,
    'upstream_queued_calls',
    'Calls queued for the call budget of this account and region.',
    ['class', ...located],
    (state) => [[labelsOf(state, { class: state.class }), state.length]],
  )
  gauge(
    circuits,
    'upstream_circuit_state',
    '1 for the current state of the circuit breaker, 0 for the others.',
    ['state', ...located],
    (circuit) =>
      (['closed', 'half-open', 'open'] as const).map((state) => [
        labelsOf(circuit, { state }),
        Number(circuit.state === state),
      ]),
  )
}

function single(source: (() => number) | undefined): (() => Iterable<number>) | undefined {
  return source && (() => [source()])
}

function alone(value: number): Sample[] {
  return [[{}, value]]
}

function labelsOf({ account = 'unknown', region }: Located, others: Readonly<Record<string, string>>) {
  return { ...others, account, region }
}
