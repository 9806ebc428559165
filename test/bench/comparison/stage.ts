import { deepStrictEqual } from 'node:assert/strict'
import pLimit from 'p-limit'
import { z } from 'zod'
import { type Child, startChild } from '../../support/child.ts'
import type { Issuer } from '../../support/issuer.ts'
import { ask } from '../load/post.ts'
import { type ContenderName, startContender } from './contenders.ts'
import type { Scenario } from './scenarios.ts'

/** Contender of a scenario, ready for its load. */
export interface Contender {
  readonly name: ContenderName
  readonly url: string
  readonly pid: number
  /** Its verified answer, byte by byte. */
  readonly answer: string
}

/** Contenders of a scenario in front of one AppStream, whose calls are counted. */
export interface Stage extends AsyncDisposable {
  readonly contenders: readonly Contender[]
  /** Headers of the requests, in turn. */
  readonly headers: readonly Readonly<Record<string, string>>[]
  readonly appStream: CountedAppStream
}

/** Emulator in a process of its own. */
export interface CountedAppStream extends AsyncDisposable {
  readonly url: string
  clearCalls(): Promise<void>
  countCalls(): Promise<number>
}

/** Servers to start: those with a name in `names`, and `before` from its checkout. */
export interface StageOptions {
  readonly names: readonly ContenderName[]
  readonly against: URL | undefined
  readonly issuer: Issuer
}

/** More would only share the cores. */
const STARTS_AT_ONCE = 2

/** Starts the contenders of a scenario, each in its own process, and verifies that each gives the expected answer. */
export async function openStage(scenario: Scenario, options: StageOptions): Promise<Stage> {
  await using started = new AsyncDisposableStack()
  const { names, against, issuer } = options
  const appStream = started.use(await startAppStream(scenario.latencyMs ?? 0, scenario.account.images.length))
  const headers = await headersOf(scenario, issuer)
  const limit = pLimit(STARTS_AT_ONCE)
  const contenders = await Promise.all(
    scenario.contenders
      .filter((name) => names.includes(name))
      .map((name) =>
        limit(async (): Promise<Contender> => {
          const child = started.use(
            await startContender(name, scenario, { emulatorUrl: appStream.url, against, issuer }),
          )
          const answer = await verifiedAnswer(name, child, scenario, headers[0])
          return { name, url: child.url, pid: pidOf(child), answer }
        }),
      ),
  )
  const running = started.move()
  return { contenders, headers, appStream, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Starts an AppStream with a latency and a number of images. */
export async function startAppStream(latencyMs: number, images: number): Promise<CountedAppStream> {
  const emulator = await startChild('test/bench/servers/emulator.ts', {
    arguments: [latencyMs, images].map(String),
  })
  // Filters by an unused operation to shorten the log; the counts cover all operations.
  const callsUrl = `${emulator.url}/_emulator/calls?operation=None`
  return {
    url: emulator.url,
    clearCalls: async () => {
      await control(callsUrl, 'DELETE')
    },
    countCalls: async () => {
      const { counts } = callsShape.parse(await control(callsUrl, 'GET'))
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  }
}

/** Returns the process id of a child. */
export function pidOf({ process: { pid } }: Pick<Child, 'process'>): number {
  if (pid === undefined) throw new Error('The process has not started.')
  return pid
}

const callsShape = z.object({ counts: z.record(z.string(), z.int()) })

async function headersOf(
  { tokens, headers = {} }: Scenario,
  issuer: Issuer,
): Promise<readonly Readonly<Record<string, string>>[]> {
  if (tokens === undefined) return [headers]
  return Promise.all(
    Array.from({ length: tokens }, async (_, index) => ({
      ...headers,
      ...(await issuer.headers({ sub: `caller-${index}` })),
    })),
  )
}

/** Returns the answer as text. Rejects on another one than the scenario's: its speed would be meaningless. */
async function verifiedAnswer(
  name: ContenderName,
  { url }: Child,
  { name: scenario, query, varies, expected }: Scenario,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const variables = varies === 'variables' ? { before: '2030-01-01T00:00:00.000Z' } : {}
  // Loads the snapshots: the gateway adds its AWS calls to an answer that took many.
  await ask(url, query, headers, variables)
  const text = await ask(url, query, headers, variables)
  deepStrictEqual(JSON.parse(text), expected, `${name} answers "${scenario}" differently`)
  return text
}

async function control(url: string, method: string): Promise<unknown> {
  const response = await fetch(url, { method })
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}`)
  return response.json()
}
