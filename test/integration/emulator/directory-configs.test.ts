import {
  CreateDirectoryConfigCommand,
  type CreateDirectoryConfigCommandInput,
  DeleteDirectoryConfigCommand,
  DescribeDirectoryConfigsCommand,
  UpdateDirectoryConfigCommand,
  type UpdateDirectoryConfigCommandInput,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, exceptionOf } from './client.ts'
import { type Estate, startEstate } from './estate.ts'

const DirectoryName = 'corp.example.com'
const units = ['OU=Desktops,DC=corp,DC=example,DC=com']
const authority = `arn:aws:acm-pca:us-east-1:${accountId}:certificate-authority/one`

function create({ client }: Estate, input: Partial<CreateDirectoryConfigCommandInput> = {}) {
  return client.send(
    new CreateDirectoryConfigCommand({
      DirectoryName,
      OrganizationalUnitDistinguishedNames: units,
      ...input,
    }),
  )
}

function update({ client }: Estate, input: Partial<UpdateDirectoryConfigCommandInput>) {
  return client.send(new UpdateDirectoryConfigCommand({ DirectoryName, ...input }))
}

function remove({ client }: Estate) {
  return client.send(new DeleteDirectoryConfigCommand({ DirectoryName }))
}

async function listed({ client }: Estate) {
  return (await client.send(new DescribeDirectoryConfigsCommand({}))).DirectoryConfigs
}

describe('directory config validation', () => {
  test('rejects changes to and deletion of a missing config', async () => {
    await using estate = await startEstate()
    for (const call of [update(estate, {}), remove(estate)]) {
      expect(await exceptionOf(call)).toMatchObject({
        name: 'ResourceNotFoundException',
        message: `The directory config ${DirectoryName} for account ${accountId} does not exist.`,
      })
    }
  })

  test.each<[string, Partial<CreateDirectoryConfigCommandInput>, string]>([
    ['a taken name', { DirectoryName: 'taken' }, 'ResourceAlreadyExistsException'],
    [
      'certificates without authority',
      { CertificateBasedAuthProperties: { Status: 'ENABLED' } },
      'OperationNotPermittedException',
    ],
    [
      'an unusable certificate authority',
      {
        CertificateBasedAuthProperties: {
          Status: 'ENABLED',
          CertificateAuthorityArn: `${authority}-invalid`,
        },
      },
      'InvalidRoleException',
    ],
    [
      'an empty account name',
      { ServiceAccountCredentials: { AccountName: '', AccountPassword: 'secret' } },
      'ValidationException',
    ],
  ])('rejects %s', async (_, input, name) => {
    await using estate = await startEstate()
    estate.home.putDirectoryConfig({ DirectoryName: 'taken' })
    expect((await exceptionOf(create(estate, input))).name).toBe(name)
    expect(await listed(estate)).toHaveLength(1)
  })

  test('rejects a config beyond the quota', async () => {
    await using estate = await startEstate({ behaviour: { quotas: { directoryConfigs: 1 } } })
    await create(estate)
    const second = create(estate, { DirectoryName: 'second.example.com' })
    expect((await exceptionOf(second)).name).toBe('LimitExceededException')
  })

  test('rejects deletion while a fleet or an image builder uses it', async () => {
    await using estate = await startEstate()
    const { home } = estate
    await create(estate)
    home.putFleet({ Name: 'joined', DomainJoinInfo: { DirectoryName } })
    expect((await exceptionOf(remove(estate))).message).toContain('joined')
    home.fleets.clear()
    home.putImageBuilder({ Name: 'desk', DomainJoinInfo: { DirectoryName } })
    expect((await exceptionOf(remove(estate))).name).toBe('ResourceInUseException')
    home.imageBuilders.clear()
    await remove(estate)
    expect(await listed(estate)).toEqual([])
  })
})

describe('directory config', () => {
  test('never returns the password of its service account', async () => {
    await using estate = await startEstate()
    const credentials = { AccountName: 'CORP\\join', AccountPassword: 'secret' }
    const { DirectoryConfig } = await create(estate, { ServiceAccountCredentials: credentials })
    expect(DirectoryConfig).toEqual({
      DirectoryName,
      OrganizationalUnitDistinguishedNames: units,
      ServiceAccountCredentials: { AccountName: 'CORP\\join' },
      CreatedTime: new Date(estate.clock.now()),
    })
    expect(JSON.stringify([await listed(estate), ...estate.home.directoryConfigs.values()])).not.toContain(
      'secret',
    )
  })

  test('keeps members that an update omits, and replaces the units', async () => {
    await using estate = await startEstate()
    const { DirectoryConfig } = await create(estate, {
      CertificateBasedAuthProperties: { Status: 'ENABLED', CertificateAuthorityArn: authority },
    })
    const other = ['OU=Kiosks,DC=corp,DC=example,DC=com']
    await update(estate, { OrganizationalUnitDistinguishedNames: other })
    const changed = await update(estate, {
      ServiceAccountCredentials: { AccountName: 'CORP\\other', AccountPassword: 'secret' },
    })
    expect(changed.DirectoryConfig).toEqual({
      ...DirectoryConfig,
      OrganizationalUnitDistinguishedNames: other,
      ServiceAccountCredentials: { AccountName: 'CORP\\other' },
    })
    expect(await listed(estate)).toEqual([changed.DirectoryConfig])
  })
})
