import { expect, test } from 'vitest'
import { TargetImagesDocument } from '../../../generated/graphql.ts'
import { imageArn, startGateway } from '../../../support/gateway.ts'

const FIRST = '123456789012'
const SECOND = '210987654321'
const ENV = {
  AWS_REGIONS: 'us-east-1,eu-west-1',
  AWS_ROLE_ARNS: `arn:aws:iam::${FIRST}:role/reader,arn:aws:iam::${SECOND}:role/reader`,
}

test('shows an image shared between targets once, as its owner does', async () => {
  await using gateway = await startGateway({ env: ENV })
  gateway.home.putImage({ Name: 'common' })
  gateway.home.shareImage('common', SECOND, { allowFleet: true })
  const common = {
    arn: imageArn('common'),
    visibility: 'PRIVATE',
    imageSharedWithOthers: true,
    target: { accountId: FIRST, region: 'us-east-1' },
  }
  const { images } = await gateway.read(TargetImagesDocument)
  expect(images?.nodes).toEqual([common])
  expect(images?.totalCount).toBe(1)
  // Also if only the account it is shared with is selected.
  const second = await gateway.read(TargetImagesDocument, { variables: { targets: [{ accountId: SECOND }] } })
  expect(second.images?.nodes).toEqual([common])
})

test("filters a shared image by its owner's view", async () => {
  await using gateway = await startGateway({ env: ENV })
  const { home, emulator } = gateway
  home.putImage({ Name: 'common' })
  home.shareImage('common', SECOND, { allowFleet: true })
  const others = emulator.region('us-east-1', '111111111111')
  others.putImage({ Name: 'lent' })
  others.shareImage('lent', SECOND, { allowFleet: true })
  const read = async (visibility: 'PRIVATE' | 'SHARED') => {
    const variables = { targets: [{ accountId: SECOND }], filter: { visibilities: [visibility] } }
    const { images } = await gateway.read(TargetImagesDocument, { variables })
    return images?.nodes.map((node) => [node.arn, node.visibility])
  }
  expect(await read('SHARED')).toEqual([[imageArn('lent', '111111111111'), 'SHARED']])
  expect(await read('PRIVATE')).toEqual([])
})

test("shows a shared image as listed if its owner's target fails", async () => {
  await using gateway = await startGateway({ env: ENV })
  gateway.home.putImage({ Name: 'common' })
  gateway.home.shareImage('common', SECOND, { allowFleet: true })
  gateway.emulator.faults.add({ accountId: FIRST, error: { type: 'AccessDeniedException' } })
  const { images } = await gateway.read(TargetImagesDocument)
  expect(images?.nodes).toEqual([
    {
      arn: imageArn('common'),
      visibility: 'SHARED',
      imageSharedWithOthers: null,
      target: { accountId: SECOND, region: 'us-east-1' },
    },
  ])
  expect(images?.failures.map(({ target }) => target.region)).toEqual(['us-east-1', 'eu-west-1'])
  // The listings of the owner's target have failed: it is not called again for each image.
  const asked = gateway.emulator.calls.all.filter(
    ({ accountId, input }) => accountId === FIRST && input['Arns'],
  )
  expect(asked).toEqual([])
})
