import { Counter, Registry } from 'prom-client'
import { createOperationMetrics, type OperationMetrics } from './operations.ts'
import { type Located, type MetricsSources, observeSources } from './sources.ts'
import { createUpstreamMetrics, type UpstreamMetrics } from './upstream.ts'

/** What operators measure, for Prometheus. */
export interface Metrics extends OperationMetrics, UpstreamMetrics {
  /** What `/metrics` answers. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>
  /** Has these looked up whenever `/metrics` is asked; each of them can be given once. */
  observe(sources: Partial<MetricsSources>): void
  /** Notes that a poll for subscribers failed. */
  notePollFailure(watched: Located & { readonly kind: string }): void
}

/** Metrics that are not of one gateway but of the process that it runs in. */
export type ProcessMetrics = Pick<Registry, 'metrics'>

const PREFIX = 'appstream_graphql_'

/**
 * Makes the metrics of one gateway, all at zero.
 * @param processMetrics the process's own, to be rendered with them.
 */
export function createMetrics(processMetrics: ProcessMetrics = new Registry()): Metrics {
  const registry = new Registry()
  const pollFailures = new Counter({
    name: `${PREFIX}watch_poll_failures_total`,
    help: 'Polls for subscribers that failed.',
    labelNames: ['kind', 'account', 'region'],
    registers: [registry],
  })
  return {
    ...createOperationMetrics(registry, PREFIX),
    ...createUpstreamMetrics(registry, PREFIX),
    async render() {
      const texts = await Promise.all([registry.metrics(), processMetrics.metrics()])
      return {
        contentType: registry.contentType,
        text: texts.filter((text) => text.trim() !== '').join('\n'),
      }
    },
    observe: (sources) => observeSources(registry, PREFIX, sources),
    notePollFailure: ({ kind, account = 'unknown', region }) => pollFailures.inc({ kind, account, region }),
  }
}
