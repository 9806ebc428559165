import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type MetricCatalog, readMetricCatalog } from '../../support/deploy/metric-catalog.ts'
import { checkExpression, resultLabels } from '../../support/deploy/promql.ts'
import { readRepositoryFile } from '../../support/readme.ts'

const datasource = z.strictObject({
  type: z.literal('prometheus'),
  uid: z.string().regex(/^\$\{datasource\}$/),
})
const position = z.strictObject({
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  w: z.int().min(1).max(24),
  h: z.int().min(1),
})
const panel = z.strictObject({
  id: z.int().positive(),
  type: z.enum(['timeseries', 'stat', 'table']),
  title: z.string().min(1),
  description: z.string().min(1),
  datasource,
  gridPos: position,
  fieldConfig: z.object({
    defaults: z.object({ unit: z.enum(['none', 'reqps', 'percentunit', 's', 'bytes']) }),
    overrides: z.array(z.unknown()),
  }),
  options: z.record(z.string(), z.unknown()),
  targets: z
    .array(
      z.strictObject({
        refId: z.string().regex(/^[A-Z]$/),
        datasource,
        expr: z.string(),
        legendFormat: z.string().min(1),
      }),
    )
    .min(1),
})
const row = z.strictObject({
  id: z.int().positive(),
  type: z.literal('row'),
  title: z.string(),
  collapsed: z.literal(false),
  gridPos: position,
  panels: z.tuple([]),
})
/** Parts of a dashboard that Grafana needs to import it, for the panels in use. */
const dashboardSchema = z.object({
  uid: z.string().max(40),
  title: z.string(),
  schemaVersion: z.int().min(36),
  templating: z.object({
    list: z.array(z.object({ name: z.string(), type: z.enum(['datasource', 'query']) })),
  }),
  panels: z.array(z.discriminatedUnion('type', [panel, row])),
})

const dashboard = dashboardSchema.parse(JSON.parse(readRepositoryFile('deploy/grafana/dashboard.json')))
const targets = dashboard.panels.flatMap((part) =>
  part.type === 'row' ? [] : part.targets.map((target) => ({ title: part.title, ...target })),
)
const variables = new Set(dashboard.templating.list.map(({ name }) => name))

let catalog: MetricCatalog = new Map()
beforeAll(async () => {
  catalog = await readMetricCatalog()
})

test.each(targets)('$title ($refId) queries metrics and labels of the gateway', ({ expr, legendFormat }) => {
  expect(checkExpression(expr, catalog)).toEqual([])
  expect(unknownVariables(expr)).toEqual([])
  expect(unknownLegends(expr, legendFormat)).toEqual([])
})

test('panels have ids of their own and do not overlap', () => {
  const { panels } = dashboard
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  )

  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  expect(new Set(cells).size).toBe(cells.length)
  expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([])
})

test('variables query a metric of the gateway', () => {
  const text = readRepositoryFile('deploy/grafana/dashboard.json')
  const queried = Array.from(text.matchAll(/label_values\((\w+)/g), ([, name = '']) => name)

  expect(queried.length).toBeGreaterThan(0)
  expect(queried.filter((name) => !catalog.has(name))).toEqual([])
})

describe('the check rejects', () => {
  test('an undeclared variable', () => {
    expect(unknownVariables('appstream_graphql_ready{job="$jobs"}')).toEqual(['jobs'])
  })

  test('a legend with a label that the query drops', () => {
    expect(unknownLegends('sum by (code) (appstream_graphql_errors_total)', '{{code}} {{kind}}')).toEqual([
      'kind',
    ])
  })
})

function unknownVariables(expression: string): readonly string[] {
  const used = Array.from(expression.matchAll(/\$\{?(\w+)/g), ([, name = '']) => name)
  return used.filter((name) => !name.startsWith('__') && !variables.has(name))
}

function unknownLegends(expression: string, legend: string): readonly string[] {
  const labels = resultLabels(expression, catalog)
  return Array.from(legend.matchAll(/\{\{(\w+)\}\}/g), ([, label = '']) => label).filter(
    (label) => !labels.has(label),
  )
}
