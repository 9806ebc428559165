import { describe, expect, test } from 'vitest'
import type { TestGateway } from '../../../support/gateway.ts'
import { describeOutcomes, mutate } from '../../../support/mutate.ts'
import { callsOf } from '../fleet/support.ts'
import { account, certificates, MUTATIONS, type Name, start } from './support.ts'

const NAMES = Object.keys(MUTATIONS) as Name[]

const CONFIG = `directoryConfig {
  id directoryName organizationalUnitDistinguishedNames createdTime
  serviceAccountCredentials { accountName }
  certificateBasedAuthProperties { status certificateAuthorityArn }
}`

async function idOf(gateway: TestGateway): Promise<string> {
  const { config } = await gateway.read<{ config: { id: string } }, never>(
    '{ config: appStreamDirectoryConfig(directoryName: "corp.example.com", target: { region: "us-east-1" }) { id } }',
  )
  gateway.emulator.calls.clear()
  return config.id
}

describeOutcomes(MUTATIONS, start, {
  confirmed: { createAppStreamDirectoryConfig: 'directoryConfig { directoryName }' },
})

describe.each(NAMES)('%s', (name) => {
  const { input } = MUTATIONS[name]

  test('rejects an empty name without a call', async () => {
    await using gateway = await start()
    expect(await mutate(gateway, name, { ...input, directoryName: '' })).toMatchObject({
      fields: [{ path: 'directoryName', message: 'Must not be empty.' }],
    })
    expect(callsOf(gateway)).toEqual({})
  })
})

