import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'

test.each([
  ['aws-eusc', 'eusc-de-east-1'],
  ['aws-iso-e', 'eu-isoe-west-1'],
  ['aws-iso-f', 'us-isof-south-1'],
  ['aws-moon', 'moon-far-side-1'],
])('resolves relations in the partition %s', async (partition, region) => {
  await using gateway = await startGateway({ env: { AWS_REGIONS: region } })
  const arn = (kind: string, name: string) =>
    `arn:${partition}:appstream:${region}:123456789012:${kind}/${name}`
  gateway.emulator.faults.add({
    operation: 'DescribeImageBuilders',
    raw: {
      status: 200,
      body: JSON.stringify({
        ImageBuilders: [{ Name: 'desk', Arn: arn('image-builder', 'desk'), ImageArn: arn('image', 'base') }],
      }),
    },
  })
  gateway.emulator.faults.add({
    operation: 'DescribeImages',
    raw: { status: 200, body: JSON.stringify({ Images: [{ Name: 'base', Arn: arn('image', 'base') }] }) },
  })
  const data = await gateway.read(
    `query ($arn: ID!) { imageBuilder(arn: $arn) { name region accountId image { arn } } }`,
    { variables: { arn: arn('image-builder', 'desk') } },
  )

  expect(data).toEqual({
    imageBuilder: { name: 'desk', region, accountId: '123456789012', image: { arn: arn('image', 'base') } },
  })
})

test('returns null for an ARN whose region is of another partition', async () => {
  await using gateway = await startGateway()
  const arn = 'arn:aws-cn:appstream:us-east-1:123456789012:image-builder/desk'
  const data = await gateway.read('query ($arn: ID!) { imageBuilder(arn: $arn) { name } }', {
    variables: { arn },
  })

  expect(data).toEqual({ imageBuilder: null })
  expect(gateway.emulator.calls.all).toEqual([])
})
