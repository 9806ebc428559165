import {
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  DescribeStacksCommand,
  ListTagsForResourceCommand,
  UpdateStackCommand,
  type UpdateStackCommandInput,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, exceptionOf } from './client.ts'
import { type Estate, region, startEstate } from './estate.ts'

function create({ client }: Estate, input: Partial<CreateStackCommandInput> = {}) {
  return client.send(new CreateStackCommand({ Name: 'stack', ...input }))
}

async function update({ client }: Estate, input: Partial<UpdateStackCommandInput>) {
  return (await client.send(new UpdateStackCommand({ Name: 'stack', ...input }))).Stack
}

function remove({ client }: Estate) {
  return client.send(new DeleteStackCommand({ Name: 'stack' }))
}

async function listed({ client }: Estate): Promise<(string | undefined)[]> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}))
  return Stacks.map(({ Name }) => Name)
}

describe('stack validation', () => {
  test.each<[string, Partial<CreateStackCommandInput>, string]>([
    ['a taken name', { Name: 'taken' }, 'ResourceAlreadyExistsException'],
    [
      'a settings group without settings',
      { ApplicationSettings: { Enabled: false, SettingsGroup: 'a' } },
      'Invalid',
    ],
    ['settings without a settings group', { ApplicationSettings: { Enabled: true } }, 'Invalid'],
    [
      'a connector type twice',
      { StorageConnectors: [{ ConnectorType: 'ONE_DRIVE' }, { ConnectorType: 'ONE_DRIVE' }] },
      'InvalidParameterCombinationException',
    ],
    ['no user settings', { UserSettings: [] }, 'ValidationException'],
  ])('rejects %s', async (_, input, name) => {
    await using estate = await startEstate()
    estate.home.putStack({ Name: 'taken' })
    expect((await exceptionOf(create(estate, input))).name).toContain(name)
    expect(await listed(estate)).toEqual(['taken'])
  })

  test('rejects a stack beyond the quota of the account', async () => {
    await using estate = await startEstate({ behaviour: { quotas: { stacks: 1 } } })
    await create(estate)
    expect((await exceptionOf(create(estate, { Name: 'second' }))).name).toBe('LimitExceededException')
  })

  test('rejects updates to and deletion of a missing stack', async () => {
    await using estate = await startEstate()
    for (const call of [update(estate, {}), remove(estate)]) {
      expect((await exceptionOf(call)).message).toBe(
        `The stack stack for account ${accountId} does not exist.`,
      )
    }
  })

  test('rejects deletion while it has a fleet, with the AWS message', async () => {
    await using estate = await startEstate()
    estate.home.putStack({ Name: 'stack' })
    estate.home.associate('stack', 'fleet')
    expect(await exceptionOf(remove(estate))).toMatchObject({
      name: 'ResourceInUseException',
      message:
        'Cannot delete stack stack. This stack has fleets associated with it. Only stacks with no fleets associated with it can be deleted.',
    })
  })

  test.each<[string, Partial<UpdateStackCommandInput>]>([
    ['OneDrive', { StorageConnectors: [{ ConnectorType: 'ONE_DRIVE', Domains: ['example.com'] }] }],
    ['application settings', { ApplicationSettings: { Enabled: true, SettingsGroup: 'stack' } }],
  ])('rejects %s while it has a Linux fleet', async (_, input) => {
    await using estate = await startEstate()
    estate.home.putStack({ Name: 'stack' })
    estate.home.putFleet({ Name: 'fleet', Platform: 'RHEL8' })
    estate.home.associate('stack', 'fleet')
    expect((await exceptionOf(update(estate, input))).name).toBe('OperationNotPermittedException')
  })
})

