import { expect, test } from 'vitest'
import { createTestClock, imageArn, startGateway } from '../../../support/gateway.ts'
import { fleetArn } from '../fleet/support.ts'

const MINUTE_MS = 60_000

async function start() {
  const clock = createTestClock()
  // What is created stays hidden for other calls, as with AWS.
  const gateway = await startGateway({ clock, emulator: { behaviour: { visibleAfterMs: 3_600_000 } } })
  const { home } = gateway
  home.putImage({ Name: 'golden' })
  home.putFleet({ Name: 'desks' })
  home.putStack({ Name: 'office' })
  async function mutate(name: string, input: object): Promise<Record<string, unknown> | undefined> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const answer = await gateway.read<Record<string, Record<string, unknown>>, object>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on AppStreamError { code retryable } } }`,
      { variables: { input } },
    )
    return answer[name]
  }
  return { gateway, clock, mutate, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() }
}

const NOT_FOUND = { __typename: 'AppStreamResourceNotFoundError', code: 'RESOURCE_NOT_FOUND' }

test('marks an association with a newly created stack as retryable', async () => {
  await using started = await start()
  const { mutate, clock } = started
  const pair = { fleetName: 'desks', stackName: 'fresh' }
  expect(await mutate('associateAppStreamFleet', pair)).toEqual({ ...NOT_FOUND, retryable: false })
  await mutate('createAppStreamStack', { name: 'fresh' })
  expect(await mutate('associateAppStreamFleet', pair)).toEqual({ ...NOT_FOUND, retryable: true })
  expect(
    await mutate('associateAppStreamFleet', { fleetArn: fleetArn('desks'), stackName: 'fresh' }),
  ).toEqual({ ...NOT_FOUND, retryable: true })
  clock.advance(15 * MINUTE_MS)
  expect(await mutate('associateAppStreamFleet', pair)).toEqual({ ...NOT_FOUND, retryable: false })
})

test('marks an association with a deleted stack as not retryable', async () => {
  await using started = await start()
  const { mutate } = started
  await mutate('createAppStreamStack', { name: 'fresh' })
  await mutate('deleteAppStreamStack', { name: 'fresh' })
  expect(await mutate('associateAppStreamFleet', { fleetName: 'desks', stackName: 'fresh' })).toEqual({
    ...NOT_FOUND,
    retryable: false,
  })
})

test.each([
  ['ResourceNotFoundException', true],
  ['InvalidRoleException', true],
  ['ResourceNotAvailableException', false],
])('returns %s for a fleet of a new image with retryable %s', async (type, isRetryable) => {
  await using started = await start()
  const { gateway, mutate } = started
  gateway.emulator.faults.add({ operation: 'CreateFleet', error: { type } })
  const fleet = {
    name: 'fresh',
    instanceType: 'stream.standard.medium',
    computeCapacity: { desiredInstances: 1 },
  }
  const create = (image: object) => mutate('createAppStreamFleet', { ...fleet, ...image })
  expect(await create({ imageName: 'golden' })).toMatchObject({ retryable: false })
  await mutate('copyImage', {
    sourceImageName: 'golden',
    destinationImageName: 'copied',
    destinationRegion: 'us-east-1',
  })
  expect(await create({ imageName: 'copied' })).toMatchObject({ retryable: isRetryable })
  expect(await create({ imageArn: imageArn('copied') })).toMatchObject({ retryable: isRetryable })
  expect(await create({ imageName: 'golden' })).toMatchObject({ retryable: false })
})

test('does not count a dry run as a new image', async () => {
  await using started = await start()
  const { gateway, mutate } = started
  gateway.home.change('image', 'golden', { Platform: 'WINDOWS_SERVER_2022' })
  const update = { existingImageName: 'golden', newImageName: 'updated', dryRun: true }
  expect(await mutate('createUpdatedImage', update)).toEqual({ __typename: 'CreateUpdatedImagePayload' })
  gateway.emulator.faults.add({ operation: 'CreateFleet', error: { type: 'ResourceNotFoundException' } })
  for (const imageName of ['golden', 'updated']) {
    const input = { name: 'fresh', instanceType: 'x', imageName, computeCapacity: { desiredInstances: 1 } }
    expect(await mutate('createAppStreamFleet', input)).toEqual({ ...NOT_FOUND, retryable: false })
  }
})

test('marks the creation of a stack as not retryable', async () => {
  await using started = await start()
  const { gateway, mutate } = started
  gateway.emulator.faults.add({ operation: 'CreateStack', error: { type: 'InvalidRoleException' } })
  expect(await mutate('createAppStreamStack', { name: 'fresh' })).toMatchObject({
    code: 'INVALID_ROLE',
    retryable: false,
  })
})

test('marks a disassociation from a new stack as not retryable', async () => {
  await using started = await start()
  const { mutate } = started
  await mutate('createAppStreamStack', { name: 'fresh' })
  const pair = { fleetName: 'desks', stackName: 'fresh' }
  expect(await mutate('disassociateAppStreamFleet', pair)).toEqual({ ...NOT_FOUND, retryable: false })
})
