import { expect, test } from 'vitest'
import { imageArn, startGateway } from '../../../support/gateway.ts'
import { type Answer, errors, fill, findingsOf, namesWith, OTHER, QUERY, roles } from './findings.ts'
import { callsOf } from './support.ts'

test('reads images of 60 fleets with three calls, zero when warm', async () => {
  await using gateway = await startGateway({ emulator: { behaviour: { pageSize: 100 } } })
  for (let index = 0; index < 60; index++) {
    gateway.home.putImage({ Name: `image-${index}` })
    gateway.home.putFleet({ Name: `fleet-${index}`, ImageArn: imageArn(`image-${index}`) })
  }
  await findingsOf(gateway)
  const calls = { DescribeFleets: 1, DescribeImages: 3 }
  expect(callsOf(gateway)).toEqual(calls)
  await findingsOf(gateway)
  await namesWith(gateway, 'IMAGE_GONE')
  expect(callsOf(gateway)).toEqual(calls)
})

test('reads no image for findings that need none', async () => {
  await using gateway = await startGateway()
  fill(gateway)
  await namesWith(gateway, 'ERRORS, NO_CAPACITY_LEFT, CAPACITY_SHORT, START_OVERDUE, STOP_OVERDUE')
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1 })
})

test('reads images once for both the findings filter and the field', async () => {
  await using gateway = await startGateway()
  fill(gateway)
  gateway.home.deleteImage('old')
  gateway.home.putFleet({ Name: 'orphan', ImageArn: imageArn('golden') })
  gateway.home.putFleet({ Name: 'outdated', ImageArn: imageArn('golden') })
  await gateway.read(
    '{ appStreamFleets(filter: { findings: [IMAGE_GONE, ERRORS] }) { nodes { findings { code } } } }',
  )
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1, DescribeImages: 1 })
})

test('fails only the findings of a fleet with an unreadable image', async () => {
  await using gateway = await startGateway()
  fill(gateway)
  await gateway.read('{ appStreamFleets { totalCount } }')
  gateway.emulator.faults.add({ operation: 'DescribeImages', error: { type: 'AccessDeniedException' } })
  const { data, errors: failures } = await gateway.query<Answer, never>(QUERY)
  const found = Object.fromEntries(
    data?.appStreamFleets.nodes.map(({ name, findings }) => [name, findings]) ?? [],
  )
  expect(found['failing']).toBeNull()
  expect(found['elastic']).toMatchObject([{ code: 'NO_CAPACITY_LEFT' }])
  expect(failures?.[0]).toMatchObject({ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } })
})

test('reports targets with unreadable images and matches the others', async () => {
  await using gateway = await startGateway({ env: { AWS_ROLE_ARNS: roles } })
  gateway.home.putFleet({ Name: 'orphan', ImageArn: imageArn('gone') })
  const other = gateway.emulator.region('us-east-1', OTHER)
  other.putFleet({ Name: 'theirs', ImageArn: imageArn('gone', OTHER) })
  other.putFleet({ Name: 'failing', ImageArn: imageArn('gone', OTHER), ...errors })
  gateway.emulator.faults.add({
    operation: 'DescribeImages',
    accountId: OTHER,
    error: { type: 'ThrottlingException' },
  })
  const read = (codes: string) =>
    gateway.read<{ appStreamFleets: unknown }, never>(
      `{ appStreamFleets(filter: { findings: [${codes}] }) {
        nodes { name } failures { code target { accountId } }
      } }`,
    )
  const failures = [{ code: 'UPSTREAM_THROTTLED', target: { accountId: OTHER } }]
  expect(await read('IMAGE_GONE')).toEqual({ appStreamFleets: { nodes: [{ name: 'orphan' }], failures } })
  expect(await read('IMAGE_GONE, ERRORS')).toEqual({
    appStreamFleets: { nodes: [{ name: 'failing' }, { name: 'orphan' }], failures },
  })
  expect(await read('ERRORS')).toEqual({ appStreamFleets: { nodes: [{ name: 'failing' }], failures: [] } })
})

test('fails a filter by findings if no images can be read', async () => {
  await using gateway = await startGateway()
  gateway.home.putFleet({ Name: 'orphan', ImageArn: imageArn('gone') })
  gateway.emulator.faults.add({ operation: 'DescribeImages', error: { type: 'AccessDeniedException' } })
  const { data, errors: failures } = await gateway.query(
    '{ appStreamFleets(filter: { findings: [IMAGE_GONE] }) { totalCount } }',
  )
  expect(data).toEqual({ appStreamFleets: null })
  expect(failures).toMatchObject([{ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
})