describe('stack', () => {
  test('defaults user settings to DISABLED, without application settings', async () => {
    await using estate = await startEstate()
    const { Stack } = await create(estate, {
      UserSettings: [
        { Action: 'FILE_UPLOAD', Permission: 'ENABLED' },
        { Action: 'CLIPBOARD_COPY_TO_LOCAL_DEVICE', Permission: 'ENABLED', MaximumLength: 100 },
      ],
      Tags: { team: 'desktop' },
    })
    expect(Stack).toEqual({
      Name: 'stack',
      Arn: `arn:aws:appstream:${region}:${accountId}:stack/stack`,
      CreatedTime: new Date(estate.clock.now()),
      ApplicationSettings: { Enabled: false },
      UserSettings: [
        { Action: 'CLIPBOARD_COPY_FROM_LOCAL_DEVICE', Permission: 'DISABLED', MaximumLength: 20_971_520 },
        { Action: 'CLIPBOARD_COPY_TO_LOCAL_DEVICE', Permission: 'ENABLED', MaximumLength: 100 },
        { Action: 'FILE_UPLOAD', Permission: 'ENABLED' },
        { Action: 'FILE_DOWNLOAD', Permission: 'DISABLED' },
        { Action: 'PRINTING_TO_LOCAL_DEVICE', Permission: 'DISABLED' },
        { Action: 'DOMAIN_PASSWORD_SIGNIN', Permission: 'DISABLED' },
        { Action: 'DOMAIN_SMART_CARD_SIGNIN', Permission: 'DISABLED' },
        { Action: 'AUTO_TIME_ZONE_REDIRECTION', Permission: 'DISABLED' },
      ],
    })
    const tags = await estate.client.send(new ListTagsForResourceCommand({ ResourceArn: Stack?.Arn }))
    expect(tags.Tags).toEqual({ team: 'desktop' })
  })

  test('gets buckets for its application settings and home folders', async () => {
    await using estate = await startEstate()
    const { Stack } = await create(estate, {
      ApplicationSettings: { Enabled: true, SettingsGroup: 'stack' },
      StorageConnectors: [{ ConnectorType: 'HOMEFOLDERS' }],
    })
    expect(Stack?.ApplicationSettings).toEqual({
      Enabled: true,
      SettingsGroup: 'stack',
      S3BucketName: expect.stringMatching(`^appstream-app-settings-${region}-${accountId}-`),
    })
    expect(Stack?.StorageConnectors).toEqual([
      {
        ConnectorType: 'HOMEFOLDERS',
        ResourceIdentifier: `appstream2-36fb080bb8-${region}-${accountId}`,
      },
    ])
  })

  test('keeps members that an update omits, and replaces lists', async () => {
    await using estate = await startEstate()
    const { Stack } = await create(estate, {
      Description: 'stays',
      EmbedHostDomains: ['one.example.com'],
      UserSettings: [{ Action: 'FILE_UPLOAD', Permission: 'ENABLED' }],
    })
    const updated = await update(estate, { DisplayName: 'Stack', EmbedHostDomains: ['two.example.com'] })
    expect(updated).toEqual({ ...Stack, DisplayName: 'Stack', EmbedHostDomains: ['two.example.com'] })
  })

  test.each([
    ['merge', ['HOMEFOLDERS', 'ONE_DRIVE']],
    ['replace', ['ONE_DRIVE']],
  ] as const)('%ss the storage connectors of an update', async (storageConnectors, expected) => {
    await using estate = await startEstate({ behaviour: { storageConnectors } })
    await create(estate, { StorageConnectors: [{ ConnectorType: 'HOMEFOLDERS' }] })
    const updated = await update(estate, { StorageConnectors: [{ ConnectorType: 'ONE_DRIVE' }] })
    expect(updated?.StorageConnectors?.map(({ ConnectorType }) => ConnectorType)).toEqual(expected)
  })

  test('deletes a connector and adds another in one update', async () => {
    await using estate = await startEstate()
    await create(estate, {
      StorageConnectors: [{ ConnectorType: 'HOMEFOLDERS' }, { ConnectorType: 'ONE_DRIVE' }],
    })
    const updated = await update(estate, {
      AttributesToDelete: ['STORAGE_CONNECTOR_ONE_DRIVE'],
      StorageConnectors: [{ ConnectorType: 'GOOGLE_DRIVE' }],
    })
    const types = updated?.StorageConnectors?.map(({ ConnectorType }) => ConnectorType)
    expect(types).toEqual(['HOMEFOLDERS', 'GOOGLE_DRIVE'])
  })

  test.each([
    ['STORAGE_CONNECTORS', 'StorageConnectors'],
    ['STORAGE_CONNECTOR_GOOGLE_DRIVE', 'StorageConnectors'],
    ['REDIRECT_URL', 'RedirectURL'],
    ['FEEDBACK_URL', 'FeedbackURL'],
    ['EMBED_HOST_DOMAINS', 'EmbedHostDomains'],
    ['ACCESS_ENDPOINTS', 'AccessEndpoints'],
    ['STREAMING_EXPERIENCE_SETTINGS', 'StreamingExperienceSettings'],
    ['CONTENT_REDIRECTION', 'ContentRedirection'],
    ['AGENT_ACCESS_CONFIG', 'AgentAccessConfig'],
    ['STORAGE_CONNECTOR_AUTHENTICATION', 'StorageConnectorAuthentication'],
    ['THEME_NAME', undefined],
    ['IAM_ROLE_ARN', undefined],
  ])('deletes %s and nothing else', async (attribute, member) => {
    await using estate = await startEstate()
    estate.home.putStack({
      Name: 'stack',
      StorageConnectors: [{ ConnectorType: 'GOOGLE_DRIVE' }],
      RedirectURL: 'https://example.com',
      FeedbackURL: 'https://example.com',
      EmbedHostDomains: ['example.com'],
      AccessEndpoints: [{ EndpointType: 'STREAMING' }],
      StreamingExperienceSettings: { PreferredProtocol: 'TCP' },
      ContentRedirection: { HostToClient: { Enabled: true } },
      AgentAccessConfig: { ScreenImageFormat: 'PNG' },
      StorageConnectorAuthentication: 'REUSE_CREDENTIALS',
    })
    const before = { ...estate.home.stacks.get('stack') }
    await estate.client.send(
      // The SDK's enum may be older than the model.
      new UpdateStackCommand({ Name: 'stack', AttributesToDelete: [attribute as 'REDIRECT_URL'] }),
    )
    expect(estate.home.stacks.get('stack')).toEqual({
      ...before,
      ...(member !== undefined && { [member]: undefined }),
    })
  })

  test('resets user settings and drops connectors by the deprecated flag', async () => {
    await using estate = await startEstate()
    await create(estate, {
      UserSettings: [{ Action: 'FILE_UPLOAD', Permission: 'ENABLED' }],
      StorageConnectors: [{ ConnectorType: 'HOMEFOLDERS' }],
    })
    const updated = await update(estate, {
      AttributesToDelete: ['USER_SETTINGS'],
      DeleteStorageConnectors: true,
    })
    expect(updated?.UserSettings?.every(({ Permission }) => Permission === 'DISABLED')).toBe(true)
    expect(updated?.StorageConnectors).toBeUndefined()
  })

  test('appears in and disappears from listings 2 s after each change', async () => {
    await using estate = await startEstate({ behaviour: { visibleAfterMs: 2_000 } })
    await create(estate)
    const seen = [await listed(estate)]
    estate.clock.advance(1_999)
    const named = estate.client.send(new DescribeStacksCommand({ Names: ['stack'] }))
    expect((await exceptionOf(named)).name).toBe('ResourceNotFoundException')
    seen.push(await listed(estate))
    estate.clock.advance(1)
    seen.push(await listed(estate))
    await remove(estate)
    seen.push(await listed(estate))
    expect((await exceptionOf(update(estate, {}))).name).toBe('ResourceNotFoundException')
    estate.clock.advance(2_000)
    seen.push(await listed(estate))
    expect(seen).toEqual([[], [], ['stack'], ['stack'], []])
  })
})
