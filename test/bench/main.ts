import { isRedisInstalled } from '../support/redis-server.ts'
import { commitsOf } from './commits.ts'
import { compare } from './comparison/comparison.ts'
import { renderComparison } from './comparison/report.ts'
import { writeDocs } from './docs.ts'
import { measureEstate, renderEstate } from './inventory/estate.ts'
import { measureLargeInventory, renderLargeInventory } from './inventory/large-inventory.ts'
import { measureChurn, renderChurn } from './live/churn.ts'
import { measureFanOut, renderFanOut } from './live/fan-out.ts'
import { describeMachine } from './machine.ts'
import { type BenchOptions, parseOptions, usage } from './options.ts'
import { measureReplicas, REPLICA_COUNTS, renderReplicas } from './replicas/replicas.ts'

// Prints tables to stdout, ready to paste, and progress to stderr. See docs/benchmark.md.

/** Number of short-lived subscribers in the leak test. */
const CYCLES = 10_000

const options = optionsOf(process.argv.slice(2))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const startedMs = performance.now()
const machine = describeMachine()
const figures: Record<string, unknown> = {}
const tables: string[] = []

if (options.groups.has('comparison')) await runComparison()
if (options.groups.has('large-inventory')) await runLargeInventory()
if (options.groups.has('fan-out')) await runFanOut()
if (options.groups.has('replicas')) await runReplicas()

const report = tables.join('\n\n')
if (options.json) {
  console.error(report)
  const shown = { ...options, groups: [...options.groups] }
  console.log(JSON.stringify({ machine, options: shown, ...figures }, null, 2))
} else {
  console.log(report)
}

async function runComparison(): Promise<void> {
  const { only, against, maxStarts, subscribers, fanOutRounds } = options
  const commits = commitsOf(against)
  const rounds = {
    rounds: options.rounds,
    ms: 1000 * options.seconds,
    warmUpMs: 1000 * options.warmUpSeconds,
  }
  const comparison = await compare({
    ...rounds,
    only,
    against,
    maxStarts,
    fanOut: { subscribers: subscribers[0] ?? 1, rounds: fanOutRounds },
    onProgress: progress,
  })
  const text = renderComparison(comparison, { commits, machine, rounds })
  Object.assign(figures, { commits, ...comparison })
  tables.push(text)
  if (options.docs) await writeDocs(text)
}

async function runLargeInventory(): Promise<void> {
  progress('relations over many shared images')
  const largeInventory = await measureLargeInventory()
  progress('relations of many fleets in each of two accounts')
  const estate = await measureEstate()
  Object.assign(figures, { largeInventory, estate })
  tables.push(renderLargeInventory(largeInventory), renderEstate(estate))
}

async function runFanOut(): Promise<void> {
  const fanOut = []
  for (const subscribers of options.subscribers) {
    progress(`${subscribers} subscribers of one image builder`)
    fanOut.push(await measureFanOut({ subscribers, rounds: options.fanOutRounds }))
  }
  progress(`${CYCLES} short-lived subscribers`)
  const churn = await measureChurn(CYCLES)
  Object.assign(figures, { fanOut, churn })
  tables.push(renderFanOut(fanOut.map((row) => ['gateway', row])), renderChurn(churn))
}

async function runReplicas(): Promise<void> {
  if (!isRedisInstalled) {
    progress('replicas: not measured, because redis-server is not installed (apt-get install redis-server)')
    return
  }
  const replicas = []
  for (const count of REPLICA_COUNTS) {
    progress(`${count} replica${count === 1 ? '' : 's'} on redis-server, compared with a single process`)
    replicas.push(await measureReplicas(count))
  }
  Object.assign(figures, { replicas })
  tables.push(renderReplicas(replicas))
}

function optionsOf(args: readonly string[]): BenchOptions {
  try {
    const parsed = parseOptions(args)
    if (parsed !== undefined) return parsed
    console.log(usage)
    return process.exit(0)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    return process.exit(2)
  }
}

function progress(text: string): void {
  console.error(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${text}`)
}
