import { expect, test } from 'vitest'
import { ACCOUNT, createTestClock, REGION, type TestGateway } from '../../../support/gateway.ts'
import { describeOutcomes, mutate, typeOf } from '../../../support/mutate.ts'
import { fleetArn, stackArn } from '../fleet/support.ts'
import { putSession, startEstate, startGuarded } from './support.ts'

const URL_INPUT = { stackName: 'stack-0', fleetName: 'fleet-0', userId: 'ada@example.com' }

/** Each mutation, its AWS operation, and an input that succeeds on the session of {@link start}. */
const MUTATIONS = {
  expireAppStreamSession: { operation: 'ExpireSession', input: { sessionId: 'a' } },
  drainAppStreamSessionInstance: { operation: 'DrainSessionInstance', input: { sessionId: 'a' } },
  createAppStreamStreamingUrl: { operation: 'CreateStreamingURL', input: URL_INPUT },
} as const

type Name = keyof typeof MUTATIONS

/** Starts an estate with one session on a multi-session fleet. */
async function start(options?: Parameters<typeof startEstate>[1]): Promise<TestGateway> {
  const gateway = await startEstate(1, options)
  gateway.home.putFleet({
    Name: 'fleet-0',
    State: 'RUNNING',
    MaxSessionsPerInstance: 4,
    StreamView: 'DESKTOP',
  })
  putSession(gateway, 0, { Id: 'a' })
  return gateway
}

async function idOf(gateway: TestGateway, sessionId: string): Promise<string> {
  const { appStreamSessions } = await gateway.read<{ appStreamSessions: { nodes: { id: string }[] } }, never>(
    `{ appStreamSessions(filter: { sessionIds: ["${sessionId}"] }) { nodes { id } } }`,
  )
  return appStreamSessions.nodes[0]?.id ?? ''
}

describeOutcomes(MUTATIONS, start)

