import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { VERSION } from '../../../version.ts'
import { type AnswerMetrics, createAnswerMetrics } from './answers.ts'
import { createOperationMetrics, type OperationMetrics } from './operations.ts'
import { createSharedMetrics, type SharedMetrics } from './shared.ts'
import { type Located, type MetricsSources, observeSources } from './sources.ts'
import { createUpstreamMetrics, type UpstreamMetrics } from './upstream.ts'

/** Metrics for Prometheus. */
export interface Metrics extends OperationMetrics, AnswerMetrics, UpstreamMetrics, SharedMetrics {
  /** Renders the response of `/metrics`. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>
  /** Registers sources that are read on every scrape. Each source can be registered once. */
  observe(sources: Partial<MetricsSources>): void
  /** Counts a failed poll for subscriptions. */
  notePollFailure(watched: Located & { readonly kind: string }): void
  /** Counts a rejected WebSocket, with the error code of the response. */
  noteWebSocketRejected(code: string): void
  /** Counts a WebSocket that was closed because the client did not answer a ping. */
  noteWebSocketCut(): void
}

/** Metrics of the whole process, which several gateways can share. */
export type ProcessMetrics = Pick<Registry, 'metrics'>

const PREFIX = 'appstream_graphql_'

/**
 * Creates the metrics of one gateway, all at zero.
 * @param processMetrics metrics of the process, rendered together with those of the gateway.
 */
export function createMetrics(processMetrics: ProcessMetrics = new Registry()): Metrics {
  const registry = new Registry()
  const pollFailures = new Counter({
    name: `${PREFIX}watch_poll_failures_total`,
    help: 'Failed polls for subscriptions.',
    labelNames: ['kind', 'account', 'region'],
    registers: [registry],
  })
  const rejectedWebSockets = new Counter({
    name: `${PREFIX}websockets_refused_total`,
    help: 'Rejected WebSockets, by the error code of the response.',
    labelNames: ['code'],
    registers: [registry],
  })
  const cutWebSockets = new Counter({
    name: `${PREFIX}websockets_cut_total`,
    help: 'WebSockets closed because the client did not answer a ping.',
    registers: [registry],
  })
  new Gauge({
    name: `${PREFIX}build_info`,
    help: 'Versions of the gateway and of Node.js as labels. The value is always 1.',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version: VERSION, node: process.versions.node }, 1)
  return {
    ...createOperationMetrics(registry, PREFIX),
    ...createAnswerMetrics(registry, PREFIX),
    ...createUpstreamMetrics(registry, PREFIX),
    ...createSharedMetrics(registry, PREFIX),
    async render() {
      const texts = await Promise.all([registry.metrics(), processMetrics.metrics()])
      return {
        contentType: registry.contentType,
        text: texts.filter((text) => text.trim() !== '').join('\n'),
      }
    },
    observe: (sources) => observeSources(registry, PREFIX, sources),
    notePollFailure: ({ kind, account = 'unknown', region }) => pollFailures.inc({ kind, account, region }),
    noteWebSocketRejected: (code) => rejectedWebSockets.inc({ code }),
    noteWebSocketCut: () => cutWebSockets.inc(),
  }
}

/**
 * Creates the metrics of the process, with the standard names of Node.js dashboards: `process_resident_memory_bytes`,
 * `nodejs_eventloop_lag_p99_seconds` and so on. Call it once per process, because the measurement of the event loop lag
 * never ends.
 */
export function createProcessMetrics(): ProcessMetrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  return register
}
