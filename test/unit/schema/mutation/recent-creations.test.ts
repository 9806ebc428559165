import { expect, test } from 'vitest'
import { createRecentCreations } from '../../../../src/schema/mutation/recent-creations.ts'
import { createTestClock } from '../../../support/gateway.ts'

const fleet = { target: { key: 'default@us-east-1' }, resourceType: 'fleet', name: 'desks' }

test('knows a resource for 15 minutes after its creation', () => {
  const clock = createTestClock()
  const recent = createRecentCreations(clock)
  expect(recent.has(fleet)).toBe(false)
  recent.add(fleet)
  clock.advance(899_999)
  expect(recent.has(fleet)).toBe(true)
  clock.advance(1)
  expect(recent.has(fleet)).toBe(false)
})

test('distinguishes targets, types and names', () => {
  const recent = createRecentCreations(createTestClock())
  recent.add(fleet)
  const others = [{ target: { key: 'other' } }, { resourceType: 'stack' }, { name: 'desk' }]
  expect(others.map((other) => recent.has({ ...fleet, ...other }))).toEqual([false, false, false])
})

test('forgets a resource that was deleted', () => {
  const recent = createRecentCreations(createTestClock())
  recent.add(fleet)
  recent.delete(fleet)
  expect(recent.has(fleet)).toBe(false)
})

test('keeps the latest 10,000', () => {
  const recent = createRecentCreations(createTestClock())
  for (let index = 0; index <= 10_000; index++) recent.add({ ...fleet, name: `fleet-${index}` })
  expect(recent.has({ ...fleet, name: 'fleet-0' })).toBe(false)
  expect(recent.has({ ...fleet, name: 'fleet-1' })).toBe(true)
})
