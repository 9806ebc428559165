import { expect, test } from 'vitest'
import { TargetImagesDocument } from '../../../generated/graphql.ts'
import { imageArn, startGateway } from '../../../support/gateway.ts'
import { allFour, ENV, FIRST, SECOND, startFour } from './targets.ts'

test("returns other targets' resources and reports the failed one", async () => {
  await using gateway = await startFour()
  gateway.emulator.faults.add({
    accountId: SECOND,
    region: 'eu-west-1',
    error: { type: 'AccessDeniedException', message: 'User: arn:aws:sts::210987654321:assumed-role/secret' },
  })
  const { images } = await gateway.read(TargetImagesDocument)
  expect(images?.nodes.map(({ arn }) => arn)).toEqual([allFour[0], allFour[1], allFour[3]])
  expect(images?.totalCount).toBe(3)
  expect(images?.failures).toEqual([
    {
      target: { accountId: SECOND, region: 'eu-west-1' },
      code: 'UPSTREAM_ACCESS_DENIED',
      message:
        'AWS denied access: the IAM policy of this target does not allow DescribeImages (AccessDeniedException).',
      awsRequestId: expect.any(String),
      retryable: false,
    },
  ])
})

test('returns null with an error if every target fails, never empty', async () => {
  await using gateway = await startFour()
  gateway.emulator.faults.add({ error: { type: 'ThrottlingException' } })
  const { data, errors } = await gateway.query(TargetImagesDocument)
  expect(data).toEqual({ images: null })
  expect(errors).toMatchObject([
    { path: ['images'], extensions: { code: 'UPSTREAM_THROTTLED', retryable: true } },
  ])
})

test('returns the other listing of a target when one fails', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'own' })
  gateway.emulator.faults.add({
    operation: 'DescribeImages',
    match: ({ Type }) => Type === 'SHARED',
    error: { type: 'AccessDeniedException' },
  })
  const { images } = await gateway.read(TargetImagesDocument)
  expect(images?.nodes.map(({ arn }) => arn)).toEqual([imageArn('own')])
  expect(images?.failures).toMatchObject([{ code: 'UPSTREAM_ACCESS_DENIED' }])
})

test('returns null with an error if a partly read target is empty', async () => {
  await using gateway = await startGateway()
  const { emulator, home } = gateway
  const others = emulator.region('us-east-1', SECOND)
  others.putImage({ Name: 'lent' })
  others.shareImage('lent', FIRST, { allowFleet: true })
  home.putImage({ Name: 'own', BaseImageArn: imageArn('lent', SECOND) })
  emulator.faults.add({
    operation: 'DescribeImages',
    match: ({ Type }) => Type === 'PRIVATE',
    error: { type: 'ThrottlingException' },
  })
  const { data, errors } = await gateway.query(`{
    found: images(filter: { namePrefix: "lent" }) { totalCount failures { code } }
    unknown: images(filter: { namePrefix: "own" }) { totalCount }
    image(arn: "${imageArn('lent', SECOND)}") { derivedImages { totalCount } }
  }`)
  expect(data).toEqual({
    found: { totalCount: 1, failures: [{ code: 'UPSTREAM_THROTTLED' }] },
    unknown: null,
    image: { derivedImages: null },
  })
  expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions['code']]).toSorted()).toEqual([
    ['image.derivedImages', 'UPSTREAM_THROTTLED'],
    ['unknown', 'UPSTREAM_THROTTLED'],
  ])
})

test('returns an empty list from one target when another fails', async () => {
  await using gateway = await startGateway({ env: ENV })
  gateway.emulator.faults.add({ region: 'eu-west-1', error: { type: 'AccessDeniedException' } })
  const { images } = await gateway.read(TargetImagesDocument, {
    variables: { targets: [{ accountId: FIRST }] },
  })
  expect(images).toMatchObject({ nodes: [], totalCount: 0, failures: [{ target: { region: 'eu-west-1' } }] })
})
