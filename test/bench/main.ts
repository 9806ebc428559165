import { isRedisInstalled } from '../support/redis-server.ts'
import { openStage, type Stage } from './environment.ts'
import { ESTATE_FLEETS, measureEstate, renderEstate } from './estate.ts'
import { measureChurn, measureFanOut, renderFanOut } from './fan-out.ts'
import { LARGE_INVENTORY_IMAGES, measureLargeInventory, renderLargeInventory } from './large-inventory.ts'
import { parseOptions } from './options.ts'
import { measureReplicas, REPLICA_COUNTS, type ReplicaFigures, renderReplicas } from './replicas.ts'
import { describeMachine, type Measurement, renderTables } from './report.ts'
import { scenarios } from './scenarios.ts'

// Prints tables to stdout, ready to paste, and progress to stderr.
const warmUpSeconds = 0.4
/** Warms up the compilers of every process before any measurement. */
const firstWarmUp = { clients: 10, warmUpSeconds: 0, seconds: 1.5 }

/** Number of short-lived subscribers in the leak measurement. */
const CYCLES = 10_000

const options = parseOptions(process.argv.slice(2))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const machine = describeMachine()
const measurements: Measurement[] = []
for (const latencyMs of options.groups.has('reads') ? options.latenciesMs : []) {
  console.error(`AppStream latency ${latencyMs} ms: starting, comparing answers, warming up`)
  await using stage = await openStage(latencyMs)
  for (const contender of stage.contenders) {
    for (const scenario of scenarios) {
      await contender.measure(scenario, { ...firstWarmUp, seconds: firstWarmUp.seconds / scenarios.length })
    }
  }
  measurements.push(...(await measureAll(stage, latencyMs)))
}
const largeInventory = options.groups.has('large-inventory') ? await measureLarge() : undefined
const estate = options.groups.has('large-inventory') ? await measureFleets() : undefined
const subscriptions = options.groups.has('fan-out') ? await measureSubscriptions() : undefined
const replicas = options.groups.has('replicas') ? await measureSeveralReplicas() : undefined

if (options.json) {
  const { groups, ...others } = options
  const figures = { measurements, largeInventory, estate, ...subscriptions, replicas }
  console.log(JSON.stringify({ machine, options: { ...others, groups: [...groups] }, ...figures }, null, 2))
} else {
  if (measurements.length > 0) console.log(`${renderTables(measurements, machine, options.seconds)}\n`)
  if (largeInventory !== undefined) {
    console.log(`${LARGE_INVENTORY_IMAGES} images shared between two accounts, lists with derived images:\n`)
    console.log(`${renderLargeInventory(largeInventory)}\n`)
  }
  if (estate !== undefined) {
    console.log(`Two accounts with ${ESTATE_FLEETS} fleets each, warm:\n\n${renderEstate(estate)}\n`)
  }
  if (subscriptions !== undefined) {
    console.log(renderFanOut(subscriptions.fanOut))
    const { churn } = subscriptions
    const [before, after] = [churn.before, churn.after].map((bytes) => (bytes / 2 ** 20).toFixed(1))
    console.log(`\nHeap before and after ${CYCLES} short-lived subscribers: ${before} MB, ${after} MB.`)
  }
  if (replicas !== undefined) {
    console.log(
      `\nReplicas that share their state, compared with a single process:\n\n${renderReplicas(replicas)}`,
    )
  }
}

function measureLarge() {
  console.error(`relations over ${LARGE_INVENTORY_IMAGES} shared images`)
  return measureLargeInventory()
}

function measureFleets() {
  console.error(`relations of ${ESTATE_FLEETS} fleets in each of two accounts`)
  return measureEstate()
}

async function measureSubscriptions() {
  const fanOut = []
  for (const subscribers of options.subscribers) {
    console.error(`${subscribers} subscribers of one image builder`)
    fanOut.push(await measureFanOut(subscribers))
  }
  console.error(`${CYCLES} short-lived subscribers`)
  return { fanOut, churn: await measureChurn(CYCLES) }
}

async function measureSeveralReplicas() {
  if (!isRedisInstalled) {
    console.error(
      'replicas: not measured, because redis-server is not installed (apt-get install redis-server)',
    )
    return undefined
  }
  const figures: ReplicaFigures[] = []
  for (const count of REPLICA_COUNTS) {
    console.error(`${count} replica${count === 1 ? '' : 's'} on redis-server, compared with a single process`)
    figures.push(await measureReplicas(count))
  }
  return figures
}

async function measureAll(stage: Stage, latencyMs: number): Promise<Measurement[]> {
  const done: Measurement[] = []
  for (const scenario of scenarios) {
    for (const concurrency of options.concurrencies) {
      for (const contender of stage.contenders) {
        console.error(`  ${scenario.name}, ${concurrency} clients, ${contender.name}`)
        await stage.clearCalls()
        const load = { clients: concurrency, warmUpSeconds, seconds: options.seconds }
        const result = await contender.measure(scenario, load)
        done.push({
          ...result,
          contender: contender.name,
          scenario: scenario.name,
          latencyMs,
          concurrency,
          upstreamCallsPerRequest: (await stage.countCalls()) / result.requests,
        })
      }
    }
  }
  return done
}
