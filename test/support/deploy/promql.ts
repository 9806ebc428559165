import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import type { Sample } from '../metrics.ts'
import type { MetricCatalog } from './metric-catalog.ts'

/** Functions of PromQL that only make sense for counters. */
const COUNTER_FUNCTIONS: ReadonlySet<string> = new Set(['Rate', 'Increase', 'Irate'])

/** Returns the problems of a PromQL expression: its syntax, and metrics or labels that the gateway does not have. */
export function checkExpression(expression: string, catalog: MetricCatalog): readonly string[] {
  // Grafana replaces these before Prometheus sees them.
  const text = expression.replaceAll('$__rate_interval', '5m')
  const root = parser.parse(text).topNode
  const of = (node: SyntaxNode | null | undefined) => (node ? text.slice(node.from, node.to) : '')
  const broken = descendants(root).find(({ type }) => type.isError)
  if (broken !== undefined) return [`syntax error at character ${broken.from}`]
  const metricsIn = (node: SyntaxNode) =>
    named(node, 'VectorSelector').map((selector) => of(selector.getChild('Identifier')))
  const labelsIn = (metric: string) => catalog.get(metric)?.labels

  const selectors = named(root, 'VectorSelector').flatMap((selector) => {
    const metric = of(selector.getChild('Identifier'))
    const labels = labelsIn(metric)
    if (labels === undefined) return [`unknown metric ${metric}`]
    return named(selector, 'LabelName')
      .map(of)
      .filter((label) => !labels.has(label))
      .map((label) => `${metric} has no label ${label}`)
  })
  const groupings = named(root, 'AggregateExpr').flatMap((aggregate) => {
    const modifier = aggregate.getChild('AggregateModifier')
    const metrics = metricsIn(aggregate)
    return (modifier === null ? [] : named(modifier, 'LabelName').map(of))
      .filter((label) => !metrics.every((metric) => labelsIn(metric)?.has(label) ?? true))
      .map((label) => `${metrics.join(', ')} has no label ${label} to group by`)
  })
  const calls = named(root, 'FunctionCall').flatMap((call) => {
    const name = call.getChild('FunctionIdentifier')?.firstChild?.name ?? ''
    const metrics = metricsIn(call)
    if (COUNTER_FUNCTIONS.has(name)) {
      return metrics
        .filter((metric) => catalog.get(metric)?.type === 'gauge')
        .map((metric) => `${name} of ${metric}, which is not a counter`)
    }
    if (name !== 'HistogramQuantile') return []
    const isGrouped = named(call, 'AggregateExpr').every((aggregate) =>
      /\bby \([^)]*\ble\b/.test(of(aggregate)),
    )
    return [
      ...metrics.filter((metric) => !metric.endsWith('_bucket')).map((metric) => `${metric} has no buckets`),
      ...(isGrouped ? [] : ['histogram_quantile needs the label le']),
    ]
  })
  return [...selectors, ...groupings, ...calls]
}

/**
 * Returns the counters whose first event `increase` does not see, because they appear with it: those without a sample at
 * the start, unless the expression also selects counters that are new.
 */
export function unseenFirstEvents(expression: string, atStart: readonly Sample[]): readonly string[] {
  const of = ({ from, to }: SyntaxNode) => expression.slice(from, to)
  const startsAtZero = (selector: SyntaxNode) => {
    const [metric] = named(selector, 'Identifier').map(of)
    const wanted = Array.from(of(selector).matchAll(/(\w+)="([^"]*)"/g), ([, label = '', value]) => ({
      label,
      value,
    }))
    return atStart.some(
      ({ name, labels }) => name === metric && wanted.every(({ label, value }) => labels[label] === value),
    )
  }
  return named(parser.parse(expression).topNode, 'FunctionCall')
    .filter((call) => call.getChild('FunctionIdentifier')?.firstChild?.name === 'Increase')
    .flatMap((call) => named(call, 'VectorSelector'))
    .filter(
      (selector) =>
        !startsAtZero(selector) && !expression.includes(`(${of(selector)} unless ${of(selector)} offset `),
    )
    .map(of)
}

/** Returns the labels of an expression's result, as legends can use them. */
export function resultLabels(expression: string, catalog: MetricCatalog): ReadonlySet<string> {
  const text = expression.replaceAll('$__rate_interval', '5m')
  const root = parser.parse(text).topNode
  const [outermost] = named(root, 'AggregateExpr')
  const modifier = outermost?.getChild('AggregateModifier')
  if (outermost !== undefined)
    return new Set(modifier ? named(modifier, 'LabelName').map(({ from, to }) => text.slice(from, to)) : [])
  const [selector] = named(root, 'VectorSelector')
  const identifier = selector?.getChild('Identifier')
  return catalog.get(identifier ? text.slice(identifier.from, identifier.to) : '')?.labels ?? new Set()
}

function named(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  return descendants(node).filter((descendant) => descendant.name === name)
}

/** Returns a node and everything below it, in the order of the text. */
function descendants(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child)
  return [node, ...children.flatMap(descendants)]
}
