import { expect, test } from 'vitest'
import { TargetImagesDocument, TargetsDocument } from '../../../generated/graphql.ts'
import { imageArn, imageBuilderArn, startGateway } from '../../../support/gateway.ts'
import { allFour, ENV, FIRST, SECOND, startFour } from './targets.ts'

test('lists the resources of all targets, each with its own target', async () => {
  await using gateway = await startFour()
  const { images } = await gateway.read(TargetImagesDocument)
  expect(images?.nodes.map(({ arn }) => arn)).toEqual(allFour)
  expect(images?.nodes.map(({ target }) => `${target.accountId} ${target.region}`)).toEqual([
    `${FIRST} eu-west-1`,
    `${FIRST} us-east-1`,
    `${SECOND} eu-west-1`,
    `${SECOND} us-east-1`,
  ])
  expect(images?.failures).toEqual([])
})

test('selects targets by account, region or both; several form a union', async () => {
  await using gateway = await startFour()
  for (const [targets, arns] of [
    [[{ accountId: SECOND }], allFour.slice(2)],
    [[{ region: 'us-east-1' }], [allFour[1], allFour[3]]],
    [[{ accountId: FIRST, region: 'eu-west-1' }], [allFour[0]]],
    [
      [{ accountId: FIRST, region: 'eu-west-1' }, { region: 'us-east-1' }],
      [allFour[0], allFour[1], allFour[3]],
    ],
    [[{}], allFour],
    [null, allFour],
  ] as const) {
    const { images } = await gateway.read(TargetImagesDocument, {
      variables: { targets: targets === null ? null : [...targets] },
    })
    expect(images?.nodes.map(({ arn }) => arn)).toEqual(arns)
  }
})

test('calls only the selected targets', async () => {
  await using gateway = await startFour()
  await gateway.read(TargetImagesDocument, {
    variables: { targets: [{ accountId: SECOND, region: 'eu-west-1' }] },
  })
  const called = gateway.emulator.calls.all.map(({ accountId, region }) => `${accountId} ${region}`)
  expect(new Set(called)).toEqual(new Set([`${SECOND} eu-west-1`]))
})

test('returns nothing for no targets, without a call', async () => {
  await using gateway = await startFour()
  const { images } = await gateway.read(TargetImagesDocument, { variables: { targets: [] } })
  expect(images).toEqual({ nodes: [], totalCount: 0, observedAt: null, failures: [] })
  const { imageBuilders } = await gateway.read<{ imageBuilders: unknown }, never>(
    '{ imageBuilders(targets: []) { totalCount } }',
  )
  expect(imageBuilders).toEqual({ totalCount: 0 })
  expect(gateway.emulator.calls.count()).toBe(0)
})

test('looks up a name in the given target only', async () => {
  await using gateway = await startFour()
  const { there, elsewhere } = await gateway.read<Record<string, unknown>, never>(`{
    there: image(name: "${SECOND}-us-east-1", target: { accountId: "${SECOND}", region: "us-east-1" }) { arn }
    elsewhere: image(name: "${SECOND}-us-east-1", target: { accountId: "${FIRST}", region: "us-east-1" }) { arn }
  }`)
  expect(there).toEqual({ arn: imageArn(`${SECOND}-us-east-1`, SECOND) })
  expect(elsewhere).toBeNull()
})

test('looks up an ARN through its own account and region only', async () => {
  await using gateway = await startFour()
  const arn = imageArn(`${SECOND}-eu-west-1`, SECOND, 'eu-west-1')
  const { image } = await gateway.read<{ image: unknown }, never>(`{ image(arn: "${arn}") { arn } }`)
  expect(image).toEqual({ arn })
  expect(gateway.emulator.calls.all).toMatchObject([
    { operation: 'DescribeImages', accountId: SECOND, region: 'eu-west-1', input: { Arns: [arn] } },
  ])
})

test('returns null without a call for an ARN outside all targets', async () => {
  await using gateway = await startFour()
  const abroad = imageArn('a', FIRST, 'ap-south-1')
  expect(
    await gateway.read(`{
      image(arn: "${abroad}") { name }
      imageBuilder(arn: "${imageBuilderArn('a', FIRST, 'ap-south-1')}") { name }
      node(id: "${Buffer.from(`Image:${abroad}`).toString('base64')}") { id }
      china: image(arn: "${imageArn('a').replace('arn:aws:', 'arn:aws-cn:')}") { name }
    }`),
  ).toEqual({ image: null, imageBuilder: null, node: null, china: null })
  expect(gateway.emulator.calls.count()).toBe(0)
})

test('lists public images once per region, whatever the number of accounts', async () => {
  await using gateway = await startGateway({ env: ENV })
  gateway.home.putImage({ Name: 'base', Visibility: 'PUBLIC' })
  gateway.emulator.region('eu-west-1').putImage({ Name: 'base', Visibility: 'PUBLIC' })
  const { images } = await gateway.read(TargetImagesDocument, {
    variables: { filter: { visibilities: ['PUBLIC'] } },
  })
  expect(images?.nodes.map(({ arn }) => arn)).toEqual([
    imageArn('base', '', 'eu-west-1'),
    imageArn('base', '', 'us-east-1'),
  ])
})

test('lists targets without a call, and reports reachability after one', async () => {
  await using gateway = await startGateway({ env: { ...ENV, UPSTREAM_MAX_ATTEMPTS: '1' } })
  const { emulator } = gateway
  const targetsNow = async () => {
    const { appStreamTargets } = await gateway.read(TargetsDocument)
    return appStreamTargets?.map(({ accountId, region, reachable, lastError }) => [
      accountId,
      region,
      reachable,
      lastError,
    ])
  }
  expect(await targetsNow()).toEqual([
    [FIRST, 'us-east-1', null, null],
    [FIRST, 'eu-west-1', null, null],
    [SECOND, 'us-east-1', null, null],
    [SECOND, 'eu-west-1', null, null],
  ])
  expect(emulator.calls.count()).toBe(0)

  const fault = emulator.faults.add({
    region: 'eu-west-1',
    error: { type: 'InternalServerException', status: 500 },
  })
  await gateway.query(TargetImagesDocument, { variables: { targets: [{ accountId: FIRST }] } })
  const failed =
    'AWS was unreachable or returned a server error for DescribeImages (InternalServerException). Retry later.'
  expect(await targetsNow()).toEqual([
    [FIRST, 'us-east-1', true, null],
    [FIRST, 'eu-west-1', false, failed],
    [SECOND, 'us-east-1', null, null],
    [SECOND, 'eu-west-1', null, null],
  ])

  fault.remove()
  await gateway.query(TargetImagesDocument, { headers: { 'cache-control': 'no-cache' } })
  expect(await targetsNow()).toEqual([
    [FIRST, 'us-east-1', true, null],
    [FIRST, 'eu-west-1', true, null],
    [SECOND, 'us-east-1', true, null],
    [SECOND, 'eu-west-1', true, null],
  ])
})

test('returns the called URL as the endpoint of a target', async () => {
  await using gateway = await startGateway()
  const { appStreamTargets } = await gateway.read(TargetsDocument)
  expect(appStreamTargets?.map(({ endpoint }) => endpoint)).toEqual([gateway.emulator.url])
})
