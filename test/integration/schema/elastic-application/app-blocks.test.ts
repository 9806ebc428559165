import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { appBlockArn } from '../app-block/support.ts'
import { callsOf } from '../fleet/support.ts'

const QUERY = `{
  appStreamElasticApplications { nodes { name appBlock { name applications { nodes { name } } } } }
}`

/** Starts a gateway with applications of two app blocks, one of a deleted app block and one without. */
async function start() {
  const gateway = await startGateway({ emulator: { behaviour: { pageSize: 100 } } })
  for (const Name of ['browsers', 'tools']) gateway.home.appBlocks.put({ Name })
  const appBlocks = { chromium: 'browsers', editor: 'tools', firefox: 'browsers', orphan: 'gone' }
  for (const [Name, appBlock] of Object.entries(appBlocks)) {
    gateway.home.applications.put({ Name, AppBlockArn: appBlockArn(appBlock) })
  }
  gateway.home.applications.put({ Name: 'plain' })
  return gateway
}

test('reads applications, their app blocks and their applications in two calls', async () => {
  await using gateway = await start()
  const browsers = { name: 'browsers', applications: { nodes: [{ name: 'chromium' }, { name: 'firefox' }] } }
  expect(await gateway.read(QUERY)).toEqual({
    appStreamElasticApplications: {
      nodes: [
        { name: 'chromium', appBlock: browsers },
        { name: 'editor', appBlock: { name: 'tools', applications: { nodes: [{ name: 'editor' }] } } },
        { name: 'firefox', appBlock: browsers },
        { name: 'orphan', appBlock: null },
        { name: 'plain', appBlock: null },
      ],
    },
  })
  const calls = { DescribeAppBlocks: 1, DescribeApplications: 1 }
  expect(callsOf(gateway)).toEqual(calls)
  await gateway.read(QUERY)
  expect(callsOf(gateway)).toEqual(calls)
})

test('fails only the app blocks if AWS denies them', async () => {
  await using gateway = await start()
  gateway.emulator.faults.add({ operation: 'DescribeAppBlocks', error: { type: 'AccessDeniedException' } })
  const { data, errors } = await gateway.query<object, never>(
    '{ appStreamElasticApplication(name: "editor") { name appBlock { name } } }',
  )
  expect(data).toEqual({ appStreamElasticApplication: { name: 'editor', appBlock: null } })
  expect(errors).toMatchObject([
    {
      path: ['appStreamElasticApplication', 'appBlock'],
      extensions: { code: 'UPSTREAM_ACCESS_DENIED' },
    },
  ])
})

test('reads no app blocks for applications without one', async () => {
  await using gateway = await start()
  await gateway.read('{ appStreamElasticApplication(name: "plain") { appBlockArn appBlock { name } } }')
  expect(callsOf(gateway)).toEqual({ DescribeApplications: 1 })
})
