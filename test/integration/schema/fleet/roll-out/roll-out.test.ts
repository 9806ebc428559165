import { expect, test } from 'vitest'
import { imageArn } from '../../../../support/gateway.ts'
import { startIssuer } from '../../../../support/issuer.ts'
import { callsOf, fleetArn, stackArn } from '../support.ts'
import { named, rollOut, send, start } from './support.ts'

const ALL = ['running', 'stopped', 'starting', 'linux', 'parked-linux', 'done', 'elastic', 'missing']

/** Returns `changed` and the type of the error of each outcome. */
function summary({ outcomes }: Awaited<ReturnType<typeof rollOut>>) {
  return outcomes.map(({ fleet, changed, error }) => [
    fleet?.name ?? null,
    changed,
    error?.__typename.replace(/^AppStream|Error$/g, '') ?? null,
  ])
}

const CHECKED = [
  ['running', true, null],
  ['stopped', true, null],
  ['starting', false, 'ResourceInUse'],
  ['linux', false, 'ResourceInUse'],
  ['parked-linux', true, null],
  ['done', false, null],
  ['elastic', false, 'InvalidParameterCombination'],
  [null, false, 'ResourceNotFound'],
]

test('updates fleets and returns their outcomes in input order', async () => {
  await using gateway = await start()
  const result = await rollOut(gateway, { imageArn: imageArn('new'), fleets: named(...ALL) })
  expect(result).toMatchObject({ __typename: 'RollOutAppStreamImagePayload', image: { name: 'new' } })
  expect(summary(result)).toEqual(CHECKED)
  expect(result.outcomes[0]?.fleet).toEqual({
    ...{ name: 'running', imageArn: imageArn('new'), state: 'RUNNING' },
  })
  expect(result.outcomes[2]?.fleet?.imageArn).toBe(imageArn('old'))
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1, DescribeImages: 1, UpdateFleet: 3 })
  const updates = gateway.emulator.calls.all.filter(({ operation }) => operation === 'UpdateFleet')
  expect(updates.map(({ input }) => input)).toEqual(
    ['running', 'stopped', 'parked-linux'].map((Name) => ({ Name, ImageArn: imageArn('new') })),
  )
  expect(gateway.emulator.calls.maxInFlight('UpdateFleet')).toBe(1)
})

test('returns the outcomes of a dry run without changing anything', async () => {
  await using gateway = await start()
  const result = await rollOut(gateway, { imageName: 'new', fleets: named(...ALL), dryRun: true })
  expect(summary(result)).toEqual(CHECKED.map(([name, _, error]) => [name, false, error]))
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 1, DescribeImages: 1 })
})

test('takes fleets by ARN and shows later reads the new image', async () => {
  await using gateway = await start()
  await gateway.read('{ appStreamFleets { totalCount } image(name: "new") { name } }')
  await rollOut(gateway, { imageName: 'new', fleets: [{ arn: fleetArn('running') }] })
  expect(await gateway.read('{ image(name: "new") { fleets { nodes { name } } } }')).toEqual({
    image: { fleets: { nodes: [{ name: 'done' }, { name: 'running' }] } },
  })
})

test('decides by fresh AWS data, not by cached data', async () => {
  await using gateway = await start()
  await gateway.read('{ appStreamFleets { totalCount } image(name: "new") { name } }')
  gateway.home.change('fleet', 'running', { State: 'STOPPING' })
  gateway.home.change('fleet', 'done', { ImageArn: imageArn('old') })
  const result = await rollOut(gateway, { imageName: 'new', fleets: named('running', 'done') })
  expect(summary(result)).toEqual([
    ['running', false, 'ResourceInUse'],
    ['done', true, null],
  ])
})

test('updates a fleet only once if it is named twice', async () => {
  await using gateway = await start()
  const fleets = [{ name: 'running' }, { arn: fleetArn('running') }]
  expect(summary(await rollOut(gateway, { imageName: 'new', fleets }))).toEqual([
    ['running', true, null],
    ['running', false, null],
  ])
  expect(gateway.emulator.calls.count('UpdateFleet')).toBe(1)
})

