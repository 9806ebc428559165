import { parseArgs } from 'node:util'

/** What to measure, and for how long. */
export interface BenchOptions {
  /** Of each measurement, the warm-up not counted. */
  readonly seconds: number
  /** What the emulator adds to each call, in milliseconds; one table for each. */
  readonly latenciesMs: readonly number[]
  /** Requests in flight at once. */
  readonly concurrencies: readonly number[]
  readonly json: boolean
  /** Subscribers at a time, a row for each. */
  readonly subscribers: readonly number[]
  /** The groups of measurements to make. */
  readonly groups: ReadonlySet<BenchGroup>
}

/** A group of measurements: reads by all contenders, relations over a large inventory, subscriptions. */
export type BenchGroup = 'reads' | 'large-inventory' | 'fan-out'

const GROUPS: readonly BenchGroup[] = ['reads', 'large-inventory', 'fan-out']

const usage = `usage: npm run bench -- [options]
  --seconds <s>          of each measurement; 2 unless told
  --latency <ms,...>     of AppStream, a table for each; 100,0 unless told
  --concurrency <n,...>  requests in flight; 10,100 unless told
  --subscribers <n,...>  of one image builder; 1,100,10000 unless told
  --large-inventory      measures the relations over a large inventory alone
  --fan-out              measures the subscriptions alone
  --json                 print JSON instead of tables`

/** Reads the command line; on a mistake, or with --help, prints how to use it and exits. */
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
