import { createMetrics } from '../../src/server/observability/metrics/metrics.ts'
import type { MetricsSources } from '../../src/server/observability/metrics/sources.ts'
import { ACCOUNT, REGION } from './gateway.ts'

/** Returns the text of `/metrics` with at least one sample of every metric of the gateway. */
export async function renderSampledMetrics(): Promise<string> {
  const metrics = createMetrics()
  const located = { account: ACCOUNT, region: REGION }
  const watched = { kind: 'images', ...located }
  const sources: MetricsSources = {
    isReady: () => true,
    connections: () => 1,
    webSockets: () => 1,
    executions: () => ({ queued: 0, runningCost: 1, unsentBytes: 0 }),
    answerBytes: () => 1,
    watchers: () => [{ ...watched, isRunning: true, isFailing: false }],
    subscribers: () => [{ kind: 'images', subscribers: 1, queuedEvents: 0 }],
    snapshots: () => [{ collection: 'images/PRIVATE', ...located, ageMs: 1 }],
    upstreamQueues: () => [{ class: 'read', ...located, length: 1 }],
    circuits: () => [{ state: 'closed', ...located }],
  }
  metrics.observe(sources)
  metrics.observeShared(() => ({
    status: 'member',
    replicas: 3,
    leases: 1,
    beatAgeMs: 1,
    counters: { commitsApplied: 1, proposalsRebuilt: 0, resyncs: 0, ackTimeouts: 0, beatsFailed: 0 },
  }))
  metrics.noteSharedCommand({ name: 'BEAT', outcome: 'ok', durationMs: 1 })
  metrics.noteOperation({ label: 'Walk', type: 'query', outcome: 'ok', durationMs: 1 })
  metrics.noteMutation({ operation: 'StartFleet', outcome: 'OK' })
  metrics.noteError('UPSTREAM_TIMEOUT')
  metrics.noteSubscription('sse')
  metrics.notePollFailure(watched)
  metrics.noteWebSocketRejected('TOO_MANY_CONNECTIONS')
  metrics.noteCall({
    operation: 'DescribeImages',
    purpose: 'read',
    accountId: ACCOUNT,
    region: REGION,
    outcome: 'OK',
    requests: 1,
    durationMs: 1,
  })
  return (await metrics.render()).text
}
