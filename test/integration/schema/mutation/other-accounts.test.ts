import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ACCOUNT, imageArn, imageBuilderArn } from '../../../support/gateway.ts'
import { type MutationName, OTHER_ACCOUNT, startWorkshop } from './support.ts'

/** Each mutation of an existing resource, by our ARN or by that of another account's namesake. */
const BY_ARN: readonly (readonly [name: MutationName, input: (account: string) => object, path: string])[] = [
  ['startImageBuilder', (account) => ({ arn: imageBuilderArn('parked', account) }), 'arn'],
  ['stopImageBuilder', (account) => ({ arn: imageBuilderArn('desk', account) }), 'arn'],
  ['deleteImageBuilder', (account) => ({ arn: imageBuilderArn('desk', account) }), 'arn'],
  ['createImageBuilderStreamingUrl', (account) => ({ arn: imageBuilderArn('desk', account) }), 'arn'],
  ['deleteImage', (account) => ({ arn: imageArn('golden', account) }), 'arn'],
  [
    'copyImage',
    (account) => ({
      sourceImageArn: imageArn('golden', account),
      destinationImageName: 'copied',
      destinationRegion: 'us-east-1',
    }),
    'sourceImageArn',
  ],
  [
    'createUpdatedImage',
    (account) => ({ existingImageArn: imageArn('golden', account), newImageName: 'updated' }),
    'existingImageArn',
  ],
  [
    'updateImagePermissions',
    (account) => ({
      arn: imageArn('golden', account),
      sharedAccountId: '345678901234',
      imagePermissions: { allowFleet: true },
    }),
    'arn',
  ],
  [
    'deleteImagePermissions',
    (account) => ({ arn: imageArn('lent', account), sharedAccountId: OTHER_ACCOUNT }),
    'arn',
  ],
  [
    'tagAppStreamResource',
    (account) => ({ resourceArn: imageArn('golden', account), tags: [{ key: 'a', value: 'b' }] }),
    'resourceArn',
  ],
  [
    'untagAppStreamResource',
    (account) => ({ resourceArn: imageArn('golden', account), tagKeys: ['stage'] }),
    'resourceArn',
  ],
]

const isReading = (operation: string) => /^(Describe|List)/.test(operation)

describe('own resources while the account is unknown', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x')
  })
  afterEach(() => vi.unstubAllEnvs())
  const env = { UPSTREAM: 'aws', AWS_REGION: 'us-east-1' }

  test.each(BY_ARN)(
    "%s with another account's ARN does not touch our namesake",
    async (name, input, path) => {
      await using workshop = await startWorkshop({ env })
      const before = JSON.stringify([...workshop.home.images, ...workshop.home.imageBuilders])
      const result = await workshop.mutate(name, input(OTHER_ACCOUNT))

      expect(result).toMatchObject({ __typename: 'AppStreamInputError', fields: [{ path }] })
      expect(result.message).toContain(`No target matches the account ${OTHER_ACCOUNT} in us-east-1;`)
      expect(JSON.stringify([...workshop.home.images, ...workshop.home.imageBuilders])).toBe(before)
      expect(workshop.emulator.calls.all.filter(({ operation }) => !isReading(operation))).toEqual([])
    },
  )

  test.each(BY_ARN)('%s with our ARN works once a lookup returned the account', async (name, input) => {
    await using workshop = await startWorkshop({ env })
    const result = await workshop.mutate(name, input(ACCOUNT))
    expect(result.__typename).toMatch(/Payload$/)
    expect(workshop.emulator.calls.all.map(({ operation }) => isReading(operation))).toEqual([true, false])
  })

  test('rejects an ARN with a remedy if the account remains unknown', async () => {
    await using workshop = await startWorkshop({ env })
    const { images, imageBuilders } = workshop.home
    images.clear()
    imageBuilders.clear()
    const result = await workshop.mutate('deleteImage', { arn: imageArn('golden') })
    expect(result.message).toContain('set AWS_ACCOUNT_ID, or use the name')
    expect(workshop.emulator.calls.count('DeleteImage')).toBe(0)
  })

  test('reports a failing lookup as not executed', async () => {
    await using workshop = await startWorkshop({ env })
    workshop.emulator.faults.add({
      operation: 'DescribeImageBuilders',
      error: { type: 'InternalServerException', status: 500 },
    })
    const { data, errors } = await workshop.send('createUpdatedImage', {
      existingImageArn: imageArn('golden'),
      newImageName: 'updated',
    })
    expect(data).toBeNull()
    expect(errors).toMatchObject([
      { path: ['createUpdatedImage'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
    ])
    expect(workshop.emulator.calls.count('CreateUpdatedImage')).toBe(0)
  })

  test('creates by name without a lookup and learns the account', async () => {
    await using workshop = await startWorkshop({ env })
    await workshop.mutate('createImageBuilder')
    await workshop.mutate('stopImageBuilder', { arn: imageBuilderArn('desk') })
    expect(workshop.emulator.calls.all.map(({ operation }) => operation)).toEqual([
      'CreateImageBuilder',
      'StopImageBuilder',
    ])
  })
})

test('writes to the account and region of the ARN', async () => {
  const roles = [ACCOUNT, OTHER_ACCOUNT].map((account) => `arn:aws:iam::${account}:role/gateway`)
  await using workshop = await startWorkshop({
    env: { AWS_ROLE_ARNS: roles.join(), AWS_REGIONS: 'us-east-1,eu-west-1' },
  })
  const theirs = workshop.emulator.region('eu-west-1', OTHER_ACCOUNT)
  theirs.putImageBuilder({ Name: 'desk', State: 'RUNNING' })
  await workshop.mutate('stopImageBuilder', { arn: imageBuilderArn('desk', OTHER_ACCOUNT, 'eu-west-1') })
  expect(theirs.imageBuilders.get('desk')?.State).toBe('STOPPING')
  expect(workshop.home.imageBuilders.get('desk')?.State).toBe('RUNNING')
  expect(workshop.emulator.calls.all).toMatchObject([{ accountId: OTHER_ACCOUNT, region: 'eu-west-1' }])
})
