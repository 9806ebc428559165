import { expect, test } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'
import {
  createTestClock,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'
import { sample } from '../../../support/model.ts'
import { describeOutcomes, mutate } from '../../../support/mutate.ts'
import { everyField } from '../../../support/selection.ts'
import { callsOf, stackArn } from '../fleet/support.ts'

const schema = createSchema()
const images = {
  organizationLogoS3Location: { s3Bucket: 'brand', s3Key: 'logo.png' },
  faviconS3Location: { s3Bucket: 'brand', s3Key: 'favicon.ico' },
}

/** Each mutation, its AWS operation, and an input that succeeds. */
const MUTATIONS = {
  createAppStreamThemeForStack: {
    operation: 'CreateThemeForStack',
    input: { stackName: 'lab', titleText: 'Lab', themeStyling: 'PINK', ...images },
  },
  updateAppStreamThemeForStack: {
    operation: 'UpdateThemeForStack',
    input: { stackName: 'office', titleText: 'New' },
  },
  deleteAppStreamThemeForStack: { operation: 'DeleteThemeForStack', input: { stackName: 'office' } },
} as const

/** Starts a gateway whose stack `office` has a theme, and `lab` none. */
async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway({
    ...options,
    emulator: { behaviour: { visibleAfterMs: 0 }, ...options.emulator },
  })
  const { home } = gateway
  for (const Name of ['office', 'lab']) home.putStack({ Name })
  home.themes.put({
    ...{ StackName: 'office', ThemeTitleText: 'Office', ThemeStyling: 'BLUE' },
    ThemeFooterLinks: [{ DisplayName: 'Help', FooterLinkURL: 'https://help.example.com' }],
  })
  return gateway
}

const read = (gateway: TestGateway, fields: string, headers: Readonly<Record<string, string>> = {}) =>
  gateway
    .read<{ appStreamStacks: { nodes: { theme: unknown }[] } }, never>(
      `{ appStreamStacks { nodes { theme { ${fields} } } } }`,
      { headers },
    )
    .then(({ appStreamStacks }) => appStreamStacks.nodes.map(({ theme }) => theme))

test('serves every member of a theme', async () => {
  await using gateway = await start()
  gateway.home.themes.put({ ...Object(sample('Theme', () => undefined)), StackName: 'office' })
  const [, theme] = await read(gateway, everyField(schema, 'AppStreamTheme', 0).slice(1, -1))
  const missing = Object.entries(Object(theme)).filter(([, value]) => value === null)
  expect(theme).toMatchObject({ stackArn: stackArn('office'), stackName: 'office', state: 'DISABLED' })
  expect(missing).toEqual([])
})

test('reads each theme with one call; null without a theme', async () => {
  await using gateway = await start()
  const fields = 'themeTitleText themeFooterLinks { displayName footerLinkUrl } stack { name }'
  expect(await read(gateway, fields)).toEqual([
    null,
    {
      themeTitleText: 'Office',
      themeFooterLinks: [{ displayName: 'Help', footerLinkUrl: 'https://help.example.com' }],
      stack: { name: 'office' },
    },
  ])
  await read(gateway, fields)
  expect(callsOf(gateway)).toEqual({ DescribeStacks: 1, DescribeThemeForStack: 2 })
})

test('resolves a theme as node and entity with one call', async () => {
  await using gateway = await start()
  const [, theme] = await read(gateway, 'id')
  const { id } = Object(theme)
  await gateway.read('{ __typename }')
  await using other = await start()
  const answer = await other.read<unknown, object>(
    `query ($id: ID!, $representations: [_Any!]!) {
      node(id: $id) { ... on AppStreamTheme { stackName } }
      _entities(representations: $representations) { ... on AppStreamTheme { themeTitleText } }
    }`,
    {
      variables: {
        id,
        representations: [
          { __typename: 'AppStreamTheme', stackArn: stackArn('office') },
          { __typename: 'AppStreamTheme', id },
          { __typename: 'AppStreamTheme', stackArn: 'arn:x' },
        ],
      },
    },
  )
  expect(answer).toEqual({
    node: { stackName: 'office' },
    _entities: [{ themeTitleText: 'Office' }, { themeTitleText: 'Office' }, null],
  })
  expect(callsOf(other)).toEqual({ DescribeThemeForStack: 1 })
})

test('returns null with an error if AWS rejects the call', async () => {
  await using gateway = await start()
  gateway.emulator.faults.add({
    operation: 'DescribeThemeForStack',
    error: { type: 'OperationNotPermittedException' },
  })
  const { data, errors } = await gateway.query('{ appStreamStack(name: "office") { name theme { state } } }')
  expect(data).toEqual({ appStreamStack: { name: 'office', theme: null } })
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_REJECTED' } }])
})

