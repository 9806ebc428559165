import { expect } from 'vitest'
import type { Answer } from '../../../support/gateway.ts'
import { imageBuilderArn } from '../../../support/gateway.ts'
import { type MutationName, type Result, startWorkshop, type Workshop } from './support.ts'

/** Amount of concurrency. */
export interface StormOptions {
  readonly seed: number
  readonly mutations: number
  readonly builders: number
}

/** Outcome of a storm. */
export interface StormReport {
  /** Number of mutations per result. */
  readonly answers: Readonly<Record<string, number>>
  readonly calls: number
  readonly failedCalls: number
}

interface Sent {
  readonly name: MutationName
  readonly input: Readonly<Record<string, unknown>>
  readonly answer: Answer<Record<string, Result>>
}

/**
 * Starts a gateway whose upstream fails a third of all calls: throttled, 500, connection reset before or
 * after.
 */
export async function startStorm({ seed, builders }: StormOptions) {
  const workshop = await startWorkshop({
    behaviour: { quotas: { imageBuilders: 10 * builders } },
    env: { DETAILS_CONCURRENCY: '20' },
  })
  const { home, emulator } = workshop
  const random = createRandom(seed)
  home.imageBuilders.clear()
  // One in five is missing and to be created; the others are stopped or running.
  for (let index = 0; index < builders; index++) {
    const CreatedTime = new Date(workshop.clock.now() - 86_400_000)
    const State = index % 2 === 0 ? 'RUNNING' : 'STOPPED'
    if (index % 5 !== 0) home.putImageBuilder({ Name: nameOf(index), State, CreatedTime })
  }
  const executed = countCreates(workshop)
  let failedCalls = 0
  let draw = 1
  const FAILURES = [
    { error: { type: 'ThrottlingException' } },
    { error: { type: 'InternalServerException', status: 500 } },
    { reset: 'before' },
    { reset: 'after' },
  ] as const

  function spoil(): void {
    FAILURES.forEach((failure, index) => {
      const match = () => {
        if (index === 0) draw = random()
        const isHit = draw < (index + 1) / (3 * FAILURES.length)
        if (isHit) failedCalls++
        return isHit
      }
      emulator.faults.add({ ...failure, match })
    })
  }

  async function rage(mutations: number, round: number): Promise<readonly Sent[]> {
    spoil()
    const sent = await Promise.all([
      ...Array.from({ length: mutations }, async (_, index) => {
        const [name, input] = anyMutation(random, builders, `round ${round}, mutation ${index}`)
        return { name, input, answer: await workshop.send(name, input) }
      }),
    ])
    emulator.faults.clear()
    return sent
  }

  return {
    workshop,
    /** Sends the mutations concurrently and compares the results with the state of the emulator. */
    async round({ mutations }: Pick<StormOptions, 'mutations'>, round = 0): Promise<StormReport> {
      emulator.calls.clear()
      failedCalls = 0
      // Queries run during the storm.
      const looking = Array.from({ length: 10 }, () => workshop.query(LOOK))
      const sent = await rage(mutations, round)
      await Promise.all(looking)
      const calls = emulator.calls.count()
      for (const one of sent) checkAnswer(one, executed)
      for (const [description, times] of executed) expect(times, description).toBe(1)
      await compare(workshop, {})
      await compare(workshop, { 'cache-control': 'no-cache' })
      return { answers: tally(sent), calls, failedCalls }
    },
  }
}

const ONE = '{ name state description tags { key value } }'
const LOOK = `{ imageBuilders(first: 100) { nodes ${ONE} } }`

function nameOf(index: number): string {
  return `builder-${index}`
}

function anyMutation(
  random: () => number,
  builders: number,
  description: string,
): readonly [MutationName, Readonly<Record<string, unknown>>] {
  const name = nameOf(Math.floor(random() * builders))
  const resourceArn = imageBuilderArn(name)
  const kinds = [
    ['createImageBuilder', { name, description, imageName: 'golden', instanceType: 'stream.standard.small' }],
    ['startImageBuilder', { name }],
    ['stopImageBuilder', { arn: resourceArn }],
    ['deleteImageBuilder', { name }],
    ['tagAppStreamResource', { resourceArn, tags: [{ key: 'by', value: description.replace(',', '') }] }],
    ['untagAppStreamResource', { resourceArn, tagKeys: ['by'] }],
  ] as const
  return kinds[Math.floor(random() * kinds.length)] ?? kinds[0]
}

/** Counts the creations that the emulator executed, by the unique description of each request. */
function countCreates({ home }: Workshop): ReadonlyMap<string, number> {
  const executed = new Map<string, number>()
  const { putImageBuilder } = home
  Object.assign(home, {
    putImageBuilder(record: Parameters<typeof putImageBuilder>[0]) {
      const description = String(record['Description'])
      executed.set(description, (executed.get(description) ?? 0) + 1)
      putImageBuilder(record)
    },
  })
  return executed
}

/**
 * Checks that a mutation returned its payload, a typed error or a GraphQL error, and is right about a
 * creation.
 */
function checkAnswer({ name, input, answer }: Sent, executed: ReadonlyMap<string, number>): void {
  const what = `${name} ${JSON.stringify(input)}: ${JSON.stringify(answer)}`
  const result = answer.data?.[name]
  if (result === undefined) {
    expect(answer.errors, what).toHaveLength(1)
    expect(answer.errors?.[0]?.extensions['code'], what).toMatch(/^UPSTREAM_(UNAVAILABLE|THROTTLED)$/)
    return
  }
  expect(answer.errors, what).toBeUndefined()
  expect(result.__typename, what).toMatch(/(Payload|Error)$/)
  if (result.__typename.endsWith('Error')) expect(result.code, what).toMatch(/^[A-Z_]+$/)
  if (name !== 'createImageBuilder' || result.code === 'OUTCOME_UNKNOWN') return
  const times = executed.get(String(input['description'])) ?? 0
  expect(times, what).toBe(result.__typename.endsWith('Payload') ? 1 : 0)
}

interface Looked {
  readonly imageBuilders: {
    readonly nodes: readonly {
      readonly name: string
      readonly state: string
      readonly description: string | null
      readonly tags: readonly { readonly key: string; readonly value: string }[]
    }[]
  }
}

/** Compares the gateway's reads with the state of the emulator. */
async function compare(workshop: Workshop, headers: Record<string, string>): Promise<void> {
  const { imageBuilders } = await workshop.read<Looked, never>(LOOK, { headers })
  const { home } = workshop
  const held = [...home.imageBuilders.values()].map(({ Name, State, Arn = '', Description }) => ({
    name: Name,
    state: State,
    description: Description ?? null,
    tags: Object.entries(home.tags.get(Arn) ?? {}).map(([key, value]) => ({ key, value })),
  }))
  const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1)
  expect(imageBuilders.nodes.toSorted(byName)).toEqual(held.toSorted(byName))
  for (const one of held) {
    const looks = `byName: imageBuilder(name: "${one.name}") ${ONE} byArn: imageBuilder(arn: "${imageBuilderArn(one.name)}") ${ONE}`
    expect(await workshop.read(`{ ${looks} }`, { headers })).toEqual({ byName: one, byArn: one })
  }
}

function tally(sent: readonly Sent[]): Readonly<Record<string, number>> {
  const kinds = sent.map(({ name, answer }) => {
    const typename = answer.data?.[name]?.__typename
    return typename?.endsWith('Payload') ? 'payload' : (typename ?? 'GraphQL error')
  })
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]))
}

/** Creates a Mulberry32 generator: the same seed yields the same numbers in [0, 1). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
