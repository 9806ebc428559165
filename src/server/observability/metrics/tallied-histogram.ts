import { Histogram, type MetricValueWithName, type Registry } from 'prom-client'

/** Configures a {@link TalliedHistogram}. */
export interface TalliedHistogramOptions<Label extends string> {
  readonly name: string
  readonly help: string
  readonly labelNames: Label[]
  /** Upper bounds in ascending order. */
  readonly buckets: number[]
  readonly registers: Registry[]
}

/** Observations of one series. */
export class Tally {
  readonly #bounds: readonly number[]
  /** Observations up to each bound and above the one before; the last member counts those above all bounds. */
  readonly counts: number[]
  sum = 0

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds
    this.counts = Array(bounds.length + 1).fill(0)
  }

  observe(value: number): void {
    let bucket = 0
    while (bucket < this.#bounds.length && value > (this.#bounds[bucket] ?? 0)) bucket++
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
    this.sum += value
  }
}

/**
 * Histogram whose series are tallied by their observer and read on every scrape. For each observation, prom-client looks
 * the series up by its serialized labels, which takes longer than writing the headers of a cached answer.
 */
export class TalliedHistogram<Label extends string> extends Histogram<Label> {
  readonly #options: TalliedHistogramOptions<Label>
  readonly #series: { readonly labels: Readonly<Record<Label, string>>; readonly tally: Tally }[] = []

  constructor(options: TalliedHistogramOptions<Label>) {
    super(options)
    this.#options = options
  }

  /** Adds a series. The caller adds each one once. */
  tally(labels: Readonly<Record<Label, string>>): Tally {
    const tally = new Tally(this.#options.buckets)
    this.#series.push({ labels, tally })
    return tally
  }

  /** Returns the samples of all series. The registry calls it on every scrape. */
  async getForPromString() {
    const { name, help } = this.#options
    const values = this.#series.flatMap(({ labels, tally }) => this.#samplesOf(labels, tally))
    return { name, help, type: 'histogram', aggregator: 'sum', values }
  }

  #samplesOf(labels: Readonly<Record<Label, string>>, { counts, sum }: Tally): MetricValueWithName<string>[] {
    const { name, buckets } = this.#options
    let count = 0
    const samples = counts.map((observed, index) => {
      count += observed
      return {
        metricName: `${name}_bucket`,
        labels: { le: buckets[index] ?? '+Inf', ...labels },
        value: count,
      }
    })
    return [
      ...samples,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ]
  }
}
