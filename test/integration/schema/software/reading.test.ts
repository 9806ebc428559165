import { expect, test } from 'vitest'
import { createTestClock, imageArn, imageBuilderArn, startGateway } from '../../../support/gateway.ts'
import { callsOf } from '../fleet/support.ts'
import { OFFICE, PROJECT, startWorkshop, statusesOf, VISIO } from './support.ts'

const FIELDS =
  'softwareAssociations { softwareName status rawStatus deploymentError { errorCode errorMessage } }'

test('returns the software of a builder, sorted by name', async () => {
  await using gateway = await startWorkshop()
  expect(await gateway.read(`{ imageBuilder(name: "desk") { ${FIELDS} } }`)).toEqual({
    imageBuilder: {
      softwareAssociations: [
        { softwareName: OFFICE, status: 'INSTALLED', rawStatus: 'INSTALLED', deploymentError: [] },
        {
          ...{ softwareName: PROJECT, deploymentError: [] },
          ...{ status: 'STAGED_FOR_INSTALLATION', rawStatus: 'STAGED_FOR_INSTALLATION' },
        },
        {
          ...{ softwareName: VISIO, status: 'FAILED_TO_INSTALL', rawStatus: 'FAILED_TO_INSTALL' },
          deploymentError: [{ errorCode: 'DISK_FULL', errorMessage: 'The disk is full.' }],
        },
      ],
    },
  })
  expect(callsOf(gateway)).toEqual({ DescribeImageBuilders: 1, DescribeSoftwareAssociations: 1 })
})

test('shows statuses that this release does not know as UNKNOWN', async () => {
  await using gateway = await startWorkshop()
  gateway.home.software.put({
    ...{ Resource: imageBuilderArn('desk'), SoftwareName: OFFICE, State: 'PATCHING' },
  })
  const { imageBuilder } = await gateway.read<
    { imageBuilder: { softwareAssociations: readonly object[] } },
    never
  >('{ imageBuilder(name: "desk") { softwareAssociations { status rawStatus } } }')
  expect(imageBuilder.softwareAssociations[0]).toEqual({ status: 'UNKNOWN', rawStatus: 'PATCHING' })
})

test('makes one call per uncached resource, at most 10 at a time', async () => {
  await using gateway = await startGateway({ emulator: { latencyMs: 5 } })
  const names = Array.from({ length: 25 }, (_, index) => `image-${index}`)
  for (const Name of names) gateway.home.putImage({ Name })
  gateway.home.software.put({ Resource: imageArn('image-0'), SoftwareName: OFFICE })
  const query = '{ images(first: 25) { nodes { name softwareAssociations { softwareName } } } }'
  const { images } = await gateway.read<{ images: { nodes: readonly object[] } }, never>(query)
  expect(images.nodes[0]).toEqual({
    ...{ name: 'image-0', softwareAssociations: [{ softwareName: OFFICE }] },
  })
  const { calls } = gateway.emulator
  expect(calls.count('DescribeSoftwareAssociations')).toBe(25)
  expect(calls.maxInFlight('DescribeSoftwareAssociations')).toBeLessThanOrEqual(10)
  await gateway.read(query)
  expect(calls.count('DescribeSoftwareAssociations')).toBe(25)
})

test('reads AWS again with no-cache', async () => {
  await using gateway = await startWorkshop()
  await statusesOf(gateway)
  gateway.home.software.change(`${imageBuilderArn('desk')} ${PROJECT}`, { State: 'INSTALLED' })
  expect(await statusesOf(gateway)).toMatchObject({ [PROJECT]: 'STAGED_FOR_INSTALLATION' })
  expect(await statusesOf(gateway, { 'cache-control': 'no-cache' })).toMatchObject({ [PROJECT]: 'INSTALLED' })
})

test('returns null for images of other accounts, without a call', async () => {
  await using gateway = await startWorkshop()
  const other = gateway.emulator.region('us-east-1', '210987654321')
  other.putImage({ Name: 'theirs' })
  other.shareImage('theirs', '123456789012', { allowFleet: true })
  gateway.home.putImage({ Name: 'AppStream-Windows', Visibility: 'PUBLIC' })
  const query = `{
    images(filter: { visibilities: [SHARED, PUBLIC] }) { nodes { name softwareAssociations { softwareName } } }
  }`
  expect(await gateway.read(query)).toEqual({
    images: {
      nodes: ['AppStream-Windows', 'theirs'].map((name) => ({ name, softwareAssociations: null })),
    },
  })
  expect(gateway.emulator.calls.count('DescribeSoftwareAssociations')).toBe(0)
})

test('fails for one resource only if AWS rejects its call', async () => {
  await using gateway = await startWorkshop()
  gateway.home.putImageBuilder({ Name: 'other' })
  gateway.emulator.faults.add({
    ...{ operation: 'DescribeSoftwareAssociations', times: 1 },
    error: { type: 'OperationNotPermittedException' },
  })
  const { data, errors } = await gateway.query<
    { imageBuilders: { nodes: readonly { softwareAssociations: unknown }[] } },
    never
  >('{ imageBuilders { nodes { softwareAssociations { softwareName } } } }')
  const lists = data?.imageBuilders.nodes.map(({ softwareAssociations }) => softwareAssociations)
  expect(lists?.filter((list) => list === null)).toHaveLength(1)
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_REJECTED' } }])
})

test('reads software again once the state of its builder has changed', async () => {
  const clock = createTestClock()
  await using gateway = await startWorkshop({ clock })
  const { home } = gateway
  home.change('image-builder', 'desk', { State: 'SYNCING_APPS' })
  home.software.change(`${imageBuilderArn('desk')} ${PROJECT}`, { State: 'PENDING_INSTALLATION' })
  expect(await statusesOf(gateway)).toMatchObject({ [PROJECT]: 'PENDING_INSTALLATION' })
  home.change('image-builder', 'desk', { State: 'RUNNING' })
  home.software.change(`${imageBuilderArn('desk')} ${PROJECT}`, { State: 'INSTALLED' })
  // Long enough for the listing of builders, not for details.
  clock.advance(10_000)
  expect(await statusesOf(gateway)).toMatchObject({ [PROJECT]: 'INSTALLED' })
  await statusesOf(gateway)
  expect(callsOf(gateway)).toEqual({ DescribeImageBuilders: 2, DescribeSoftwareAssociations: 2 })
})
