import { deepStrictEqual } from 'node:assert/strict'
import { z } from 'zod'
import { ask } from '../load/post.ts'
import { median } from '../load/quantile.ts'
import { cpuMicrosOf, rssBytesOf } from '../servers/usage.ts'
import { type ContenderName, type Surroundings, startContender } from './contenders.ts'
import { type ColdScenario, coldScenarios } from './scenarios.ts'
import { pidOf, startAppStream } from './stage.ts'

/** Cost of a start and of the first query of one contender: medians over its starts. */
export interface ColdFigures {
  readonly contender: ContenderName
  readonly scenario: string
  /** Milliseconds from the start of the process until its ready line. */
  readonly readyMs: number
  /** CPU time until then, in milliseconds. */
  readonly readyCpuMs: number
  /** CPU time until the first answer, in milliseconds: includes what was put off at the start. */
  readonly answeredCpuMs: number
  /** Resident memory after the first answer, in bytes. */
  readonly rssBytes: number
  /** AWS calls from the start until the first answer. */
  readonly firstCalls: number
  readonly firstMs: number
  /** AWS calls per request of the next requests. */
  readonly laterCalls: number
}

/** Time that AppStream takes for a call. */
export const COLD_LATENCY_MS = 20

const CONTENDERS: readonly ContenderName[] = ['gateway', 'before', 'mercurius + JIT', 'plain Yoga']
/** Duration of the requests after the first. */
const LATER_MS = 300

const answerShape = z.object({ data: z.unknown() })

/** Starts the contenders again and again, and counts the AWS calls of the first query and of the next ones. */
export async function measureCold(
  names: readonly ContenderName[],
  maxStarts: number,
  surroundings: Omit<Surroundings, 'emulatorUrl'>,
): Promise<ColdFigures[]> {
  const figures: ColdFigures[] = []
  for (const scenario of coldScenarios) {
    const contenders = CONTENDERS.filter((name) => names.includes(name))
    const samples = new Map<ContenderName, Sample[]>(contenders.map((name) => [name, []]))
    for (let start = 0; start < Math.min(scenario.starts, maxStarts); start++) {
      for (const name of contenders) {
        samples.get(name)?.push(await startOnce(name, scenario, surroundings))
      }
    }
    for (const [contender, own] of samples) {
      figures.push({ contender, scenario: scenario.name, ...mediansOf(own) })
    }
  }
  return figures
}

type Sample = Omit<ColdFigures, 'contender' | 'scenario'>

async function startOnce(
  name: ContenderName,
  scenario: ColdScenario,
  surroundings: Omit<Surroundings, 'emulatorUrl'>,
): Promise<Sample> {
  await using appStream = await startAppStream(COLD_LATENCY_MS, scenario.account.images.length)
  const startedMs = performance.now()
  await using child = await startContender(name, scenario, { ...surroundings, emulatorUrl: appStream.url })
  const readyMs = performance.now() - startedMs
  const pid = pidOf(child)
  const readyCpuMs = cpuMicrosOf(pid) / 1000

  const askedMs = performance.now()
  const { data } = answerShape.parse(JSON.parse(await ask(child.url, scenario.query)))
  const firstMs = performance.now() - askedMs
  deepStrictEqual({ data }, scenario.expected, `${name} answers "${scenario.name}" differently`)
  const answeredCpuMs = cpuMicrosOf(pid) / 1000
  const firstCalls = await appStream.countCalls()
  const rssBytes = rssBytesOf(pid)

  await appStream.clearCalls()
  let later = 0
  for (const endMs = performance.now() + LATER_MS; later === 0 || performance.now() < endMs; later++) {
    await ask(child.url, scenario.query)
  }
  const laterCalls = (await appStream.countCalls()) / later
  // Node writes the compile cache for the next start only when a process ends by itself.
  child.process.kill('SIGTERM')
  await child.exited
  return { readyMs, readyCpuMs, answeredCpuMs, rssBytes, firstCalls, firstMs, laterCalls }
}

function mediansOf(samples: readonly Sample[]): Sample {
  const medianOf = (figure: keyof Sample) => median(samples.map((sample) => sample[figure]))
  return {
    readyMs: medianOf('readyMs'),
    readyCpuMs: medianOf('readyCpuMs'),
    answeredCpuMs: medianOf('answeredCpuMs'),
    rssBytes: medianOf('rssBytes'),
    firstCalls: medianOf('firstCalls'),
    firstMs: medianOf('firstMs'),
    laterCalls: medianOf('laterCalls'),
  }
}
