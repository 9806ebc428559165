import { describe, expect, test } from 'vitest'
import { describeOutcomes, mutate, typeOf } from '../../../support/mutate.ts'
import { stackArn } from '../fleet/support.ts'
import { startOffice } from './support.ts'

const office = { stackName: 'office' }

/** Each mutation, its AWS operation, and an input that succeeds. */
const MUTATIONS = {
  createAppStreamEntitlement: {
    operation: 'CreateEntitlement',
    input: { ...office, name: 'fresh', appVisibility: 'ALL', attributes: [{ name: 'roles', value: 'boss' }] },
  },
  updateAppStreamEntitlement: {
    operation: 'UpdateEntitlement',
    input: { ...office, name: 'writers', description: 'New.' },
  },
  deleteAppStreamEntitlement: { operation: 'DeleteEntitlement', input: { ...office, name: 'writers' } },
  associateAppStreamApplicationToEntitlement: {
    operation: 'AssociateApplicationToEntitlement',
    input: { ...office, entitlementName: 'writers', applicationIdentifier: 'Excel' },
  },
  disassociateAppStreamApplicationFromEntitlement: {
    operation: 'DisassociateApplicationFromEntitlement',
    input: { ...office, entitlementName: 'writers', applicationIdentifier: 'Word' },
  },
} as const

type Name = keyof typeof MUTATIONS
const NAMES = Object.keys(MUTATIONS) as Name[]

describeOutcomes(MUTATIONS, startOffice, { missing: { stackName: 'gone' } })

describe.each(NAMES)('%s', (name) => {
  const { input } = MUTATIONS[name]

  test('accepts the ARN of the stack instead of its name', async () => {
    await using gateway = await startOffice()
    const { stackName: _, ...others } = input
    expect(await mutate(gateway, name, { ...others, stackArn: stackArn('office') })).toEqual({
      __typename: typeOf(name, 'Payload'),
    })
  })

  test('requires exactly one of stackArn and stackName', async () => {
    await using gateway = await startOffice()
    const { stackName: _, ...others } = input
    expect(await mutate(gateway, name, others)).toMatchObject({
      fields: [{ path: 'stackName', message: 'Specify exactly one of `stackArn` and `stackName`.' }],
    })
    const wrong = { ...input, stackArn: stackArn('office') }
    expect(await mutate(gateway, name, wrong)).toMatchObject({ fields: [{ path: 'stackArn' }] })
    expect(gateway.emulator.calls.all).toEqual([])
  })
})

test('creates, changes, reads and deletes an entitlement', async () => {
  await using gateway = await startOffice()
  const members = 'entitlement { id name stackArn description appVisibility attributes { name value } }'
  const created = await mutate(
    gateway,
    'createAppStreamEntitlement',
    { ...MUTATIONS.createAppStreamEntitlement.input, description: 'Bosses.' },
    members,
  )
  expect(created['entitlement']).toEqual({
    ...{ id: expect.any(String), name: 'fresh', stackArn: stackArn('office'), description: 'Bosses.' },
    ...{ appVisibility: 'ALL', attributes: [{ name: 'roles', value: 'boss' }] },
  })
  const updated = await mutate(
    gateway,
    'updateAppStreamEntitlement',
    {
      ...{ ...office, name: 'fresh', appVisibility: 'ASSOCIATED', description: '' },
      attributes: [{ name: 'title', value: 'Chief' }],
    },
    members,
  )
  expect(updated['entitlement']).toMatchObject({
    ...{ description: null, appVisibility: 'ASSOCIATED' },
    attributes: [{ name: 'title', value: 'Chief' }],
  })
  const list = () =>
    gateway.read<{ list: { totalCount: number } }, never>(
      '{ list: appStreamEntitlements(filter: { names: ["fresh"] }) { totalCount } }',
    )
  expect(await list()).toEqual({ list: { totalCount: 1 } })
  const deleted = await mutate(
    gateway,
    'deleteAppStreamEntitlement',
    { ...office, name: 'fresh' },
    'deletedId entitlement { name appVisibility }',
  )
  expect(deleted).toEqual({
    __typename: 'DeleteAppStreamEntitlementPayload',
    deletedId: Object(created['entitlement'])['id'],
    entitlement: { name: 'fresh', appVisibility: 'ASSOCIATED' },
  })
  expect(await list()).toEqual({ list: { totalCount: 0 } })
})

