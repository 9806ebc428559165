import { expect } from 'vitest'
import type { Fault } from '../../src/emulator/server.ts'
import { sharedSchema } from './gateway.ts'
import { listingsOf, probeOf } from './list-queries.ts'
import { createQueryMaker } from './query-maker.ts'
import { seededRandom } from './random.ts'
import { startTwins, type Twin } from './replicas/twin-gateways.ts'

const FAULTS: readonly Fault[] = [
  { error: { type: 'ThrottlingException' } },
  { error: { type: 'InternalServerException', status: 500 } },
  { error: { type: 'AccessDeniedException' } },
  { operation: 'DescribeFleets', error: { type: 'AccessDeniedException' } },
  { operation: 'DescribeImages', error: { type: 'InternalServerException', status: 500 } },
  { operation: 'ListAssociatedFleets', error: { type: 'ThrottlingException' } },
  { region: 'eu-west-1', error: { type: 'InternalServerException', status: 500 } },
]
/** Callers: everything, without people, one region only, a few scopes. */
const CLAIMS = [
  { scope: 'appstream:read appstream:operate appstream:manage appstream:people appstream:stream' },
  { scope: 'appstream:read' },
  { scope: 'appstream:read appstream:people', appstream_targets: ['*/us-east-1'] },
  { scope: 'appstream:people' },
]
const DELAYS_MS = [1, 1, 1, 300, 2_000, 4_300, 5_100, 9_000, 31_000, 50_000, 61_000]
/** Queries that are repeated. */
const POOL_SIZE = 40

/** Counts of a walk. */
export interface WalkCounts {
  readonly queries: number
  readonly complete: number
  /** Number of successful mutations. */
  readonly mutations: number
  readonly calls: Readonly<Record<'on' | 'off', number>>
  readonly outcomes: Readonly<Record<string, number>>
}

/**
 * Sends the same random queries, mutations, changes, failures and pauses to a gateway that keeps answers and to one that
 * does not. Fails unless both send the same responses, and the first makes no more AWS calls.
 */
