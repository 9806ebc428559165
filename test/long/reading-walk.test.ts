import { expect, test } from 'vitest'
import type { Fault } from '../../src/emulator/server.ts'
import { createTestClock, imageArn, startGateway } from '../support/gateway.ts'
import { seededRandom } from '../support/random.ts'

const STEPS = 3_000
/** Default of UPSTREAM_BREAKER_PAUSE_MS. */
const CIRCUIT_PAUSE_MS = 5_000
const NAMES = Array.from({ length: 40 }, (_, index) => `image-${String(index).padStart(2, '0')}`)
const STATES = ['PENDING', 'AVAILABLE', 'FAILED', 'DELETING']
const FAULTS: readonly Fault[] = [
  { error: { type: 'ThrottlingException' } },
  { error: { type: 'InternalServerException', status: 500 } },
  { error: { type: 'AccessDeniedException' } },
  { raw: { status: 200, body: '<html>' } },
  { reset: 'before' },
]

interface ListAnswer {
  readonly images: { readonly nodes: readonly { readonly name: string; readonly state: string }[] } | null
}

for (const seed of [1, 2, 3]) {
  test(`never answers stale state in ${STEPS} changes, faults and reads (seed ${seed})`, async () => {
    const clock = createTestClock()
    await using gateway = await startGateway({ clock, env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
    const { home, emulator } = gateway
    const random = seededRandom(seed)
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
    const history: { readonly at: number; readonly states: ReadonlyMap<string, string> }[] = []
    const remember = () => {
      const states = [...home.images.values()].map(({ Name, State }): [string, string] => [Name, State ?? ''])
      history.push({ at: clock.now(), states: new Map(states) })
    }
    remember()

    /** Returns true if a resource was in a state (or absent) at some moment within this time. */
    function wasSo(name: string, state: string | undefined, withinMs: number): boolean {
      return history.some(({ states }, index) => {
        const until = history[index + 1]?.at ?? Number.POSITIVE_INFINITY
        return until >= clock.now() - withinMs && states.get(name) === state
      })
    }

    /** Time of the last possible failure: for a while after it, the gateway may skip AWS. */
    let failedAt = Number.NEGATIVE_INFINITY
    const counts = { read: 0, failed: 0, stale: 0 }
    for (let step = 0; step < STEPS; step++) {
      const dice = random()
      if (dice < 0.35) {
        const name = pick(NAMES)
        if (random() < 0.3) home.deleteImage(name)
        else home.putImage({ Name: name, State: pick(STATES) })
        remember()
      } else if (dice < 0.55) {
        clock.advance(Math.floor(random() * 4_000))
      } else if (dice < 0.6) {
        emulator.faults.clear()
        if (random() < 0.5) emulator.faults.add(pick(FAULTS))
      } else {
        const noCache = random() < 0.3
        const headers = noCache ? { 'cache-control': 'no-cache' } : {}
        if (emulator.faults.list().length > 0) failedAt = clock.now()
        const isFaulty = clock.now() - failedAt <= CIRCUIT_PAUSE_MS
        if (random() < 0.5) {
          const answer = await gateway.query<ListAnswer, never>(
            '{ images(first: 100) { nodes { name state } } }',
            { headers },
          )
          judge(answer.data?.images?.nodes, answer, noCache, isFaulty, NAMES)
        } else {
          const names = [pick(NAMES), pick(NAMES), pick(NAMES)]
          const fields = names.map(
            (name, index) => `i${index}: image(arn: "${imageArn(name)}") { name state }`,
          )
          const answer = await gateway.query<Record<string, { name: string; state: string } | null>, never>(
            `{ ${fields.join(' ')} }`,
            { headers },
          )
          const found = Object.values(answer.data ?? {}).filter((image) => image !== null)
          judge(answer.errors === undefined ? found : undefined, answer, noCache, isFaulty, names)
        }
      }
    }
    expect(counts.read).toBeGreaterThan(STEPS / 5)
    expect(counts.stale).toBeGreaterThan(0)
    expect(counts.failed).toBeGreaterThan(0)

    function judge(
      nodes: readonly { readonly name: string; readonly state: string }[] | undefined,
      answer: {
        readonly errors?: readonly unknown[]
        readonly extensions?: Readonly<Record<string, unknown>>
      },
      noCache: boolean,
      isFaulty: boolean,
      asked: readonly string[],
    ): void {
      if (nodes === undefined) {
        counts.failed++
        expect(isFaulty, JSON.stringify(answer)).toBe(true)
        return
      }
      counts.read++
      const isStale = answer.extensions?.['stale'] !== undefined
      if (isStale) counts.stale++
      const withinMs = noCache ? 0 : isStale ? 60_000 : 5_000
      const answered = new Map(nodes.map(({ name, state }) => [name, state]))
      for (const name of asked) {
        const state = answered.get(name)
        expect(wasSo(name, state, withinMs), `${name} ${state} within ${withinMs} ms, seed ${seed}`).toBe(
          true,
        )
      }
    }
  })
}
