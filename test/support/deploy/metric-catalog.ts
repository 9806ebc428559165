import { createProcessMetrics } from '../../../src/server/observability/metrics/metrics.ts'
import { parseMetrics } from '../metrics.ts'
import { renderSampledMetrics } from '../sampled-metrics.ts'

/** Time series that a scrape of the gateway returns. */
export interface Series {
  /** `counter`, `gauge`, or `histogram` for the series of one. */
  readonly type: string
  readonly labels: ReadonlySet<string>
}

/** Series by name. */
export type MetricCatalog = ReadonlyMap<string, Series>

/** Labels that Prometheus adds to each series. */
const TARGET_LABELS = ['job', 'instance']

/** Returns all series of `/metrics`, and `up`, which Prometheus adds. */
export async function readMetricCatalog(): Promise<MetricCatalog> {
  const text = `${await renderSampledMetrics()}\n${await createProcessMetrics().metrics()}`
  const types = new Map(
    Array.from(text.matchAll(/^# TYPE (\S+) (\S+)$/gm), ([, name = '', type = '']) => [name, type]),
  )
  const catalog = new Map<string, { readonly type: string; readonly labels: Set<string> }>([
    ['up', { type: 'gauge', labels: new Set(TARGET_LABELS) }],
  ])
  const series = [
    ...parseMetrics(text).map(({ name, labels }) => ({ name, labels: Object.keys(labels) })),
    // The samples of a histogram's buckets, which the parser leaves out.
    ...Array.from(text.matchAll(/^(\w+_bucket)\{([^}]*)\}/gm), ([, name = '', labels = '']) => ({
      name,
      labels: Array.from(labels.matchAll(/(\w+)="/g), ([, label = '']) => label),
    })),
  ]
  for (const { name, labels } of series) {
    const type = types.get(name) ?? types.get(name.replace(/_(?:bucket|sum|count)$/, '')) ?? 'unknown'
    const known = catalog.get(name) ?? { type, labels: new Set(TARGET_LABELS) }
    for (const label of labels) known.labels.add(label)
    catalog.set(name, known)
  }
  return catalog
}
