import { beforeEach, expect, test } from 'vitest'
import { createCollection } from '../../../../src/inventory/collection/collection.ts'
import type { OverlayRule } from '../../../../src/inventory/collection/overlay.ts'
import { createWrites, type Writes } from '../../../../src/inventory/collection/writes.ts'
import { type Image, toImage } from '../../../../src/inventory/resources.ts'
import { imageArn } from '../../../support/gateway.ts'
import { awsImage, createHeldTarget, createTestDependencies } from '../../../support/inventory.ts'

const { target } = createHeldTarget()
const item = (state: string, name = 'a'): Image => toImage(target, awsImage(name, state))
/** Rule that applies to the state that AWS shows here. */
const always: OverlayRule = { kind: 'stateIn', states: ['STOPPED'] }

let dependencies: ReturnType<typeof createTestDependencies>
let collection: ReturnType<typeof createCollection<Image>>
let written: number
let writes: Writes<Image>

beforeEach(async () => {
  written = 0
  dependencies = createTestDependencies()
  collection = createCollection<Image>({
    ...dependencies,
    what: 'images',
    load: async () => new Map([[imageArn('a'), item('STOPPED')]]),
    toItem: (aws) => toImage(target, aws),
  })
  await collection.read({})
  writes = createWrites(collection, dependencies, () => {
    written++
  })
})

const stateOf = (name = 'a') => collection.latest()?.items.get(imageArn(name))?.aws.State
const isInvalidated = () => collection.peek({}) === undefined
/** Returns the state after another listing, which still shows the one from before every write. */
async function stateListed(): Promise<string | undefined> {
  await collection.read({ notBefore: dependencies.sequence.next() })
  return stateOf()
}

test('shows the result of a write as of its end', () => {
  dependencies.clock.advance(5)
  writes.begin('a').succeeded(item('STOPPING'), always)
  expect(stateOf()).toBe('STOPPING')
  expect(collection.observed(imageArn('a'))).toMatchObject({ observedAt: dependencies.clock.now() })
  expect(isInvalidated()).toBe(false)
  expect(written).toBe(1)
})

test('does not treat writes of different resources as overlapping', () => {
  const [one, other] = [writes.begin('a'), writes.begin('b')]
  other.succeeded(item('STOPPING', 'b'), always)
  one.succeeded(item('PENDING'), always)
  expect([stateOf('a'), stateOf('b')]).toEqual(['PENDING', 'STOPPING'])
  expect(isInvalidated()).toBe(false)
})

test.each([
  ['in start order', [0, 1]],
  ['in reverse', [1, 0]],
])('reloads both of two overlapping writes if they end %s', (_order, ends) => {
  const both = [writes.begin('a'), writes.begin('a')]
  for (const end of ends) both[end]?.succeeded(item('STOPPING'), always)
  expect(stateOf()).toBe('STOPPED')
  expect(isInvalidated()).toBe(true)
})

test('reloads a write that overlapped an ended one', () => {
  const long = writes.begin('a')
  writes.begin('a').succeeded(item('PENDING'), always)
  const short = writes.begin('a')
  short.succeeded(item('STOPPING'), always)
  long.succeeded(item('DELETING'), always)
  expect(stateOf()).toBe('STOPPED')
  expect(isInvalidated()).toBe(true)
})

test('shows the result of a write after overlapping ones', () => {
  const [one, other] = [writes.begin('a'), writes.begin('a')]
  one.notExecuted()
  other.notExecuted()
  writes.begin('a').succeeded(item('PENDING'), always)
  expect(stateOf()).toBe('PENDING')
})

test('keeps an overlay when a later write changed nothing', async () => {
  writes.begin('a').succeeded(item('PENDING'), always)
  writes.begin('a').rejected()
  writes.begin('a').notExecuted()
  expect(await stateListed()).toBe('PENDING')
})

test('drops an overlay on a later write of unknown outcome', async () => {
  writes.begin('a').succeeded(item('PENDING'), always)
  writes.begin('b').unknown()
  expect(await stateListed()).toBe('PENDING')
  writes.begin('a').unknown()
  expect(await stateListed()).toBe('STOPPED')
})

test('drops an overlay on later overlapping writes', async () => {
  writes.begin('a').succeeded(item('PENDING'), always)
  const [one, other] = [writes.begin('a'), writes.begin('a')]
  one.succeeded(item('STOPPING'), always)
  other.succeeded(item('DELETING'), always)
  expect(await stateListed()).toBe('STOPPED')
})

test('drops an overlay that no listing follows', () => {
  const names = Array.from({ length: 50 }, (_, index) => `name-${index}`)
  for (const name of names) {
    writes.begin(name).succeeded(item('PENDING', name), always)
    dependencies.clock.advance(60_001)
  }
  const kept = names.filter((name) => collection.observed(imageArn(name)) !== undefined)
  expect(kept).toEqual(['name-49'])
})

test('notifies watchers only after a write that may have changed something', () => {
  writes.begin('a').notExecuted()
  expect(written).toBe(0)
  writes.begin('a').unknown()
  writes.begin('a').rejected()
  expect(written).toBe(2)
})