export async function walkAnswers(seed: number, steps: number): Promise<WalkCounts> {
  await using twins = await startTwins([{}, { ANSWER_CACHE_BYTES: '0' }])
  const { on, off, issuer } = twins
  const random = seededRandom(seed)
  const chance = (probability: number) => random() < probability
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new Error('Nothing to pick from.')
    return item
  }
  const both = (change: (twin: Twin) => void) => [on, off].forEach(change)
  const callers = await Promise.all(CLAIMS.map((claims) => issuer.headers(claims)))
  const everything = await issuer.headers(CLAIMS[0])
  const maker = createQueryMaker(sharedSchema(), random)
  const calls = { on: 0, off: 0 }
  let queries = 0
  let complete = 0
  let mutations = 0
  /**
   * Number of operations until AWS recovers. It does not recover after a number of calls: which of two concurrent ones
   * would be the last to fail depends on their order of arrival.
   */
  let failing = 0

  /** Sends an operation to both. */
  async function ask(
    document: string,
    headers: Readonly<Record<string, string>>,
    title: string,
  ): Promise<void> {
    const [kept, fresh] = await Promise.all([on.send(document, headers), off.send(document, headers)])
    await twins.settle()
    calls.on += on.takeCalls()
    calls.off += off.takeCalls()
    if (failing > 0 && --failing === 0) both(({ emulator }) => emulator.faults.clear())
    expect(kept.head, `seed ${seed}, ${title}: ${document}`).toBe(fresh.head)
    expect(differenceOf(kept.text, fresh.text), `seed ${seed}, ${title}: ${document}`).toBeUndefined()
    expect(calls.on, `calls, seed ${seed}, ${title}: ${document}`).toBeLessThanOrEqual(calls.off)
    const { data, errors }: { data?: unknown; errors?: unknown } = JSON.parse(fresh.text)
    maker.learn(data)
    if (data !== null && errors === undefined) complete++
    if (document.startsWith('mutation') && /Payload/.test(fresh.text)) mutations++
  }

  /** Lists the resources of the type of an ARN around a change, with everything that they show. */
  async function around(arn: string, title: string, change: () => unknown): Promise<void> {
    const [, type = 'none'] = /^arn:aws:appstream:[^:]*:\d+:([\w-]+)\//.exec(arn) ?? []
    const probe = probeOf(sharedSchema(), type)
    if (probe !== undefined) await ask(probe, everything, `${title}, before`)
    await change()
    if (probe !== undefined) await ask(probe, everything, `${title}, after`)
  }

  /** Changes something by a mutation. */
  async function mutate(title: string): Promise<void> {
    const document = maker.mutation()
    const [, arn = ''] = /"(arn:[^"]+)"/.exec(document) ?? []
    await around(arn, title, () => ask(document, everything, title))
  }

  /** Changes something at AWS, and lists it once the gateway may have renewed it. */
  async function changeAndList(title: string): Promise<void> {
    const arn = pick(maker.arns())
    await around(arn, title, async () => {
      changeOutside(title, arn)
      twins.advance(pick(DELAYS_MS))
      if (chance(0.5)) await around(arn, title, () => {})
    })
  }

  /** Changes a resource at AWS. */
  function changeOutside(title: string, arn: string): void {
    const [, region = '', account = '', type = '', name = ''] =
      /^arn:aws:appstream:([\w-]+):(\d+):([\w-]+)\/(.+)$/.exec(arn) ?? []
    if (account === '') return
    const what = Math.floor(random() * 8)
    const other = pick(maker.arns()).split('/').at(-1) ?? ''
    both(({ emulator }) => {
      const home = emulator.region(region, account)
      if (what === 0 || what > 5) home.setTags(arn, { title })
      else if (what === 1 && type === 'image') home.deleteImage(name)
      else if (what === 2 && type === 'stack') home.disassociate(name, other)
      else if (what === 3 && type === 'image') home.shareImage(name, '999988887777', { allowFleet: true })
      else if (what === 4 && type === 'fleet') home.change(type, name, { State: 'STOPPED' })
      else home.change(type, name, { Description: `changed in ${title}` })
    })
  }

  for (const listing of listingsOf(sharedSchema())) await ask(listing, everything, 'crawl')
  const pool = Array.from({ length: POOL_SIZE }, () => maker.query())
  let caller = everything
  for (let step = 0; step < steps; step++) {
    const dice = random()
    if (dice < 0.6) {
      if (chance(0.06)) pool[Math.floor(random() * POOL_SIZE)] = maker.query()
      if (chance(0.2)) caller = chance(0.6) ? everything : pick(callers)
      // The first ones are repeated most often.
      const document = pool[Math.floor(random() ** 2 * POOL_SIZE)] ?? ''
      do {
        queries++
        await ask(document, caller, `step ${step}`)
        if (chance(0.2)) changeOutside(`step ${step}`, pick(maker.arns()))
        if (chance(0.25)) await mutate(`step ${step}`)
        if (chance(0.3)) twins.advance(pick(DELAYS_MS))
      } while (chance(0.6))
    } else if (dice < 0.7) await changeAndList(`step ${step}`)
    else if (dice < 0.8) await mutate(`step ${step}`)
    else if (dice < 0.93) twins.advance(pick(DELAYS_MS))
    else {
      both(({ emulator }) => emulator.faults.clear())
      if (chance(0.5)) {
        const fault = pick(FAULTS)
        failing = 1 + Math.floor(random() * 5)
        both(({ emulator }) => void emulator.faults.add(fault))
      }
    }
  }
  return { queries, complete, mutations, calls, outcomes: await on.outcomes() }
}

/** Returns the text around the first difference of two responses; undefined if they are equal. */
function differenceOf(kept: string, fresh: string): object | undefined {
  if (kept === fresh) return undefined
  let at = 0
  while (kept[at] === fresh[at]) at++
  const around = (text: string) => text.slice(Math.max(0, at - 300), at + 100)
  return { kept: around(kept), fresh: around(fresh) }
}
