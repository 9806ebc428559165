import { expect, test } from 'vitest'
import { imageArn, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { mutate } from '../../../support/mutate.ts'

const NO_CACHE = { 'cache-control': 'no-cache' }

/** An update of `one`, the earlier values of what it changes, and the fields that show it. */
interface Case {
  readonly mutation: string
  readonly input: object
  readonly resourceType: string
  readonly before: Readonly<Record<string, unknown>>
  readonly query: string
  readonly shown: object
}

const CASES: readonly Case[] = [
  {
    mutation: 'updateAppStreamFleet',
    input: { attributesToDelete: ['IAM_ROLE_ARN', 'VPC_CONFIGURATION_SECURITY_GROUP_IDS'] },
    resourceType: 'fleet',
    before: {
      IamRoleArn: 'arn:aws:iam::123456789012:role/fleet',
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    },
    query: 'appStreamFleet(name: "one") { iamRoleArn vpcConfig { securityGroupIds } }',
    shown: { iamRoleArn: null, vpcConfig: { securityGroupIds: [] } },
  },
  {
    mutation: 'updateAppStreamFleet',
    input: { computeCapacity: { desiredInstances: 3 } },
    resourceType: 'fleet',
    before: { ComputeCapacityStatus: { Desired: 1, Running: 0, InUse: 0, Available: 0 } },
    query: 'appStreamFleet(name: "one") { capacity { desired } }',
    shown: { capacity: { desired: 3 } },
  },
  {
    mutation: 'updateAppStreamStack',
    input: { attributesToDelete: ['REDIRECT_URL'] },
    resourceType: 'stack',
    before: { RedirectURL: 'https://example.com' },
    query: 'appStreamStack(name: "one") { redirectUrl }',
    shown: { redirectUrl: null },
  },
  {
    mutation: 'updateAppStreamStack',
    input: { attributesToDelete: ['STORAGE_CONNECTOR_GOOGLE_DRIVE'] },
    resourceType: 'stack',
    before: {
      StorageConnectors: [
        { ConnectorType: 'HOMEFOLDERS' },
        { ConnectorType: 'GOOGLE_DRIVE', Domains: ['example.com'] },
      ],
    },
    query: 'appStreamStack(name: "one") { storageConnectors { connectorType } }',
    shown: { storageConnectors: [{ connectorType: 'HOMEFOLDERS' }] },
  },
  {
    mutation: 'updateAppStreamElasticApplication',
    input: { attributesToDelete: ['LAUNCH_PARAMETERS', 'WORKING_DIRECTORY'] },
    resourceType: 'application',
    before: { LaunchParameters: '-full', WorkingDirectory: 'C:\\' },
    query: 'appStreamElasticApplication(name: "one") { launchParameters workingDirectory }',
    shown: { launchParameters: null, workingDirectory: null },
  },
  {
    mutation: 'updateAppStreamAppBlockBuilder',
    input: { attributesToDelete: ['IAM_ROLE_ARN'] },
    resourceType: 'app-block-builder',
    before: { IamRoleArn: 'arn:aws:iam::123456789012:role/packaging' },
    query: 'appStreamAppBlockBuilder(name: "one") { iamRoleArn }',
    shown: { iamRoleArn: null },
  },
]

async function start(): Promise<TestGateway> {
  const gateway = await startGateway()
  const { home } = gateway
  home.putImage({ Name: 'golden' })
  home.putFleet({ Name: 'one', State: 'STOPPED', ImageName: 'golden', ImageArn: imageArn('golden') })
  home.putStack({ Name: 'one' })
  home.applications.put({ Name: 'one' })
  home.appBlockBuilders.put({ Name: 'one' })
  return gateway
}

test.each(CASES)('shows $mutation with $input while AWS lags', async (example) => {
  const { mutation, input, resourceType, before, query, shown } = example
  await using gateway = await start()
  const read = () => gateway.read<{ one: unknown }, never>(`{ one: ${query} }`, { headers: NO_CACHE })
  gateway.home.change(resourceType, 'one', before)
  expect((await read()).one).not.toEqual(shown)
  const result = await mutate(gateway, mutation, { name: 'one', ...input })
  expect(result['__typename']).toMatch(/Payload$/)
  gateway.home.change(resourceType, 'one', before)
  expect((await read()).one).toEqual(shown)
})
