import { describe, expect, test } from 'vitest'
import { imageArn } from '../../../support/gateway.ts'
import { mutate } from '../../../support/mutate.ts'
import { callsOf } from '../fleet/support.ts'
import { authority, certificates, MUTATIONS, type Name, start } from './support.ts'

describe('rules of AWS', () => {
  test.each<[string, Name, object, string]>([
    [
      'a taken name',
      'createAppStreamDirectoryConfig',
      { directoryName: 'corp.example.com' },
      'ResourceAlreadyExists',
    ],
    [
      'certificates without authority',
      'createAppStreamDirectoryConfig',
      { certificateBasedAuthProperties: { status: 'ENABLED' } },
      'OperationNotPermitted',
    ],
    [
      'an unusable authority',
      'updateAppStreamDirectoryConfig',
      {
        certificateBasedAuthProperties: { ...certificates, certificateAuthorityArn: `${authority}-invalid` },
      },
      'InvalidRole',
    ],
    ['an unknown config', 'updateAppStreamDirectoryConfig', { directoryName: 'none' }, 'ResourceNotFound'],
    ['an unknown config', 'deleteAppStreamDirectoryConfig', { directoryName: 'none' }, 'ResourceNotFound'],
  ])('rejects %s: %s', async (_, name, input, error) => {
    await using gateway = await start()
    const result = await mutate(gateway, name, { ...MUTATIONS[name].input, ...input })
    expect(result['__typename']).toBe(`AppStream${error}Error`)
  })

  test('rejects a config beyond the quota', async () => {
    await using gateway = await start({ emulator: { behaviour: { quotas: { directoryConfigs: 1 } } } })
    const { input } = MUTATIONS.createAppStreamDirectoryConfig
    expect(await mutate(gateway, 'createAppStreamDirectoryConfig', input)).toMatchObject({
      code: 'LIMIT_EXCEEDED',
    })
  })

  test('rejects certificates while a joined fleet has an old agent', async () => {
    await using gateway = await start()
    const { home } = gateway
    home.putImage({ Name: 'old', AppstreamAgentVersion: '06-01-2021' })
    const DomainJoinInfo = { DirectoryName: 'corp.example.com' }
    home.putFleet({ Name: 'desks', ImageArn: imageArn('old'), ImageName: 'old', DomainJoinInfo })
    const input = { directoryName: 'corp.example.com', certificateBasedAuthProperties: certificates }
    const update = () => mutate(gateway, 'updateAppStreamDirectoryConfig', input)
    expect(await update()).toMatchObject({ code: 'INCOMPATIBLE_IMAGE' })
    home.change('image', 'old', { AppstreamAgentVersion: '10-05-2026' })
    expect(await update()).toEqual({ __typename: 'UpdateAppStreamDirectoryConfigPayload' })
  })

  test('names the fleets and image builders that use a config', async () => {
    await using gateway = await start()
    const { home } = gateway
    home.putFleet({ Name: 'desks', DomainJoinInfo: { DirectoryName: 'CORP.example.com' } })
    home.putFleet({ Name: 'others', DomainJoinInfo: { DirectoryName: 'lab.example.com' } })
    home.putImageBuilder({ Name: 'builder', DomainJoinInfo: { DirectoryName: 'corp.example.com' } })
    const { result } = await gateway.read<{ result: object }, never>(`mutation {
      result: deleteAppStreamDirectoryConfig(input: { directoryName: "corp.example.com" }) {
        ... on AppStreamResourceInUseError {
          code usedBy { ... on AppStreamFleet { name } ... on ImageBuilder { name } }
        }
      }
    }`)
    expect(result).toEqual({ code: 'RESOURCE_IN_USE', usedBy: [{ name: 'desks' }, { name: 'builder' }] })
    expect(callsOf(gateway)).toEqual({
      DeleteDirectoryConfig: 1,
      DescribeFleets: 1,
      DescribeImageBuilders: 1,
    })
  })
})