test('shows an application while it is associated', async () => {
  await using gateway = await startOffice()
  const select = 'entitlement { applications { applicationIdentifier } }'
  const namesIn = (result: Readonly<Record<string, unknown>>) => {
    const { applications } = Object(result['entitlement'])
    return applications.map((one: { applicationIdentifier: string }) => one.applicationIdentifier)
  }
  const identified = { ...office, entitlementName: 'writers' }
  const first = 'associateAppStreamApplicationToEntitlement'
  const excel = { ...identified, applicationIdentifier: 'Excel' }
  expect(namesIn(await mutate(gateway, first, excel, select))).toEqual(['Excel', 'Paint', 'Word'])
  const second = 'disassociateAppStreamApplicationFromEntitlement'
  const word = { ...identified, applicationIdentifier: 'Word' }
  expect(namesIn(await mutate(gateway, second, word, select))).toEqual(['Excel', 'Paint'])
})

test.each([
  ['updateAppStreamEntitlement', { ...office, name: 'none', description: 'x' }],
  ['deleteAppStreamEntitlement', { ...office, name: 'none' }],
  [
    'associateAppStreamApplicationToEntitlement',
    { ...office, entitlementName: 'none', applicationIdentifier: 'Word' },
  ],
  [
    'disassociateAppStreamApplicationFromEntitlement',
    { ...office, entitlementName: 'none', applicationIdentifier: 'Word' },
  ],
])('%s returns AppStreamEntitlementNotFoundError for an unknown entitlement', async (name, input) => {
  await using gateway = await startOffice()
  expect(await mutate(gateway, name, input)).toMatchObject({
    __typename: 'AppStreamEntitlementNotFoundError',
    code: 'ENTITLEMENT_NOT_FOUND',
    retryable: false,
  })
})

test('returns AppStreamEntitlementAlreadyExistsError for a taken name', async () => {
  await using gateway = await startOffice()
  const input = { ...MUTATIONS.createAppStreamEntitlement.input, name: 'writers' }
  expect(await mutate(gateway, 'createAppStreamEntitlement', input)).toMatchObject({
    __typename: 'AppStreamEntitlementAlreadyExistsError',
    code: 'ENTITLEMENT_ALREADY_EXISTS',
    retryable: false,
  })
})

test.each([
  [{ name: '-x' }, 'name', 'Must have 1 to 101'],
  [{ attributes: [] }, 'attributes', 'Must contain at least 1'],
  [{ attributes: [{ name: '', value: 'x' }] }, 'attributes.0.name', 'Must have at least 1 character.'],
  [{ appVisibility: 'UNKNOWN' }, 'appVisibility', 'cannot be set'],
  [{ description: 'x'.repeat(257) }, 'description', 'Must have at most 256 characters, got 257.'],
])('rejects an entitlement with %j before any call', async (wrong, path, message) => {
  await using gateway = await startOffice()
  const input = { ...MUTATIONS.createAppStreamEntitlement.input, ...wrong }
  expect(await mutate(gateway, 'createAppStreamEntitlement', input)).toMatchObject({
    __typename: 'AppStreamInputError',
    fields: [{ path, message: expect.stringContaining(message) }],
  })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('repeats a creation with the same client token without a second call', async () => {
  await using gateway = await startOffice()
  const input = { ...MUTATIONS.createAppStreamEntitlement.input, clientToken: 'once' }
  const first = await mutate(gateway, 'createAppStreamEntitlement', input, 'entitlement { id }')
  expect(await mutate(gateway, 'createAppStreamEntitlement', input, 'entitlement { id }')).toEqual(first)
  expect(gateway.emulator.calls.count('CreateEntitlement')).toBe(1)
})

test('returns an entitlement whose creation response was lost', async () => {
  await using gateway = await startOffice()
  gateway.emulator.faults.add({ operation: 'CreateEntitlement', reset: 'after' })
  const { input } = MUTATIONS.createAppStreamEntitlement
  expect(await mutate(gateway, 'createAppStreamEntitlement', input, 'entitlement { name }')).toEqual({
    __typename: 'CreateAppStreamEntitlementPayload',
    entitlement: { name: 'fresh' },
  })
})

test('returns AppStreamOutcomeUnknownError if AWS does not show the created entitlement', async () => {
  await using gateway = await startOffice()
  gateway.emulator.faults.add({ operation: 'CreateEntitlement', reset: 'before' })
  const { input } = MUTATIONS.createAppStreamEntitlement
  expect(await mutate(gateway, 'createAppStreamEntitlement', input)).toMatchObject({
    __typename: 'AppStreamOutcomeUnknownError',
  })
})

test('writes the stack and the entitlement to the audit log', async () => {
  const lines: string[] = []
  await using gateway = await startOffice({ onLog: (line) => lines.push(line) })
  const { input } = MUTATIONS.associateAppStreamApplicationToEntitlement
  await mutate(gateway, 'associateAppStreamApplicationToEntitlement', input)
  const audits = lines.map((line) => JSON.parse(line)).filter(({ audit }) => audit !== undefined)
  expect(audits.map(({ audit }) => audit)).toMatchObject([
    {
      operation: 'AssociateApplicationToEntitlement',
      resource: 'office/writers',
      made: 'Excel',
      outcome: 'OK',
    },
  ])
})
