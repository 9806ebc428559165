import { expect, test } from 'vitest'
import { imageBuilderArn, startGateway } from '../../support/gateway.ts'

const QUERY = `{
  imageBuilders(orderBy: { field: CREATED_TIME, direction: DESC }) { nodes { name createdTime } }
}`

test.each([
  ['a string', '"yesterday"'],
  ['an RFC 3339 string', '"2023-11-14T22:13:20Z"'],
  ['a structure', '{}'],
  ['out of range', '1e300'],
  ['in the year 10000', '253402300800'],
  ['in milliseconds', '1700000000000'],
])('nulls a time that is %s, with an error', async (_what, time) => {
  await using gateway = await startGateway()
  const builder = (name: string, created: string) =>
    `{"Name": "${name}", "Arn": "${imageBuilderArn(name)}", "State": "RUNNING", "CreatedTime": ${created}}`
  const body = `{"ImageBuilders": [${builder('odd', time)}, ${builder('good', '1700000000.5')}]}`
  gateway.emulator.faults.add({ operation: 'DescribeImageBuilders', raw: { status: 200, body } })
  const { data, errors } = await gateway.query(QUERY)

  expect(data).toEqual({
    imageBuilders: {
      nodes: [
        { name: 'good', createdTime: '2023-11-14T22:13:20.500Z' },
        { name: 'odd', createdTime: null },
      ],
    },
  })
  expect(errors).toMatchObject([
    { path: ['imageBuilders', 'nodes', 1, 'createdTime'], extensions: { code: 'UPSTREAM_UNREADABLE' } },
  ])
})
