import { deepStrictEqual } from 'node:assert/strict'
import { z } from 'zod'
import { startChild } from '../support/child.ts'
import { type Contender, directContender, graphqlContender } from './implementations.ts'
import { type Scenario, scenarios } from './scenarios.ts'

/** Contenders in front of one emulator, with counted upstream calls. */
export interface Stage extends AsyncDisposable {
  readonly contenders: readonly Contender[]
  /** Resets the call counts. */
  clearCalls(): Promise<void>
  countCalls(): Promise<number>
}

/** Contender that the others are compared with. */
export const plainName = 'plain yoga + SDK'

const callsShape = z.object({ counts: z.record(z.string(), z.int()) })
const nodesShape = z.record(z.string(), z.object({ nodes: z.array(z.unknown()) }))

/** Starts every contender in its own process, in front of an AppStream with a latency of `latencyMs`. */
export async function openStage(latencyMs: number): Promise<Stage> {
  await using started = new AsyncDisposableStack()
  const emulator = started.use(await startChild('test/bench/emulator.ts', { arguments: [String(latencyMs)] }))
  const gateway = started.use(
    await startChild('src/main.ts', {
      environment: { PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: emulator.url },
    }),
  )
  const plain = started.use(await startChild('test/bench/baseline.ts', { arguments: [emulator.url] }))
  const direct = started.use(await startChild('test/bench/direct.ts', { arguments: [emulator.url] }))
  const contenders = [
    graphqlContender('gateway, warm', gateway),
    graphqlContender('gateway, no-cache', gateway, { 'cache-control': 'no-cache' }),
    graphqlContender(plainName, plain),
    directContender('SDK alone', direct),
  ]
  for (const scenario of scenarios) await checkAnswers(contenders, scenario)

  // Filters by an unused operation to shorten the log; the counts cover all operations.
  const callsUrl = `${emulator.url}/_emulator/calls`
  const running = started.move()
  return {
    contenders,
    clearCalls: async () => {
      await control(callsUrl, 'DELETE')
    },
    countCalls: async () => {
      const { counts } = callsShape.parse(await control(`${callsUrl}?operation=None`, 'GET'))
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Rejects wrong answers, whose timing would be meaningless. */
async function checkAnswers(contenders: readonly Contender[], scenario: Scenario): Promise<void> {
  const answers = await Promise.all(contenders.map((contender) => contender.answer(scenario)))
  const [first] = answers
  for (const [index, answer] of answers.entries()) {
    deepStrictEqual(answer, first, `${contenders[index]?.name} answers "${scenario.name}" differently`)
  }
  const [connection] = Object.values(nodesShape.parse(first))
  deepStrictEqual(connection?.nodes.length, scenario.nodes, `"${scenario.name}" has a wrong number of nodes`)
}

async function control(url: string, method: string): Promise<unknown> {
  const response = await fetch(url, { method })
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}`)
  return response.json()
}
