import { expect, test } from 'vitest'
import { createTestClock, createTestTime, startGateway } from '../../../support/gateway.ts'
import { subscribe } from '../../../support/subscription.ts'
import { startWorkshop, type Workshop } from '../mutation/support.ts'

const valid = {
  name: 'imported',
  sourceAmiId: 'ami-0a1b2c3d4e5f6a7b8',
  iamRoleArn: 'arn:aws:iam::123456789012:role/import',
}
const SELECT =
  '... on CreateImportedImagePayload { dryRunPassed image { name state imageType description applications { name } tags { key } } }'

function importImage(workshop: Workshop, input: object = {}) {
  return workshop.mutate('createImportedImage', { ...valid, ...input }, { select: SELECT })
}

const application = { name: 'Ledger', absoluteAppPath: 'C:\\Ledger\\ledger.exe' }

test('returns the image, and shows its applications once AVAILABLE', async () => {
  await using workshop = await startWorkshop()
  const result = await importImage(workshop, {
    description: 'From EC2',
    tags: [{ key: 'team', value: 'it' }],
    runtimeValidationConfig: { intendedInstanceType: 'stream.standard.large' },
    agentSoftwareVersion: 'ALWAYS_LATEST',
    appCatalogConfig: [{ ...application, launchParameters: '--year 2026' }],
  })
  const image = { name: 'imported', imageType: 'CUSTOM', description: 'From EC2', tags: [{ key: 'team' }] }
  expect(result).toMatchObject({
    dryRunPassed: false,
    image: { ...image, state: 'IMPORTING', applications: [] },
  })
  const [call] = workshop.calls('CreateImportedImage')
  expect(call?.input).toEqual({
    ...{ Name: 'imported', SourceAmiId: valid.sourceAmiId, IamRoleArn: valid.iamRoleArn },
    ...{ Description: 'From EC2', Tags: { team: 'it' }, AgentSoftwareVersion: 'ALWAYS_LATEST' },
    RuntimeValidationConfig: { IntendedInstanceType: 'stream.standard.large' },
    AppCatalogConfig: [
      { Name: 'Ledger', AbsoluteAppPath: 'C:\\Ledger\\ledger.exe', LaunchParameters: '--year 2026' },
    ],
  })
  workshop.clock.advance(10_000)
  const headers = { 'cache-control': 'no-cache' }
  const query = '{ image(name: "imported") { state applications { name launchPath launchParameters } } }'
  expect(await workshop.read(query, { headers })).toEqual({
    image: {
      state: 'AVAILABLE',
      applications: [
        { name: 'Ledger', launchPath: 'C:\\Ledger\\ledger.exe', launchParameters: '--year 2026' },
      ],
    },
  })
})

test('reports a passed dry run as success without creating an image', async () => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  const result = await importImage(workshop, { dryRun: true })
  expect(result).toMatchObject({
    __typename: 'CreateImportedImagePayload',
    dryRunPassed: true,
    image: null,
  })
  expect(lines.join('\n')).not.toContain('AWS call failed')
  expect(workshop.home.images.has('imported')).toBe(false)
  expect(await workshop.read('{ image(name: "imported") { name } }')).toEqual({ image: null })
  const [audited] = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'mutation')
  expect(audited.audit).toMatchObject({ resource: 'imported', outcome: 'OK' })
})

test('returns the error that a dry run finds', async () => {
  await using workshop = await startWorkshop()
  expect(await importImage(workshop, { dryRun: true, name: 'golden' })).toMatchObject({
    __typename: 'AppStreamResourceAlreadyExistsError',
  })
})

test('returns UPSTREAM_UNAVAILABLE if the connection breaks during a dry run', async () => {
  await using workshop = await startWorkshop()
  workshop.emulator.faults.add({ operation: 'CreateImportedImage', reset: 'before' })
  const { errors } = await workshop.send('createImportedImage', { ...valid, dryRun: true })
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }])
})

test('rejects an import with the client token of a dry run', async () => {
  await using workshop = await startWorkshop()
  const clientToken = 'once'
  await importImage(workshop, { clientToken, dryRun: true })
  expect(await importImage(workshop, { clientToken })).toMatchObject({
    __typename: 'AppStreamInputError',
    fields: [{ path: 'clientToken' }],
  })
})

test.each<[string, object, string]>([
  ['no source', { sourceAmiId: undefined }, 'sourceAmiId'],
  ['two sources', { workspaceImageId: 'wsi-0a1b2c3d4' }, 'sourceAmiId'],
  ['an AMI without a role', { iamRoleArn: undefined }, 'iamRoleArn'],
  ['a reserved name', { name: 'Amazon-1' }, 'name'],
  ['a description with other characters', { description: 'Größe' }, 'description'],
  ['a duplicate application', { appCatalogConfig: [application, application] }, 'appCatalogConfig.1.name'],
  [
    '51 applications',
    { appCatalogConfig: Array.from({ length: 51 }, (_, index) => ({ ...application, name: `a${index}` })) },
    'appCatalogConfig',
  ],
  [
    'an invalid instance type',
    { runtimeValidationConfig: { intendedInstanceType: 'x' } },
    'runtimeValidationConfig.intendedInstanceType',
  ],
])('rejects %s before calling AWS', async (_what, input, path) => {
  await using workshop = await startWorkshop()
  const result = await importImage(workshop, input)
  expect(result.__typename).toBe('AppStreamInputError')
  expect(result.fields?.map((field) => field.path)).toContain(path)
  expect(workshop.emulator.calls.all).toEqual([])
})

test('imports a WorkSpaces image without a role', async () => {
  await using workshop = await startWorkshop()
  const source = { sourceAmiId: undefined, iamRoleArn: undefined, workspaceImageId: 'wsi-0a1b2c3d4' }
  expect(await importImage(workshop, source)).toMatchObject({ image: { imageType: 'BYOL' } })
})

async function watchImport(sourceAmiId: string): Promise<readonly unknown[]> {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, emulator: { clock: createTestClock() } })
  await using events = subscribe<{ kind: string; state: string | null; image: unknown }>(
    gateway.url,
    'subscription { event: imageStateChanged(names: ["imported"], snapshot: true) { kind state image { stateChangeReason { code } } } }',
  )
  const seen = [await events.next()]
  const input = `{ name: "imported", sourceAmiId: "${sourceAmiId}", iamRoleArn: "${valid.iamRoleArn}" }`
  await gateway.read(
    `mutation { createImportedImage(input: ${input}) { ... on AppStreamError { message } } }`,
  )
  seen.push(await events.next())
  for (const ms of [6_000, 4_000]) {
    await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(2_000)
    gateway.emulator.advance(ms)
    time.advance(2_000)
    seen.push(await events.next())
  }
  return seen
}

test.each([
  ['AVAILABLE', 'ami-0a1b2c3d4e5f6a7b8', null],
  ['FAILED', 'ami-00broken', { code: 'IMAGE_IMPORT_FAILURE' }],
])('imageStateChanged follows an import until the image is %s', async (state, source, stateChangeReason) => {
  expect(await watchImport(source)).toMatchObject([
    { kind: 'SYNCED' },
    { kind: 'CREATED', state: 'IMPORTING' },
    { kind: 'STATE_CHANGED', state: 'VALIDATING' },
    { kind: 'STATE_CHANGED', state, image: { stateChangeReason } },
  ])
})
