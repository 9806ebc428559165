import { expect, test } from 'vitest'
import { createRecentCreations } from '../../../../src/schema/mutation/recent-creations.ts'
import { createAlone } from '../../../../src/shared/alone.ts'
import { createTestClock } from '../../../support/gateway.ts'
import { createReplicaNetwork } from '../../../support/replicas/network/network.ts'

const fleet = { target: { key: 'default@us-east-1' }, resourceType: 'fleet', name: 'desks' }

function startRecord(clock = createTestClock()) {
  return { clock, recent: createRecentCreations(clock, createAlone(clock)) }
}

test('knows a resource for 15 minutes after its creation', () => {
  const { clock, recent } = startRecord()
  expect(recent.has(fleet)).toBe(false)
  recent.add(fleet)
  clock.advance(899_999)
  expect(recent.has(fleet)).toBe(true)
  clock.advance(1)
  expect(recent.has(fleet)).toBe(false)
})

test('distinguishes targets, types and names', () => {
  const { recent } = startRecord()
  recent.add(fleet)
  const others = [{ target: { key: 'other' } }, { resourceType: 'stack' }, { name: 'desk' }]
  expect(others.map((other) => recent.has({ ...fleet, ...other }))).toEqual([false, false, false])
})

test('forgets a resource that was deleted', () => {
  const { recent } = startRecord()
  recent.add(fleet)
  recent.delete(fleet)
  expect(recent.has(fleet)).toBe(false)
})

test('keeps the latest 10,000', () => {
  const { recent } = startRecord()
  for (let index = 0; index <= 10_000; index++) recent.add({ ...fleet, name: `fleet-${index}` })
  expect(recent.has({ ...fleet, name: 'fleet-0' })).toBe(false)
  expect(recent.has({ ...fleet, name: 'fleet-1' })).toBe(true)
})

test('all replicas, even later ones, know recent creations and deletions', async () => {
  const clock = createTestClock()
  const network = createReplicaNetwork(clock)
  const create = () => createRecentCreations(clock, network.join())
  const [first, second] = [create(), create()]
  first.add(fleet)
  await expect.poll(() => second.has(fleet)).toBe(true)
  clock.advance(600_000)
  const third = create()
  await expect.poll(() => third.has(fleet)).toBe(true)
  clock.advance(300_000)
  expect([first, second, third].map((record) => record.has(fleet))).toEqual([false, false, false])
  first.add(fleet)
  await expect.poll(() => third.has(fleet)).toBe(true)
  second.delete(fleet)
  await expect.poll(() => first.has(fleet)).toBe(false)
})
