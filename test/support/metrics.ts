/** Sample in Prometheus text format. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Parses Prometheus text format, without the buckets of histograms. */
export function parseMetrics(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      const pairs = labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)
      return {
        name,
        labels: Object.fromEntries(Array.from(pairs, ([, label = '', text = '']) => [label, text])),
        value: Number(value),
      }
    })
    .filter(({ name }) => !name.endsWith('_bucket'))
}

/** Returns the samples of one metric of the gateway; the name omits the prefix. */
export function samplesOf(text: string, name: string): Omit<Sample, 'name'>[] {
  return parseMetrics(text)
    .filter((sample) => sample.name === `appstream_graphql_${name}`)
    .map(({ labels, value }) => ({ labels, value }))
}

/** Returns one metric from `/metrics` of a gateway. */
export async function scrape(url: string, name: string, token?: string): Promise<Omit<Sample, 'name'>[]> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(new URL('/metrics', url), { headers })
  return samplesOf(await response.text(), name)
}
