import { parseArgs } from 'node:util'

/** Scope and duration of the benchmark. */
export interface BenchOptions {
  /** Seconds per measurement, without the warm-up. */
  readonly seconds: number
  /** Latencies that the emulator adds to each call, in milliseconds; one table per latency. */
  readonly latenciesMs: readonly number[]
  /** Numbers of requests in flight. */
  readonly concurrencies: readonly number[]
  readonly json: boolean
  /** Numbers of concurrent subscribers; one row each. */
  readonly subscribers: readonly number[]
  /** Groups of measurements to run. */
  readonly groups: ReadonlySet<BenchGroup>
}

/**
 * A group of measurements: reads by all contenders, relations over a large inventory, subscriptions, replicas that
 * share their state.
 */
export type BenchGroup = 'reads' | 'large-inventory' | 'fan-out' | 'replicas'

const GROUPS: readonly BenchGroup[] = ['reads', 'large-inventory', 'fan-out', 'replicas']

const usage = `usage: npm run bench -- [options]
  --seconds <s>          seconds per measurement (default: 2)
  --latency <ms,...>     latencies of AppStream, one table each (default: 100,0)
  --concurrency <n,...>  requests in flight (default: 10,100)
  --subscribers <n,...>  subscribers of one image builder (default: 1,100,10000)
  --large-inventory      measure only relations over a large inventory
  --fan-out              measure only subscriptions
  --replicas             measure only replicas (needs redis-server)
  --json                 print JSON instead of tables`

/** Parses the command line; on an error or with --help, prints the usage and exits. */
export function parseOptions(args: readonly string[]): BenchOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '2' },
        latency: { type: 'string', default: '100,0' },
        concurrency: { type: 'string', default: '10,100' },
        subscribers: { type: 'string', default: '1,100,10000' },
        'large-inventory': { type: 'boolean', default: false },
        'fan-out': { type: 'boolean', default: false },
        replicas: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(usage)
      process.exit(0)
    }
    return {
      seconds: parseNumber(values.seconds, 'seconds', { min: 0.1, max: 600 }),
      latenciesMs: values.latency.split(',').map((ms) => parseNumber(ms, 'latency', { min: 0, max: 5000 })),
      concurrencies: values.concurrency.split(',').map(parseConcurrency),
      json: values.json,
      subscribers: values.subscribers
        .split(',')
        .map((count) => parseNumber(count, 'subscribers', { min: 1, max: 100_000 })),
      groups: groupsOf(values),
    }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    process.exit(2)
  }
}

function groupsOf(values: Readonly<Partial<Record<BenchGroup | string, unknown>>>): ReadonlySet<BenchGroup> {
  const chosen = GROUPS.filter((group) => values[group] === true)
  return new Set(chosen.length === 0 ? GROUPS : chosen)
}

function parseConcurrency(text: string): number {
  const concurrency = parseNumber(text, 'concurrency', { min: 1, max: 1000 })
  if (!Number.isInteger(concurrency)) throw new Error('--concurrency must be a whole number.')
  return concurrency
}

function parseNumber(text: string, option: string, { min, max }: { min: number; max: number }): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value >= min && value <= max))
    throw new Error(`--${option} must be from ${min} to ${max}, not "${text}".`)
  return value
}
