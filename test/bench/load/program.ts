import { runConnection } from './connection.ts'
import { type Load, type LoadResult, load as loadShape } from './load.ts'
import { quantile } from './quantile.ts'
import { createRequests } from './requests.ts'

// Load generator in a process of its own, so that its work is not counted to a server: takes loads over its IPC channel.
const TIMEOUT_MS = 30_000

process.on('message', async (message) => {
  try {
    process.send?.({ result: await applyLoad(loadShape.parse(message)) })
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) })
  }
})
console.log('loader is ready')

async function applyLoad(load: Load): Promise<LoadResult> {
  const url = new URL(load.url)
  const createRequest = createRequests(url, load.requests)
  const latenciesMs: number[] = []
  const cpuBefore = process.cpuUsage()
  const beginMs = performance.now()
  let number = load.firstNumber
  let isOver = false
  /** Sends a request per connection at least: on a busy machine, a short load is over before they are open. */
  const isDone = () =>
    isOver || (number - load.firstNumber >= load.connections && performance.now() - beginMs >= load.ms)
  const connection = {
    url,
    next: () => (isDone() ? undefined : createRequest(number++)),
    expected: Buffer.from(load.expected),
    onAnswer: (ms: number) => latenciesMs.push(ms),
    timeoutMs: TIMEOUT_MS,
  }
  try {
    await Promise.all(Array.from({ length: load.connections }, () => runConnection(connection)))
  } finally {
    isOver = true
  }

  const elapsedMs = performance.now() - beginMs
  const { user, system } = process.cpuUsage(cpuBefore)
  latenciesMs.sort((one, other) => one - other)
  return {
    requests: latenciesMs.length,
    perSecond: (latenciesMs.length * 1000) / elapsedMs,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    loaderBusy: (user + system) / 1000 / elapsedMs,
  }
}