test.each(Object.keys(MUTATIONS) as Name[])(
  '%s returns denied and throttled calls as typed errors',
  async (name) => {
    await using gateway = await start({ env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
    const { operation, input } = MUTATIONS[name]
    for (const type of ['AccessDenied', 'Throttling']) {
      const error = { type: `${type}Exception` }
      const fault = gateway.emulator.faults.add({ operation, error })
      const typename = `AppStream${type.replace('Throttling', 'Throttled')}Error`
      expect(await mutate(gateway, name, input)).toMatchObject({ __typename: typename })
      fault.remove()
    }
  },
)

test('ends a session and reads it again', async () => {
  await using gateway = await start({ emulator: { clock: createTestClock() } })
  const id = await idOf(gateway, 'a')
  const result = await mutate(gateway, 'expireAppStreamSession', { id }, 'sessionId session { sessionId }')
  expect(result).toMatchObject({ __typename: 'ExpireAppStreamSessionPayload', sessionId: 'a' })
  expect(gateway.emulator.calls.count('DescribeSessions')).toBe(2)
  gateway.emulator.advance(2_000)
  const query = `{ appStreamSession(id: "${id}") { state } }`
  expect(await gateway.read(query, { headers: { 'cache-control': 'no-cache' } })).toEqual({
    appStreamSession: { state: 'EXPIRED' },
  })
})

test('mutates by AWS session id without a read; invalidates all cached sessions', async () => {
  await using gateway = await start()
  await idOf(gateway, 'a')
  const select = 'sessionId session { state }'
  const result = await mutate(gateway, 'expireAppStreamSession', { sessionId: 'a' }, select)
  expect(result).toMatchObject({ sessionId: 'a', session: null })
  await idOf(gateway, 'a')
  expect(gateway.emulator.calls.count('DescribeSessions')).toBe(2)
})

test('drains the instance of a session', async () => {
  await using gateway = await start()
  const id = await idOf(gateway, 'a')
  const result = await mutate(
    gateway,
    'drainAppStreamSessionInstance',
    { id },
    'session { instanceDrainStatus }',
  )
  expect(result).toMatchObject({ session: { instanceDrainStatus: 'DRAINING' } })
})

test('rejects draining on a fleet that is not multi-session', async () => {
  await using gateway = await startEstate(1)
  putSession(gateway, 0, { Id: 'a' })
  const result = await mutate(gateway, 'drainAppStreamSessionInstance', { sessionId: 'a' })
  expect(result['__typename']).toBe('AppStreamOperationNotPermittedError')
})

test.each(['expireAppStreamSession', 'drainAppStreamSessionInstance'] as const)(
  '%s rejects a session that does not exist',
  async (name) => {
    await using gateway = await start()
    expect((await mutate(gateway, name, { sessionId: 'gone' }))['__typename']).toBe(
      'AppStreamResourceNotFoundError',
    )
  },
)

test.each(['expireAppStreamSession', 'drainAppStreamSessionInstance'] as const)(
  '%s succeeds if its response is lost and AWS shows the effect',
  async (name) => {
    await using gateway = await start({ emulator: { speed: 100_000 }, env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
    const id = await idOf(gateway, 'a')
    if (name === 'expireAppStreamSession') gateway.home.endSession('a')
    else putSession(gateway, 0, { Id: 'a', InstanceDrainStatus: 'DRAINING' })
    gateway.emulator.faults.add({ operation: MUTATIONS[name].operation, reset: 'before' })
    expect((await mutate(gateway, name, { id }))['__typename']).toBe(typeOf(name, 'Payload'))
  },
)

/** Returns the global id of a session of the gateway's target. */
function idOfSession(sessionId: string): string {
  const parts = [REGION, ACCOUNT, 'stack-0', 'fleet-0', sessionId]
  return Buffer.from(`AppStreamSession:${JSON.stringify(parts)}`).toString('base64')
}

const FORGED = Buffer.from('AppStreamSession:["eu-west-9","1","stack-0","fleet-0","a"]').toString('base64')

test.each([
  ['nothing', {}, ['sessionId']],
  ['both', { id: 'x', sessionId: 'a' }, ['id']],
  ['no id', { id: 'x' }, ['id']],
  ['the id of something else', { id: Buffer.from('AppStreamFleet:x').toString('base64') }, ['id']],
  ['an id of another region', { id: FORGED }, ['id']],
  ['an id and a target', { id: FORGED, target: { region: REGION } }, ['target']],
  ['an unknown target', { sessionId: 'a', target: { region: 'eu-west-9' } }, ['target']],
  ['an empty id', { sessionId: '' }, ['sessionId']],
  ['an id of an empty session id', { id: idOfSession('') }, ['id']],
  ['an id of a long session id', { id: idOfSession('x'.repeat(201)) }, ['id']],
] as const)('rejects the input with %s, without a call', async (_what, input, paths) => {
  await using gateway = await start()
  for (const name of ['expireAppStreamSession', 'drainAppStreamSessionInstance'] as const) {
    const result = await mutate(gateway, name, input)
    expect(result).toMatchObject({
      __typename: 'AppStreamInputError',
      fields: paths.map((path) => ({ path })),
    })
  }
  expect(gateway.emulator.calls.all).toEqual([])
})

test('creates a streaming URL that is valid for a minute by default', async () => {
  await using gateway = await start()
  const names = { stackArn: stackArn('stack-0'), fleetName: 'fleet-0' }
  for (const [validity, seconds] of [
    [undefined, 60],
    [604_800, 604_800],
  ] as const) {
    const begun = Date.now()
    const result = await mutate(
      gateway,
      'createAppStreamStreamingUrl',
      {
        ...names,
        userId: 'Ada+1=x,y@example.com',
        applicationId: 'Desktop',
        sessionContext: 'blue',
        validity,
      },
      'streamingUrl expires',
    )
    expect(result).toMatchObject({ streamingUrl: expect.stringMatching(/^https:/) })
    const validFor = Date.parse(String(result['expires'])) - begun
    expect(validFor / 1000).toBeGreaterThan(seconds - 5)
    expect(validFor / 1000).toBeLessThan(seconds + 60)
  }
  const inputs = gateway.emulator.calls.all.map(({ input }) => input)
  expect(inputs.at(-1)).toEqual({
    ...{ StackName: 'stack-0', FleetName: 'fleet-0', UserId: 'Ada+1=x,y@example.com' },
    ...{ ApplicationId: 'Desktop', SessionContext: 'blue', Validity: 604_800 },
  })
})

test('returns the errors of AWS for an unsuitable fleet or pair', async () => {
  await using gateway = await start()
  gateway.home.putStack({ Name: 'lone' })
  gateway.home.putFleet({ Name: 'parked', State: 'STOPPED' })
  gateway.home.associate('lone', 'parked')
  const typeFor = async (input: object) =>
    (await mutate(gateway, 'createAppStreamStreamingUrl', { ...URL_INPUT, ...input }))['__typename']
  expect(await typeFor({ stackName: 'lone' })).toBe('AppStreamInvalidParameterCombinationError')
  expect(await typeFor({ stackName: 'lone', fleetName: 'parked' })).toBe('AppStreamResourceNotAvailableError')
  expect(await typeFor({ stackName: 'gone' })).toBe('AppStreamResourceNotFoundError')
})

test.each([
  [{ userId: 'a' }, ['userId']],
  [{ userId: 'x'.repeat(33) }, ['userId']],
  [{ userId: 'a b' }, ['userId']],
  [{ validity: 0 }, ['validity']],
  [{ validity: 604_801 }, ['validity']],
  [{ applicationId: '' }, ['applicationId']],
  [{ sessionContext: '' }, ['sessionContext']],
  [{ stackArn: stackArn('stack-0') }, ['stackArn']],
  [{ fleetName: null }, ['fleetName']],
  [{ fleetName: null, fleetArn: fleetArn('fleet-0', '210987654321') }, ['fleetArn', 'target']],
] as const)('rejects %j for a streaming URL, without a call', async (input, paths) => {
  await using gateway = await start()
  const result = await mutate(gateway, 'createAppStreamStreamingUrl', { ...URL_INPUT, ...input })
  expect(result).toMatchObject({ __typename: 'AppStreamInputError', fields: paths.map((path) => ({ path })) })
  expect(gateway.emulator.calls.all).toEqual([])
})

test('hides the sessions, fleets and stacks of targets outside a claim', async () => {
  await using company = await startGuarded(1, { env: { AWS_REGIONS: `${REGION},eu-west-1` } })
  const { gateway, issuer } = company
  putSession(gateway, 0, { Id: 'a' })
  const all = 'appstream:read appstream:operate appstream:stream'
  const id = Buffer.from(
    `AppStreamSession:${JSON.stringify([REGION, '123456789012', 'stack-0', 'fleet-0', 'a'])}`,
  ).toString('base64')
  const whole = await issuer.headers({ scope: all })
  const narrow = await issuer.headers({ scope: all, appstream_targets: ['*/eu-west-1'] })
  const read = `{ appStreamSession(id: "${id}") { sessionId } appStreamSessions { totalCount } }`
  expect((await gateway.query(read, { headers: whole })).data).toEqual({
    appStreamSession: { sessionId: 'a' },
    appStreamSessions: { totalCount: 1 },
  })
  gateway.emulator.calls.clear()
  expect((await gateway.query(read, { headers: narrow })).data).toEqual({
    appStreamSession: null,
    appStreamSessions: { totalCount: 0 },
  })
  const { data } = await gateway.query(
    `mutation {
      expire: expireAppStreamSession(input: { id: "${id}" }) { __typename }
      url: createAppStreamStreamingUrl(input: { stackArn: "${stackArn('stack-0')}", fleetName: "fleet-0", userId: "ada" }) { __typename }
    }`,
    { headers: narrow },
  )
  expect(data).toEqual({
    expire: { __typename: 'AppStreamInputError' },
    url: { __typename: 'AppStreamInputError' },
  })
  expect(gateway.emulator.calls.all.filter(({ region }) => region === REGION)).toEqual([])
})
