import { expect, test } from 'vitest'
import { createTestClock, type TestGateway } from '../../../support/gateway.ts'
import { mutate } from '../../../support/mutate.ts'
import { startOffice } from './support.ts'

const MINUTE_MS = 60_000
/** AWS shows new and deleted entitlements, and finds new stacks, 4 minutes later. */
const late = { emulator: { behaviour: { visibleAfterMs: 4 * MINUTE_MS } } }
const office = { stackName: 'office' }
const settings = { appVisibility: 'ASSOCIATED', attributes: [{ name: 'roles', value: 'boss' }] }

async function namesOf(gateway: TestGateway, headers: Readonly<Record<string, string>> = {}) {
  const { appStreamEntitlements } = await gateway.read<
    { appStreamEntitlements: { nodes: { name: string }[] } },
    never
  >('{ appStreamEntitlements { nodes { name } } }', { headers })
  return appStreamEntitlements.nodes.map(({ name }) => name)
}

test('shows a new entitlement that AWS does not list yet', async () => {
  const clock = createTestClock()
  await using gateway = await startOffice({ clock, ...late })
  await mutate(gateway, 'createAppStreamEntitlement', { ...office, name: 'bosses', ...settings })
  const names = ['accountants', 'bosses', 'everybody', 'writers']
  expect(await namesOf(gateway)).toEqual(names)
  expect(await namesOf(gateway, { 'cache-control': 'no-cache' })).toEqual(names)
  clock.advance(4 * MINUTE_MS)
  expect(await namesOf(gateway)).toEqual(names)
  clock.advance(2 * MINUTE_MS)
  expect(await namesOf(gateway)).not.toContain('bosses')
})

test('does not show a deleted entitlement that AWS still lists', async () => {
  const clock = createTestClock()
  await using gateway = await startOffice({ clock, ...late })
  expect(await namesOf(gateway)).toContain('writers')
  await mutate(gateway, 'deleteAppStreamEntitlement', { ...office, name: 'writers' })
  expect(await namesOf(gateway)).toEqual(['accountants', 'everybody'])
  clock.advance(3 * MINUTE_MS)
  expect(await namesOf(gateway, { 'cache-control': 'no-cache' })).toEqual(['accountants', 'everybody'])
})

test('shows an update that AWS does not show yet', async () => {
  const clock = createTestClock()
  await using gateway = await startOffice({ clock })
  const read = () =>
    gateway.read('{ appStreamEntitlement(stackName: "office", name: "writers") { description } }')
  await read()
  const before = gateway.home.entitlements.get('office/writers')
  await mutate(gateway, 'updateAppStreamEntitlement', { ...office, name: 'writers', description: 'New.' })
  if (before !== undefined) gateway.home.entitlements.put(before)
  expect(await read()).toEqual({ appStreamEntitlement: { description: 'New.' } })
})

test('marks a mutation on a newly created stack as retryable', async () => {
  const clock = createTestClock()
  await using gateway = await startOffice({ clock, ...late })
  const create = () =>
    mutate(gateway, 'createAppStreamEntitlement', { stackName: 'fresh', name: 'bosses', ...settings })
  expect(await create()).toMatchObject({ code: 'RESOURCE_NOT_FOUND', retryable: false })
  await mutate(gateway, 'createAppStreamStack', { name: 'fresh' })
  expect(await create()).toMatchObject({ code: 'RESOURCE_NOT_FOUND', retryable: true })
})

test('lets a client retry an association with a new entitlement', async () => {
  const clock = createTestClock()
  await using gateway = await startOffice({ clock })
  const associate = () =>
    mutate(gateway, 'associateAppStreamApplicationToEntitlement', {
      ...{ ...office, entitlementName: 'bosses', applicationIdentifier: 'Word' },
    })
  expect(await associate()).toMatchObject({ code: 'ENTITLEMENT_NOT_FOUND', retryable: false })
  await mutate(gateway, 'createAppStreamEntitlement', { ...office, name: 'bosses', ...settings })
  gateway.emulator.faults.add({
    operation: 'AssociateApplicationToEntitlement',
    error: { type: 'EntitlementNotFoundException' },
    times: 1,
  })
  expect(await associate()).toMatchObject({ code: 'ENTITLEMENT_NOT_FOUND', retryable: true })
  clock.advance(15 * MINUTE_MS)
  gateway.emulator.faults.add({
    operation: 'AssociateApplicationToEntitlement',
    error: { type: 'ResourceNotFoundException' },
  })
  expect(await associate()).toMatchObject({ code: 'RESOURCE_NOT_FOUND', retryable: false })
})

test('forgets the entitlements of a deleted stack', async () => {
  const clock = createTestClock()
  await using gateway = await startOffice({
    clock,
    emulator: { behaviour: { visibleAfterMs: 0, deleteStackWithParts: 'cascade' } },
  })
  await mutate(gateway, 'createAppStreamEntitlement', { stackName: 'lab', name: 'bosses', ...settings })
  expect(await namesOf(gateway)).toContain('bosses')
  await mutate(gateway, 'deleteAppStreamStack', { name: 'lab' })
  await mutate(gateway, 'createAppStreamStack', { name: 'lab' })
  expect(await namesOf(gateway)).not.toContain('bosses')
})
