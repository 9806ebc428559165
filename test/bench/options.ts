import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

/** Scope and duration of the benchmark. */
export interface BenchOptions {
  /** Groups of measurements to run. */
  readonly groups: ReadonlySet<BenchGroup>
  /** Parts of the comparison to run, by a part of their names; all if empty. */
  readonly only: readonly string[]
  /** Checkout of this project to compare with. */
  readonly against: URL | undefined
  readonly rounds: number
  /** Seconds of each server's load in a round. */
  readonly seconds: number
  /** Seconds of each server's load before the first round. */
  readonly warmUpSeconds: number
  /** Maximum number of starts of each server. */
  readonly maxStarts: number
  /** Numbers of concurrent subscribers; the comparison uses the first. */
  readonly subscribers: readonly number[]
  /** Number of changes that each subscriber receives. */
  readonly fanOutRounds: number
  readonly json: boolean
  /** True to write the tables of the comparison into docs/benchmark.md. */
  readonly docs: boolean
}

/** Group of measurements: the comparison with other servers, or a closer look at the gateway alone. */
export type BenchGroup = (typeof GROUPS)[number]

const GROUPS = ['comparison', 'large-inventory', 'fan-out', 'replicas'] as const

/** Enough that single garbage collections and the compilation of the first rounds do not decide the figures. */
const FAN_OUT_ROUNDS = 21

/** Help for the command line. */
export const usage = `usage: npm run bench -- [options]
  --comparison           compare with other servers (default, unless another group is named)
    --only <text,...>      only scenarios whose names contain a text, such as "new variables,cold"
    --against <folder>     also compare with another checkout of this project, with its node_modules
    --rounds <n>           interleaved rounds (default: 3)
    --seconds <s>          seconds of load on each server in a round (default: 1)
    --quick                a first impression in less than a minute on an idle machine
    --docs                 write the tables into docs/benchmark.md
  --large-inventory      relations over a large inventory
  --fan-out              subscribers, and a leak test with short-lived ones
    --subscribers <n,...>  numbers of subscribers (default: 2000 in the comparison, else 1,100,10000)
  --replicas             replicas that share their state (needs redis-server)
  --json                 print JSON, and the tables to stderr`

/**
 * Parses the command line; returns undefined for --help.
 * @throws if an option is unknown or has an invalid value
 */
export function parseOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      comparison: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      against: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
      'large-inventory': { type: 'boolean', default: false },
      'fan-out': { type: 'boolean', default: false },
      subscribers: { type: 'string' },
      replicas: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  const { quick } = values
  const named = GROUPS.filter((group) => values[group])
  const groups = new Set<BenchGroup>(named.length === 0 ? ['comparison'] : named)
  const seconds = parseNumber(values.seconds ?? (quick ? '0.15' : '1'), 'seconds', { min: 0.05, max: 600 })
  const subscribers = values.subscribers ?? (groups.has('fan-out') ? '1,100,10000' : quick ? '200' : '2000')
  return {
    groups,
    only: values.only.split(',').filter((text) => text !== ''),
    against: values.against === undefined ? undefined : pathToFileURL(`${values.against}/`),
    rounds: parseCount(values.rounds, 'rounds', 100),
    seconds,
    warmUpSeconds: Math.min(2, 1.5 * seconds),
    maxStarts: quick ? 1 : 3,
    subscribers: subscribers.split(',').map((count) => parseCount(count, 'subscribers', 100_000)),
    fanOutRounds: quick ? 5 : FAN_OUT_ROUNDS,
    json: values.json,
    docs: values.docs,
  }
}

function parseCount(text: string, option: string, max: number): number {
  const count = parseNumber(text, option, { min: 1, max })
  if (!Number.isInteger(count)) throw new Error(`--${option} must be a whole number, got "${text}".`)
  return count
}

function parseNumber(text: string, option: string, { min, max }: { min: number; max: number }): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value >= min && value <= max)) {
    throw new Error(`--${option} must be from ${min} to ${max}, got "${text}".`)
  }
  return value
}