describe('identification', () => {
  test('requires exactly one of id and name', async () => {
    await using gateway = await start()
    const id = await idOf(gateway)
    for (const input of [{}, { id, directoryName: 'corp.example.com' }]) {
      const result = await mutate(gateway, 'deleteAppStreamDirectoryConfig', input)
      expect(result).toMatchObject({ __typename: 'AppStreamInputError', fields: [{ path: 'id' }] })
    }
    expect(callsOf(gateway)).toEqual({})
  })

  test.each([
    ['a malformed id', { id: 'nothing' }, 'id'],
    ['an id of another type', { id: Buffer.from('Image:x').toString('base64') }, 'id'],
    ['an id with a target', { id: 'x', target: { region: 'us-east-1' } }, 'target'],
  ])('rejects %s without a call', async (_, input, path) => {
    await using gateway = await start()
    const result = await mutate(gateway, 'updateAppStreamDirectoryConfig', input)
    expect(result).toMatchObject({ __typename: 'AppStreamInputError', fields: [{ path }] })
    expect(callsOf(gateway)).toEqual({})
  })

  test('requires the target of a name if several are configured', async () => {
    await using gateway = await start({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
    const name = { directoryName: 'corp.example.com' }
    expect(await mutate(gateway, 'deleteAppStreamDirectoryConfig', name)).toMatchObject({
      fields: [{ path: 'target' }],
    })
    const id = await idOf(gateway)
    expect(await mutate(gateway, 'deleteAppStreamDirectoryConfig', { id })).toMatchObject({
      __typename: 'DeleteAppStreamDirectoryConfigPayload',
    })
  })
})

describe('effects', () => {
  test('shows each change to the next read, without another listing', async () => {
    await using gateway = await start()
    const names = async () => {
      const { configs } = await gateway.read<{ configs: { nodes: Record<string, unknown>[] } }, never>(
        `{ configs: appStreamDirectoryConfigs { nodes { directoryName serviceAccountCredentials { accountName } } } }`,
      )
      return configs.nodes
    }
    await names()
    await mutate(gateway, 'createAppStreamDirectoryConfig', MUTATIONS.createAppStreamDirectoryConfig.input)
    await mutate(gateway, 'updateAppStreamDirectoryConfig', {
      directoryName: 'new.example.com',
      serviceAccountCredentials: account,
    })
    const created = {
      directoryName: 'new.example.com',
      serviceAccountCredentials: { accountName: 'CORP\\join' },
    }
    expect(await names()).toEqual([
      { directoryName: 'corp.example.com', serviceAccountCredentials: null },
      created,
    ])
    const deleted = await mutate(
      gateway,
      'deleteAppStreamDirectoryConfig',
      { directoryName: 'corp.example.com' },
      'deletedId directoryConfig { id directoryName }',
    )
    const config = Object(deleted['directoryConfig'])
    expect(deleted).toMatchObject({
      deletedId: config.id,
      directoryConfig: { directoryName: 'corp.example.com' },
    })
    expect(await names()).toEqual([created])
    expect(gateway.emulator.calls.count('DescribeDirectoryConfigs')).toBe(1)
  })

  test('replaces units in an update and keeps the other members', async () => {
    await using gateway = await start()
    const id = await idOf(gateway)
    const other = ['OU=Kiosks,DC=corp,DC=example,DC=com']
    await mutate(gateway, 'updateAppStreamDirectoryConfig', {
      id,
      serviceAccountCredentials: account,
      certificateBasedAuthProperties: certificates,
    })
    const input = { id, organizationalUnitDistinguishedNames: other }
    const { directoryConfig } = await mutate(gateway, 'updateAppStreamDirectoryConfig', input, CONFIG)
    expect(directoryConfig).toEqual({
      id,
      directoryName: 'corp.example.com',
      organizationalUnitDistinguishedNames: other,
      createdTime: expect.any(String),
      serviceAccountCredentials: { accountName: 'CORP\\join' },
      certificateBasedAuthProperties: certificates,
    })
  })

  test('creates a config once per client token', async () => {
    await using gateway = await start()
    const input = {
      ...MUTATIONS.createAppStreamDirectoryConfig.input,
      serviceAccountCredentials: account,
      clientToken: 'once',
    }
    const create = (changes: object) =>
      mutate(gateway, 'createAppStreamDirectoryConfig', { ...input, ...changes }, CONFIG)
    expect(await create({})).toEqual(await create({}))
    const other = await create({ serviceAccountCredentials: { ...account, accountPassword: 'another' } })
    expect(other).toMatchObject({ fields: [{ path: 'clientToken' }] })
    expect(gateway.emulator.calls.count('CreateDirectoryConfig')).toBe(1)
  })

  test('reports an unknown outcome if the connection breaks before a creation', async () => {
    await using gateway = await start()
    gateway.emulator.faults.add({ operation: 'CreateDirectoryConfig', reset: 'before', times: 1 })
    const { input } = MUTATIONS.createAppStreamDirectoryConfig
    expect(await mutate(gateway, 'createAppStreamDirectoryConfig', input)).toMatchObject({
      __typename: 'AppStreamOutcomeUnknownError',
    })
  })
})

test('resolves fleets and image builders to configs case-insensitively with one listing', async () => {
  await using gateway = await start()
  const { home } = gateway
  for (const [index, DirectoryName] of [
    'corp.example.com',
    'CORP.EXAMPLE.COM',
    'gone.example.com',
  ].entries()) {
    home.putFleet({ Name: `fleet-${index}`, DomainJoinInfo: { DirectoryName } })
    home.putImageBuilder({ Name: `builder-${index}`, DomainJoinInfo: { DirectoryName } })
  }
  home.putFleet({ Name: 'fleet-3' })
  const config = { directoryConfig: { directoryName: 'corp.example.com' } }
  const none = { directoryConfig: null }
  expect(
    await gateway.read(`{
      appStreamFleets { nodes { directoryConfig { directoryName } } }
      imageBuilders { nodes { directoryConfig { directoryName } } }
    }`),
  ).toEqual({
    appStreamFleets: { nodes: [config, config, none, none] },
    imageBuilders: { nodes: [config, config, none] },
  })
  expect(callsOf(gateway)).toEqual({
    DescribeDirectoryConfigs: 1,
    DescribeFleets: 1,
    DescribeImageBuilders: 1,
  })
})
