import { expect, test } from 'vitest'
import type { Target } from '../../../../src/appstream/target.ts'
import { createFirstSeen } from '../../../../src/inventory/collection/first-seen.ts'
import type { ArnResource, Description } from '../../../../src/inventory/resources.ts'
import { createTestClock } from '../../../support/gateway.ts'

type Item = ArnResource<'Thing', Description>

const target: Partial<Target> = { key: 'stub', region: 'us-east-1' }

function item(name: string, State: string, CreatedTime?: Date): Item {
  const place = { region: 'us-east-1', accountId: undefined, target: target as Target }
  return { kind: 'Thing', name, arn: `arn:${name}`, ...place, aws: { State, CreatedTime } }
}

function start() {
  const clock = createTestClock()
  const kind = { keyOf: ({ arn }: Item) => arn, conditionsOf: ({ aws }: Item) => [aws.State ?? ''] }
  return { clock, begunAt: clock.now(), firstSeen: createFirstSeen<Item>(kind, clock) }
}

test('keeps the first observation of a condition while it applies', () => {
  const { clock, begunAt, firstSeen } = start()
  const fleet = item('one', 'STARTING')
  firstSeen.listed([fleet], clock.now())
  clock.advance(1_000)
  firstSeen.listed([item('one', 'STARTING')], clock.now())
  expect(firstSeen.since(fleet, 'STARTING')).toBe(begunAt)
  firstSeen.listed([item('one', 'RUNNING')], clock.now())
  expect(firstSeen.since(fleet, 'STARTING')).toBeUndefined()
  expect(firstSeen.since(fleet, 'RUNNING')).toBe(begunAt + 1_000)
  clock.advance(1_000)
  firstSeen.listed([fleet], clock.now())
  expect(firstSeen.since(fleet, 'STARTING')).toBe(begunAt + 2_000)
})

test('forgets deleted resources; a new one of the same name is distinct', () => {
  const { clock, begunAt, firstSeen } = start()
  const first = item('one', 'STARTING', new Date(1_000))
  const second = item('one', 'STARTING', new Date(2_000))
  firstSeen.listed([first], clock.now())
  clock.advance(1_000)
  firstSeen.listed([second], clock.now())
  expect(firstSeen.since(first, 'STARTING')).toBeUndefined()
  expect(firstSeen.since(second, 'STARTING')).toBe(begunAt + 1_000)
  firstSeen.listed([], clock.now())
  expect(firstSeen.since(second, 'STARTING')).toBeUndefined()
})

test('keeps noted conditions across listings, until a note lacks them', () => {
  const { clock, begunAt, firstSeen } = start()
  const fleet = item('one', 'RUNNING')
  firstSeen.listed([fleet], clock.now())
  firstSeen.note(fleet, ['GONE'])
  clock.advance(1_000)
  firstSeen.listed([fleet], clock.now())
  firstSeen.note(fleet, ['GONE', 'OLD'])
  expect(firstSeen.since(fleet, 'GONE')).toBe(begunAt)
  expect(firstSeen.since(fleet, 'OLD')).toBe(begunAt + 1_000)
  firstSeen.note(fleet, ['OLD'])
  expect(firstSeen.since(fleet, 'GONE')).toBeUndefined()
})

test('records nothing for a resource that no listing contains', () => {
  const { firstSeen } = start()
  const fleet = item('one', 'RUNNING')
  firstSeen.note(fleet, ['GONE'])
  expect(firstSeen.since(fleet, 'GONE')).toBeUndefined()
})

test('replicas that process a listing at different times agree', () => {
  const { clock, begunAt, firstSeen } = start()
  const fleet = item('one', 'STARTING')
  clock.advance(1_000)
  firstSeen.listed([fleet], begunAt)
  expect(firstSeen.since(fleet, 'STARTING')).toBe(begunAt)
})
