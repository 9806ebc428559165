import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createMetrics } from '../../../src/server/observability/metrics/metrics.ts'
import { type MetricCatalog, readMetricCatalog } from '../../support/deploy/metric-catalog.ts'
import { checkExpression, unseenFirstEvents } from '../../support/deploy/promql.ts'
import { parseMetrics, type Sample } from '../../support/metrics.ts'
import { readRepositoryFile } from '../../support/readme.ts'

const duration = z.string().regex(/^\d+[smhd]$/)
/** Format of a rule file, as `promtool check rules` accepts it. */
const ruleFile = z.strictObject({
  groups: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        interval: duration.optional(),
        rules: z
          .array(
            z.strictObject({
              alert: z.string().regex(/^AppStreamGraphQL[A-Z]\w+$/),
              expr: z.string(),
              for: duration.optional(),
              labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
              annotations: z.strictObject({ summary: z.string(), description: z.string().min(10) }),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
})
const rules = ruleFile
  .parse(parse(readRepositoryFile('deploy/prometheus/alerts.yaml')))
  .groups.flatMap((group) => group.rules)

let catalog: MetricCatalog = new Map()
/** Samples of a gateway that has not done anything yet. */
let atStart: readonly Sample[] = []
beforeAll(async () => {
  catalog = await readMetricCatalog()
  const metrics = createMetrics()
  const counters = { commitsApplied: 0, proposalsRebuilt: 0, resyncs: 0, ackTimeouts: 0, beatsFailed: 0 }
  metrics.observeShared(() => ({ status: 'member', replicas: 1, leases: 0, beatAgeMs: 0, counters }))
  atStart = parseMetrics((await metrics.render()).text)
})

test('every alert has a name of its own', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
})

test.each(rules)('$alert is valid PromQL over metrics and labels of the gateway', ({ expr }) => {
  expect(checkExpression(expr, catalog)).toEqual([])
})

test.each(rules.filter(({ expr }) => expr.includes('increase(')))(
  '$alert sees the first event',
  ({ expr }) => {
    expect(unseenFirstEvents(expr, atStart)).toEqual([])
  },
)

test.each(['docs/operating.md', 'docs/replicas.md'])('the table in %s has the alerts of the file', (page) => {
  const rows = Array.from(
    readRepositoryFile(page).matchAll(/^\| ([^|`]+?) +\| `([^`]+)` +\| (\d+(?: min| h)?) +\|/gm),
    ([, summary = '', expr = '', pending = '']) => ({
      summary,
      expr,
      for: pending === '0' ? undefined : pending.replace(' min', 'm').replace(' h', 'h'),
    }),
  )
  const isOfReplicas = page === 'docs/replicas.md'
  const written = rules
    .filter(({ expr }) => expr.includes('_shared_') === isOfReplicas)
    .map(({ annotations, expr, for: pending }) => ({ summary: annotations.summary, expr, for: pending }))

  expect(rows).toEqual(written)
})

test('the job of the alerts is that of the scrape configuration', () => {
  const { scrape_configs: jobs, rule_files: files } = parse(
    readRepositoryFile('deploy/prometheus/prometheus.yaml'),
  )
  const named = rules.flatMap(({ expr }) => Array.from(expr.matchAll(/job="([^"]+)"/g), ([, job]) => job))

  expect(jobs).toMatchObject([{ job_name: named[0], metrics_path: '/metrics' }])
  expect(new Set(named).size).toBe(1)
  expect(files).toEqual(['alerts.yaml'])
})

describe('the check rejects', () => {
  test.each([
    ['an unknown metric', 'appstream_graphql_operation_total > 0', /unknown metric/],
    ['an unknown label', 'appstream_graphql_errors_total{kode="X"} > 0', /has no label kode/],
    [
      'an unknown label to group by',
      'sum by (mode) (rate(appstream_graphql_errors_total[5m]))',
      /no label mode/,
    ],
    ['a syntax error', 'sum(appstream_graphql_errors_total', /syntax error/],
    ['the rate of a gauge', 'rate(appstream_graphql_ready[5m])', /not a counter/],
    [
      'a quantile without buckets',
      'histogram_quantile(0.9, rate(appstream_graphql_operation_duration_seconds_sum[5m]))',
      /no buckets/,
    ],
    [
      'a quantile that loses the buckets',
      'histogram_quantile(0.9, sum by (type) (rate(appstream_graphql_operation_duration_seconds_bucket[5m])))',
      /needs the label le/,
    ],
  ])('%s', (_what, expression, problem) => {
    expect(checkExpression(expression, catalog)).toEqual([expect.stringMatching(problem)])
  })

  test('the increase of a counter that appears with its first event', () => {
    const selector = 'appstream_graphql_errors_total{code="UPSTREAM_TIMEOUT"}'

    expect(unseenFirstEvents(`increase(${selector}[10m]) > 0`, atStart)).toEqual([selector])
    expect(unseenFirstEvents(`(${selector} unless ${selector} offset 10m)`, atStart)).toEqual([])
  })

  test('a rule with a misspelled field', () => {
    const [rule] = rules

    expect(() => ruleFile.parse({ groups: [{ name: 'a', rules: [{ ...rule, four: '5m' }] }] })).toThrow(
      'four',
    )
  })
})
