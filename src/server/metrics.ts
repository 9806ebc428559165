import { Counter, Gauge, Registry } from 'prom-client'

/** What operators measure, for Prometheus. */
export interface Metrics {
  /** What `/metrics` answers. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>
  /** Notes that a poll of a kind in a target failed, or that polls work again. */
  notePoll(watched: Watched, outcome: 'failed' | 'recovered'): void
}

/** What is polled for subscribers. */
export interface Watched {
  readonly kind: string
  /** Unknown until it is learned. */
  readonly account: string | undefined
  readonly region: string
}

/** Makes the metrics of one gateway, all at zero. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const labelNames = ['kind', 'account', 'region'] as const
  const failures = new Counter({
    name: 'appstream_graphql_watch_poll_failures_total',
    help: 'Polls for subscribers that failed.',
    labelNames,
    registers: [registry],
  })
  const failing = new Gauge({
    name: 'appstream_graphql_watch_failing',
    help: '1 while the last poll for subscribers failed, 0 once one has succeeded again.',
    labelNames,
    registers: [registry],
  })
  return {
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    notePoll({ kind, account = 'unknown', region }, outcome) {
      const labels = { kind, account, region }
      if (outcome === 'failed') failures.inc(labels)
      failing.set(labels, outcome === 'failed' ? 1 : 0)
    },
  }
}