test.each([
  ['ThrottlingException', 'Throttled', 'THROTTLED', true],
  ['AccessDeniedException', 'AccessDenied', 'ACCESS_DENIED', false],
  ['ResourceInUseException', 'ResourceInUse', 'RESOURCE_IN_USE', false],
  ['IncompatibleImageException', 'IncompatibleImage', 'INCOMPATIBLE_IMAGE', false],
  ['ConcurrentModificationException', 'ConcurrentModification', 'CONCURRENT_MODIFICATION', true],
  ['ValidationException', 'Input', 'BAD_USER_INPUT', false],
])('continues with the others when one fleet ends in %s', async (type, typename, code, retryable) => {
  await using gateway = await start()
  gateway.emulator.faults.add({
    operation: 'UpdateFleet',
    match: ({ Name }) => Name === 'running',
    error: { type, message: 'So it is.' },
  })
  const result = await rollOut(gateway, { imageName: 'new', fleets: named('running', 'stopped') })
  expect(summary(result)).toEqual([
    ['running', false, typename],
    ['stopped', true, null],
  ])
  expect(result.outcomes[0]?.error).toMatchObject({ code, retryable, awsRequestId: expect.any(String) })
})

test('returns an unmodelled failure as a GraphQL error of its outcome', async () => {
  await using gateway = await start()
  gateway.emulator.faults.add({
    operation: 'UpdateFleet',
    match: ({ Name }) => Name === 'running',
    error: { type: 'SomethingNewException', message: 'secret' },
  })
  const { data, errors } = await send(gateway, { imageName: 'new', fleets: named('running', 'stopped') })
  expect(data?.result.outcomes.map(({ changed, error }) => [changed, error])).toEqual([
    [false, null],
    [true, null],
  ])
  expect(errors).toMatchObject([
    { path: ['result', 'outcomes', 0, 'error'], extensions: { code: 'UPSTREAM_REJECTED' } },
  ])
})

test.each([
  ['after', [true, null]],
  ['before', [false, 'AppStreamOutcomeUnknownError']],
] as const)('reconciles a connection that broke %s the update', async (reset, outcome) => {
  await using gateway = await start()
  const match = ({ Name }: { readonly Name?: unknown }) => Name === 'running'
  gateway.emulator.faults.add({ operation: 'UpdateFleet', match, reset })
  const result = await rollOut(gateway, { imageName: 'new', fleets: named('running', 'stopped') })
  const [first, second] = result.outcomes
  expect([first?.changed, first?.error?.__typename ?? null]).toEqual(outcome)
  expect(second).toMatchObject({ changed: true, error: null })
  expect(callsOf(gateway)).toMatchObject({ DescribeFleets: 2, UpdateFleet: 2 })
})

test.each([
  ['no such image', { imageName: 'none' }, 'AppStreamResourceNotFoundError'],
  ['no such ARN', { imageArn: imageArn('none') }, 'AppStreamResourceNotFoundError'],
  ['an image of nobody', { imageArn: imageArn('new', '345678901234') }, 'AppStreamResourceNotFoundError'],
  ['a deprecated image', { imageName: 'deprecated' }, 'AppStreamResourceNotAvailableError'],
])('rejects %s as a whole before anything is changed', async (_, image, typename) => {
  await using gateway = await start()
  gateway.home.putImage({ Name: 'deprecated', State: 'DEPRECATED' })
  const result = await rollOut(gateway, { ...image, fleets: named('running') })
  expect(result.__typename).toBe(typename)
  expect(gateway.emulator.calls.count('UpdateFleet')).toBe(0)
})

test.each([
  ['DescribeFleets', 'AccessDeniedException', 'AppStreamAccessDeniedError'],
  ['DescribeImages', 'AccessDeniedException', 'AppStreamAccessDeniedError'],
  ['DescribeFleets', 'ThrottlingException', 'AppStreamThrottledError'],
])('fails the whole roll-out when %s ends in %s', async (operation, type, typename) => {
  await using gateway = await start()
  await gateway.read('{ appStreamFleets { totalCount } image(name: "new") { name } }')
  gateway.emulator.faults.add({ operation, error: { type } })
  const result = await rollOut(gateway, { imageArn: imageArn('new'), fleets: named('running') })
  expect(result.__typename).toBe(typename)
  expect(gateway.emulator.calls.count('UpdateFleet')).toBe(0)
})

const both = { imageName: 'new', imageArn: imageArn('new') }
const ONE = [{ name: 'running' }]

