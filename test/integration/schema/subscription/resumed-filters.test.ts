import { expect, test } from 'vitest'
import type { Subscription } from '../../../support/subscription.ts'
import { type FilteredEvent, startWatched, tell, watchBuilders, watchFleets } from './filters.ts'

/** Returns the cursor of the SYNCED that ends a snapshot. */
async function cursorOf(events: Subscription<FilteredEvent>): Promise<string> {
  for (;;) {
    const { kind, cursor } = await events.next()
    if (kind === 'SYNCED') return cursor
  }
}

test('resumes an equal filter without gaps or duplicates', async () => {
  const { gateway, home } = await startWatched()
  await using _ = gateway
  for (const Name of ['one', 'two', 'three']) home.putImageBuilder({ Name, State: 'STOPPED' })
  const first = watchBuilders(gateway, 'snapshot: true, filter: { names: ["one", "two"], states: [STOPPED] }')
  const cursor = await cursorOf(first)
  await first[Symbol.asyncDispose]()
  for (const name of ['three', 'two']) home.change('image-builder', name, { State: 'RUNNING' })
  await gateway.read('{ imageBuilders { totalCount } }', { headers: { 'cache-control': 'no-cache' } })
  await using second = watchBuilders(
    gateway,
    `after: "${cursor}", filter: { states: [STOPPED], names: ["two", "one", "one"] }`,
  )
  expect(tell(await second.take(1))).toEqual([['STATE_CHANGED', 'two', 'RUNNING', false]])
})

test.each([
  ['another filter', 'filter: { names: ["two"] }', 'filter: { names: ["one"] }'],
  ['a filter where there was none', 'states: [STOPPED]', 'filter: { names: ["one"] }'],
])('resets a subscription that resumes with %s', async (_what, before, after) => {
  const { gateway, home } = await startWatched()
  await using _ = gateway
  for (const Name of ['one', 'two']) home.putImageBuilder({ Name, State: 'STOPPED' })
  await using first = watchBuilders(gateway, `snapshot: true, ${before}`)
  const cursor = await cursorOf(first)
  await using second = watchBuilders(gateway, `after: "${cursor}", ${after}`)
  expect(tell(await second.take(3))).toEqual([
    ['RESET', null, null, null],
    ['SNAPSHOT', 'one', 'STOPPED', true],
    ['SYNCED', null, null, null],
  ])
})

test('resets a subscription that resumes without its filter', async () => {
  const { gateway, home } = await startWatched()
  await using _ = gateway
  home.putImageBuilder({ Name: 'one', State: 'STOPPED' })
  await using first = watchBuilders(gateway, 'snapshot: true, filter: { names: ["two"] }')
  const cursor = await cursorOf(first)
  await using second = watchBuilders(gateway, `after: "${cursor}"`)
  expect((await second.take(3)).map(({ kind }) => kind)).toEqual(['RESET', 'SNAPSHOT', 'SYNCED'])
})

test('resumes a changeCursor of a list or mutation with any filter', async () => {
  const { gateway, home } = await startWatched()
  await using _ = gateway
  for (const Name of ['one', 'two']) home.putFleet({ Name, State: 'STOPPED' })
  const { appStreamFleets } = await gateway.read<{ appStreamFleets: { changeCursor: string } }, never>(
    '{ appStreamFleets(filter: { names: ["two"] }) { changeCursor } }',
  )
  const { startAppStreamFleet } = await gateway.read<
    { startAppStreamFleet: { changeCursor: string } },
    never
  >(
    'mutation { startAppStreamFleet(input: { name: "two" }) { ... on StartAppStreamFleetPayload { changeCursor } } }',
  )
  for (const { changeCursor } of [appStreamFleets, startAppStreamFleet]) {
    await using events = watchFleets(gateway, `after: "${changeCursor}", filter: { names: ["two"] }`)
    expect(tell(await events.take(1))).toEqual([['STATE_CHANGED', 'two', 'STARTING', true]])
  }
})
