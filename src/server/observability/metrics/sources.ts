import { Gauge, type Registry } from 'prom-client'

/** An account in a region, as a label. */
export interface Located {
  /** Unknown until it is learned. */
  readonly account: string | undefined
  readonly region: string
}

/** A watcher: what polls one kind in one target for subscribers. */
export interface WatcherState extends Located {
  readonly kind: string
  readonly isRunning: boolean
  /** Whether its last poll failed. */
  readonly isFailing: boolean
}

/** The subscribers of a kind. */
export interface SubscriberState {
  readonly kind: string
  readonly subscribers: number
  /** The events that wait for the slow ones among them. */
  readonly queuedEvents: number
}

/** A snapshot, by the collection that it is of, e.g. `images/PRIVATE`. */
export interface SnapshotState extends Located {
  readonly collection: string
  readonly ageMs: number
}

/** The calls of one class that wait for a target's budget. */
export interface QueueState extends Located {
  readonly class: string
  readonly length: number
}

/** The circuit breaker of a target. */
export interface CircuitState extends Located {
  readonly state: 'closed' | 'half-open' | 'open'
}

/** Where metrics come from that are not counted but looked up, each time that `/metrics` is asked. */
export interface MetricsSources {
  /** TCP connections that are open, WebSockets among them. */
  readonly connections: () => number
  readonly webSockets: () => number
  readonly executions: () => ExecutionState
  readonly watchers: () => Iterable<WatcherState>
  readonly subscribers: () => Iterable<SubscriberState>
  readonly snapshots: () => Iterable<SnapshotState>
  readonly upstreamQueues: () => Iterable<QueueState>
  readonly circuits: () => Iterable<CircuitState>
}

/** The operations of a gateway. */
export interface ExecutionState {
  readonly queued: number
  readonly runningCost: number
  readonly unsentBytes: number
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

/** Registers a gauge for each of the sources given; each can be registered once. */
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
        // What is gone, or has another label since its account was learned, is not told any more.
        this.reset()
        for (const state of source()) {
          for (const [labels, value] of samplesOf(state)) this.set(labels, value)
        }
      },
    })
  }
  const located = ['account', 'region']
  const watched = ['kind', ...located]
  const { connections, webSockets, executions, watchers, subscribers, snapshots, upstreamQueues, circuits } =
    sources

  gauge(single(connections), 'connections', 'TCP connections open, WebSockets among them.', [], alone)
  gauge(single(webSockets), 'websockets', 'WebSockets open.', [], alone)
  const executing = (name: keyof ExecutionState) => executions && (() => [executions()[name]])
  gauge(executing('queued'), 'operations_queued', 'Operations that wait for execution.', [], alone)
  gauge(
    executing('runningCost'),
    'operations_running_cost',
    'Cost of the operations that execute.',
    [],
    alone,
  )
  gauge(executing('unsentBytes'), 'unsent_bytes', 'Answers that clients have not read yet.', [], alone)
  gauge(watchers, 'watchers_running', '1 while a kind in a target is polled.', watched, (state) => [
    [labelsOf(state, { kind: state.kind }), Number(state.isRunning)],
  ])
  gauge(watchers, 'watch_failing', '1 while the last poll for subscribers failed.', watched, (state) => [
    [labelsOf(state, { kind: state.kind }), Number(state.isFailing)],
  ])
  gauge(subscribers, 'subscribers', 'Subscribers of a kind.', ['kind'], ({ kind, subscribers: count }) => [
    [{ kind }, count],
  ])
  gauge(
    subscribers,
    'subscriber_queued_events',
    'Events that wait for slow subscribers.',
    ['kind'],
    ({ kind, queuedEvents }) => [[{ kind }, queuedEvents]],
  )
  gauge(
    snapshots,
    'snapshot_age_seconds',
    'The age of the newest listing of a collection that was read.',
    ['collection', ...located],
    (state) => [[labelsOf(state, { collection: state.collection }), state.ageMs / 1000]],
  )
  gauge(
    upstreamQueues,
    'upstream_queued_calls',
    "Calls that wait for their turn in a target's budget.",
    ['class', ...located],
    (state) => [[labelsOf(state, { class: state.class }), state.length]],
  )
  gauge(
    circuits,
    'upstream_circuit_state',
    "1 for the state that a target's circuit breaker is in, 0 for the others.",
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