describeOutcomes(MUTATIONS, start, { missing: { stackName: 'gone' } })

test('creates, changes, disables and deletes a theme', async () => {
  await using gateway = await start()
  const stackName = 'lab'
  const footerLinks = [{ displayName: 'Help', footerLinkUrl: 'https://help.example.com' }]
  const created = await mutate(
    gateway,
    'createAppStreamThemeForStack',
    { ...MUTATIONS.createAppStreamThemeForStack.input, footerLinks },
    'theme { id state themeTitleText themeStyling themeFooterLinks { displayName footerLinkUrl } }',
  )
  expect(created['theme']).toEqual({
    ...{ id: expect.any(String), state: 'ENABLED', themeTitleText: 'Lab', themeStyling: 'PINK' },
    themeFooterLinks: footerLinks,
  })
  const changes = { stackName, state: 'DISABLED', titleText: 'Old lab', attributesToDelete: ['FOOTER_LINKS'] }
  await mutate(gateway, 'updateAppStreamThemeForStack', changes)
  const changed = { state: 'DISABLED', themeTitleText: 'Old lab', themeFooterLinks: [] }
  const fields = 'state themeTitleText themeFooterLinks { displayName }'
  expect((await read(gateway, fields))[0]).toEqual(changed)
  expect(
    await mutate(
      gateway,
      'deleteAppStreamThemeForStack',
      { stackName },
      'deletedId theme { themeTitleText }',
    ),
  ).toEqual({
    __typename: 'DeleteAppStreamThemeForStackPayload',
    deletedId: Object(created['theme'])['id'],
    theme: { themeTitleText: 'Old lab' },
  })
  expect((await read(gateway, fields))[0]).toBeNull()
})

test('shows removed footer links as gone while AWS still returns them', async () => {
  await using gateway = await start({ clock: createTestClock() })
  await read(gateway, 'themeTitleText')
  const before = gateway.home.themes.get('office')
  const input = { stackName: 'office', attributesToDelete: ['FOOTER_LINKS'] }
  await mutate(gateway, 'updateAppStreamThemeForStack', input)
  if (before !== undefined) gateway.home.themes.put(before)
  const [, theme] = await read(gateway, 'themeFooterLinks { displayName }', { 'cache-control': 'no-cache' })
  expect(theme).toEqual({ themeFooterLinks: [] })
})

test('returns a second theme as AppStreamResourceAlreadyExistsError', async () => {
  await using gateway = await start()
  const input = { ...MUTATIONS.createAppStreamThemeForStack.input, stackName: 'office' }
  expect(await mutate(gateway, 'createAppStreamThemeForStack', input)).toMatchObject({
    __typename: 'AppStreamResourceAlreadyExistsError',
  })
})

test.each([
  [{ titleText: '' }, 'titleText'],
  [{ titleText: 'a'.repeat(301) }, 'titleText'],
  [{ titleText: 'a <b>' }, 'titleText'],
  [{ themeStyling: 'UNKNOWN' }, 'themeStyling'],
  [{ faviconS3Location: { s3Bucket: 'brand' } }, 'faviconS3Location.s3Key'],
  [{ organizationLogoS3Location: { s3Bucket: 'B', s3Key: 'x' } }, 'organizationLogoS3Location.s3Bucket'],
  [{ footerLinks: [{ displayName: '', footerLinkUrl: 'x' }] }, 'footerLinks.0.displayName'],
])('rejects a theme with %j before any call', async (wrong, path) => {
  await using gateway = await start()
  const input = { ...MUTATIONS.createAppStreamThemeForStack.input, ...wrong }
  const result = await mutate(gateway, 'createAppStreamThemeForStack', input)
  expect(result).toMatchObject({ __typename: 'AppStreamInputError' })
  expect(JSON.stringify(result['fields'])).toContain(`"path":"${path}"`)
  expect(gateway.emulator.calls.all).toEqual([])
})

test('rejects footer links that an update both sets and removes', async () => {
  await using gateway = await start()
  const input = { stackName: 'office', footerLinks: [], attributesToDelete: ['FOOTER_LINKS'] }
  expect(await mutate(gateway, 'updateAppStreamThemeForStack', input)).toMatchObject({
    fields: [{ path: 'attributesToDelete' }],
  })
})

test('marks RESOURCE_NOT_FOUND on a newly created stack as retryable', async () => {
  const clock = createTestClock()
  await using gateway = await start({
    clock,
    emulator: { behaviour: { visibleAfterMs: 3_600_000 } },
  })
  await mutate(gateway, 'createAppStreamStack', { name: 'fresh' })
  const input = { ...MUTATIONS.createAppStreamThemeForStack.input, stackName: 'fresh' }
  expect(await mutate(gateway, 'createAppStreamThemeForStack', input)).toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    retryable: true,
  })
})