test.each<[string, object]>([
  ['imageName', { fleets: ONE }],
  ['imageArn', { ...both, fleets: ONE }],
  ['imageName', { imageName: '-', fleets: ONE }],
  ['imageArn', { imageArn: 'new', fleets: ONE }],
  ['imageArn', { imageArn: fleetArn('running'), fleets: ONE }],
  ['fleets', { imageName: 'new', fleets: [] }],
  ['fleets', { imageName: 'new', fleets: Array(26).fill({ name: 'running' }) }],
  ['fleets.1.name', { imageName: 'new', fleets: [...ONE, {}] }],
  ['fleets.0.arn', { imageName: 'new', fleets: [{ name: 'a', arn: fleetArn('a') }] }],
  ['fleets.1.name', { imageName: 'new', fleets: [...ONE, { name: '' }] }],
  ['fleets.0.arn', { imageName: 'new', fleets: [{ arn: stackArn('office') }] }],
  ['fleets.0.arn', { imageName: 'new', fleets: [{ arn: fleetArn('a', '345678901234') }] }],
  ['fleets.0.target', { imageName: 'new', fleets: [{ name: 'a', target: { region: 'eu-west-1' } }] }],
  ['fleets.0.target', { imageName: 'new', fleets: [{ arn: fleetArn('a'), target: {} }] }],
  ['fleets.0', { imageArn: imageArn('new', undefined, 'eu-west-1'), fleets: ONE }],
  ['target', { imageName: 'new', fleets: ONE, target: { accountId: '345678901234' } }],
])('rejects a mistake in %s before calling AWS', async (path, input) => {
  await using gateway = await start()
  const result = await rollOut(gateway, input)
  expect(result).toMatchObject({ __typename: 'AppStreamInputError', code: 'BAD_USER_INPUT' })
  expect(result.fields).toContainEqual({ path, message: expect.any(String) })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('reports only the first few of many mistakes', async () => {
  await using gateway = await start()
  const result = await rollOut(gateway, { imageName: 'new', fleets: Array(1000).fill({ name: '-' }) })
  expect(result.fields).toContainEqual({
    path: 'fleets',
    message: 'Must contain at most 200 items, got 1000.',
  })
  expect(result.fields?.length).toBeLessThan(50)
})

test('requires the scope appstream:manage, even for a dry run', async () => {
  await using issuer = await startIssuer()
  await using gateway = await start({ env: issuer.env })
  const headers = await issuer.headers({ scope: 'appstream:read appstream:operate' })
  const input = { imageName: 'new', fleets: ONE, dryRun: true }
  expect(await rollOut(gateway, input, headers)).toMatchObject({
    __typename: 'AppStreamAccessDeniedError',
    code: 'FORBIDDEN',
  })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('audits each update and the roll-out', async () => {
  const lines: string[] = []
  await using gateway = await start({ onLog: (line) => lines.push(line) })
  gateway.emulator.faults.add({
    operation: 'UpdateFleet',
    match: ({ Name }) => Name === 'stopped',
    error: { type: 'ThrottlingException' },
  })
  await rollOut(gateway, { imageName: 'new', fleets: named('running', 'stopped', 'elastic') })
  const audits = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'mutation')
  expect(audits.map(({ audit }) => [audit.operation, audit.resource, audit.outcome])).toEqual([
    ['UpdateFleet', 'running', 'OK'],
    ['UpdateFleet', 'stopped', 'THROTTLED'],
    ['rollOutAppStreamImage', 'new', 'OK'],
  ])
})

test('checks 100 fleets in one document by dry runs of 25', async () => {
  await using gateway = await start({ emulator: { behaviour: { pageSize: 200 } } })
  const names = Array.from({ length: 100 }, (_, index) => `many-${index}`)
  for (const Name of names) gateway.home.putFleet({ Name, ImageArn: imageArn('old'), State: 'STOPPED' })
  const fields = [0, 25, 50, 75].map((from) => {
    const fleets = names.slice(from, from + 25).map((name) => `{ name: "${name}" }`)
    return `from${from}: rollOutAppStreamImage(input: { imageName: "new", dryRun: true, fleets: [${fleets}] }) {
      ... on RollOutAppStreamImagePayload { outcomes { fleet { name } changed error { code } } }
    }`
  })
  const answer = await gateway.read<Record<string, { outcomes: { fleet: { name: string } }[] }>, never>(
    `mutation { ${fields.join('\n')} }`,
  )
  const outcomes = Object.values(answer).flatMap((result) => result.outcomes)
  expect(outcomes.map(({ fleet }) => fleet.name)).toEqual(names)
  expect(callsOf(gateway)).toEqual({ DescribeFleets: 4, DescribeImages: 4 })
})
