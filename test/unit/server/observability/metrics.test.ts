import { expect, test } from 'vitest'
import { createMetrics, createProcessMetrics } from '../../../../src/server/observability/metrics/metrics.ts'
import type { SharedState } from '../../../../src/server/observability/metrics/shared.ts'
import { createOperationLabels } from '../../../../src/server/observability/operation-labels.ts'
import { parseMetrics, samplesOf } from '../../../support/metrics.ts'
import { readPage } from '../../../support/readme.ts'
import { renderSampledMetrics } from '../../../support/sampled-metrics.ts'

const account = '123456789012'
const region = 'us-east-1'
const member: SharedState = {
  status: 'member',
  replicas: 3,
  leases: 1,
  beatAgeMs: 100,
  counters: { commitsApplied: 1, proposalsRebuilt: 0, resyncs: 0, ackTimeouts: 0, beatsFailed: 0 },
}

test('counts and times AWS calls by operation, purpose, outcome and target', async () => {
  const metrics = createMetrics()
  const call = { operation: 'DescribeImages', purpose: 'read', accountId: account, region } as const
  metrics.noteCall({ ...call, outcome: 'OK', requests: 1, durationMs: 100 })
  metrics.noteCall({ ...call, outcome: 'OK', requests: 1, durationMs: 150 })
  metrics.noteCall({
    ...call,
    purpose: 'poll',
    accountId: undefined,
    outcome: 'UPSTREAM_TIMEOUT',
    requests: 3,
    durationMs: 10_000,
  })
  const { text } = await metrics.render()

  const kind = { operation: 'DescribeImages', purpose: 'read', outcome: 'OK' }
  expect(samplesOf(text, 'upstream_calls_total')).toEqual([
    { labels: { ...kind, account, region }, value: 2 },
    {
      labels: { ...kind, purpose: 'poll', outcome: 'UPSTREAM_TIMEOUT', account: 'unknown', region },
      value: 1,
    },
  ])
  expect(samplesOf(text, 'upstream_call_duration_seconds_sum')[0]).toEqual({ labels: kind, value: 0.25 })
})

test('reads gauges at each scrape and drops series that are gone', async () => {
  const metrics = createMetrics()
  const snapshots = [{ collection: 'images/PRIVATE', account: undefined, region, ageMs: 1_500 }]
  let state: 'open' | 'closed' = 'open'
  metrics.observe({
    snapshots: () => snapshots,
    upstreamQueues: () => [{ account, region, class: 'poll', length: 3 }],
    circuits: () => [{ account, region, state }],
    webSockets: () => 7,
  })
  const first = (await metrics.render()).text
  snapshots[0] = { collection: 'imageBuilders', account: undefined, region, ageMs: 0 }
  state = 'closed'
  const second = (await metrics.render()).text

  const age = { account: 'unknown', region }
  expect(samplesOf(first, 'snapshot_age_seconds')).toEqual([
    { labels: { collection: 'images/PRIVATE', ...age }, value: 1.5 },
  ])
  expect(samplesOf(second, 'snapshot_age_seconds')).toEqual([
    { labels: { collection: 'imageBuilders', ...age }, value: 0 },
  ])
  expect(samplesOf(first, 'upstream_queued_calls')).toEqual([
    { labels: { class: 'poll', account, region }, value: 3 },
  ])
  expect(samplesOf(first, 'websockets')).toEqual([{ labels: {}, value: 7 }])
  const inState = (text: string) =>
    Object.fromEntries(
      samplesOf(text, 'upstream_circuit_state').map(({ labels, value }) => [labels['state'], value]),
    )
  expect(inState(first)).toEqual({ closed: 0, 'half-open': 0, open: 1 })
  expect(inState(second)).toEqual({ closed: 1, 'half-open': 0, open: 0 })
})

test('includes process metrics: memory and event loop lag', async () => {
  const { text } = await createMetrics(createProcessMetrics()).render()
  const valueNamed = (name: string) => parseMetrics(text).find((sample) => sample.name === name)?.value

  expect(valueNamed('process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
  expect(valueNamed('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0)
  expect(samplesOf(text, 'operations_total')).toEqual([])
})

test('decrements the gauge once for a subscription that ends twice', async () => {
  const metrics = createMetrics()
  const ends = [metrics.noteSubscription('sse'), metrics.noteSubscription('sse')]
  ends[0]?.()
  ends[0]?.()

  expect(samplesOf((await metrics.render()).text, 'subscriptions')).toEqual([
    { labels: { transport: 'sse' }, value: 1 },
  ])
})

test('labels the first hundred names, then "other"; unnamed ones are "anonymous"', () => {
  const labels = createOperationLabels()
  labels.admit('x'.repeat(101))
  for (let index = 0; index < 150; index++) labels.admit(`name${index}`)

  expect(labels.labelOf('name99')).toBe('name99')
  expect(labels.labelOf('name100')).toBe('other')
  expect(labels.labelOf('x'.repeat(101))).toBe('other')
  expect(labels.labelOf(undefined)).toBe('anonymous')
})

test('reads the shared state per scrape and times engine commands', async () => {
  const metrics = createMetrics()
  expect((await metrics.render()).text).not.toContain('graphql_shared_')
  let state: SharedState = { ...member, beatAgeMs: 250 }
  metrics.observeShared(() => state)
  metrics.noteSharedCommand({ name: 'APPEND', outcome: 'ok', durationMs: 2 })
  metrics.noteSharedCommand({ name: 'APPEND', outcome: 'ok', durationMs: 3 })
  const first = (await metrics.render()).text
  state = { ...state, status: 'degraded', replicas: 1, counters: { ...state.counters, commitsApplied: 9 } }
  const second = (await metrics.render()).text

  const statusIn = (text: string) =>
    Object.fromEntries(samplesOf(text, 'shared_status').map(({ labels, value }) => [labels['status'], value]))
  const valueIn = (text: string, name: string) => samplesOf(text, `shared_${name}`)[0]?.value
  expect(statusIn(first)).toEqual({ member: 1, lost: 0, degraded: 0 })
  expect(statusIn(second)).toEqual({ member: 0, lost: 0, degraded: 1 })
  expect([valueIn(first, 'replicas'), valueIn(second, 'replicas')]).toEqual([3, 1])
  expect([valueIn(first, 'commits_total'), valueIn(second, 'commits_total')]).toEqual([1, 9])
  expect(valueIn(first, 'beat_age_seconds')).toBe(0.25)
  expect(samplesOf(first, 'shared_command_duration_seconds_sum')).toEqual([
    { labels: { command: 'APPEND', outcome: 'ok' }, value: 0.005 },
  ])
})

test('matches the metrics and labels in the documentation', async () => {
  const samples = parseMetrics(await renderSampledMetrics())
  const rows = samples.map(({ name, labels }) => {
    const names = Object.keys(labels).map((label) => `\`${label}\``)
    return `| \`${name.replace(/_(sum|count)$/, '')}\` | ${names.join(', ')}${names.length > 0 ? ' ' : ''}|`
  })
  const { text } = readPage('docs/operating.md')
  const written = text.match(/^\| `appstream_graphql_\w+` \|[^|]*\|/gm) ?? []

  expect(written.toSorted()).toEqual([...new Set(rows)].toSorted())
})
