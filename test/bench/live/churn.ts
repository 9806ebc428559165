import { setTimeout } from 'node:timers/promises'
import { emptySeed, startEmulator } from '../../../src/emulator/server.ts'
import { memoryOf, startMeasuredGateway } from '../servers/measured-gateway.ts'
import { comeAndGo } from './fan-out.ts'

/** Heap before and after many short-lived subscribers, in bytes, after garbage collection. */
export interface Churn {
  readonly cycles: number
  readonly before: number
  readonly after: number
}

const AT_ONCE = 50
/** Exceeds the linger of a watcher and the initialisation timeout; the absence of activity has no event. */
const SETTLE_MS = 6_000

/** Measures the heap before and after `cycles` short-lived subscribers on own connections. */
export async function measureChurn(cycles: number): Promise<Churn> {
  await using emulator = await startEmulator({ seed: emptySeed })
  emulator.region('us-east-1').putImageBuilder({ Name: 'builder', State: 'PENDING' })
  await using gateway = await startMeasuredGateway(emulator.url)
  for (let round = 0; round < 10; round++) await comeAndGo(gateway.url, AT_ONCE)
  await setTimeout(SETTLE_MS)
  const before = await memoryOf(gateway)
  for (let done = 0; done < cycles; done += AT_ONCE) await comeAndGo(gateway.url, AT_ONCE)
  await setTimeout(SETTLE_MS)
  const after = await memoryOf(gateway)
  return { cycles, before: before.heapUsed, after: after.heapUsed }
}

/** Renders the figures as a sentence. */
export function renderChurn({ cycles, before, after }: Churn): string {
  const [first, last] = [before, after].map((bytes) => (bytes / 2 ** 20).toFixed(1))
  return `Heap before and after ${cycles.toLocaleString('en-US')} short-lived subscribers: ${first} MB, ${last} MB.`
}
