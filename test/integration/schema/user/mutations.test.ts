import { expect, test } from 'vitest'
import { exceptionsOf } from '../../../../src/appstream/model/requests.ts'
import { createTestTime, type TestGateway } from '../../../support/gateway.ts'
import { callsOf } from '../fleet/support.ts'
import { mutate, type Result, startPool } from './support.ts'

const ANN = 'ann@example.com'

/** Names of the users as a list shows them. */
async function listed(gateway: TestGateway): Promise<string[]> {
  const { appStreamUsers } = await gateway.read<{ appStreamUsers: { nodes: { userName: string }[] } }, never>(
    '{ appStreamUsers { nodes { userName } } }',
  )
  return appStreamUsers.nodes.map(({ userName }) => userName)
}

test('shows a new user until AWS lists it, at most 5 minutes', async () => {
  const time = createTestTime()
  await using gateway = await startPool({
    ...time,
    emulator: { behaviour: { visibleAfterMs: 240_000 }, clock: time.clock },
    env: { MAX_STALENESS_MS: '1000' },
  })
  expect(await listed(gateway)).toEqual([])
  const created = await mutate(
    gateway,
    `createAppStreamUser(input: { userName: "${ANN}", firstName: "Ann", messageAction: SUPPRESS })`,
    'user { id userName firstName lastName enabled status authenticationType }',
  )
  expect(created).toEqual({
    __typename: 'CreateAppStreamUserPayload',
    user: {
      ...{ id: expect.any(String), userName: ANN, firstName: 'Ann', lastName: null },
      ...{ enabled: null, status: null, authenticationType: 'USERPOOL' },
    },
  })
  for (const seconds of [5, 60, 120]) {
    time.advance(seconds * 1000)
    expect(await listed(gateway)).toEqual([ANN])
  }
  time.advance(60_000)
  expect(await listed(gateway)).toEqual([ANN])
  const { appStreamUser } = await gateway.read<{ appStreamUser: Result }, never>(
    `{ appStreamUser(userName: "${ANN}") { status enabled } }`,
  )
  expect(appStreamUser).toEqual({ status: 'UNCONFIRMED', enabled: true })
  expect(gateway.emulator.calls.all.find(({ operation }) => operation === 'CreateUser')?.input).toEqual({
    ...{ UserName: ANN, AuthenticationType: 'USERPOOL', FirstName: 'Ann', MessageAction: 'SUPPRESS' },
  })
})

test('drops a new user that AWS does not list within 5 minutes', async () => {
  const time = createTestTime()
  await using gateway = await startPool({ ...time, env: { MAX_STALENESS_MS: '1000' } })
  await mutate(gateway, `createAppStreamUser(input: { userName: "${ANN}" })`)
  gateway.home.users.remove(ANN, 0)
  time.advance(299_000)
  expect(await listed(gateway)).toEqual([ANN])
  time.advance(2_000)
  expect(await listed(gateway)).toEqual([])
})

test('creates once per client token, and rejects the token with another input', async () => {
  await using gateway = await startPool()
  const call = (lastName: string) =>
    mutate(
      gateway,
      `createAppStreamUser(input: { userName: "${ANN}", lastName: "${lastName}", clientToken: "one" })`,
    )
  expect(await call('Lee')).toEqual({ __typename: 'CreateAppStreamUserPayload' })
  expect(await call('Lee')).toEqual({ __typename: 'CreateAppStreamUserPayload' })
  expect(await call('Low')).toMatchObject({ fields: [{ path: 'clientToken' }] })
  expect(gateway.emulator.calls.count('CreateUser')).toBe(1)
})

test('resends the welcome e-mail and returns the listed user', async () => {
  await using gateway = await startPool()
  gateway.home.users.put({ UserName: ANN, Status: 'UNCONFIRMED', FirstName: 'Ann' })
  const again = `createAppStreamUser(input: { userName: "${ANN}", messageAction: RESEND })`
  expect(await mutate(gateway, again, 'user { firstName status }')).toMatchObject({
    user: { firstName: 'Ann', status: 'UNCONFIRMED' },
  })
  gateway.emulator.faults.add({ operation: 'DescribeUsers', error: { type: 'ThrottlingException' } })
  expect(await mutate(gateway, again, 'user { userName }')).toMatchObject({ user: { userName: ANN } })
})

test.each([
  ['{ userName: "a b" }', ['userName']],
  [`{ userName: "${'a'.repeat(129)}" }`, ['userName']],
  [`{ userName: "${ANN}", firstName: "Ann!" }`, ['firstName']],
  [`{ userName: "${ANN}", firstName: "A", lastName: "L", messageAction: RESEND }`, ['firstName', 'lastName']],
  [`{ userName: "${ANN}", target: { region: "eu-west-1" } }`, ['target']],
  [`{ userName: "${ANN}", clientToken: "" }`, ['clientToken']],
])('rejects the creation of %s without a call', async (input, paths) => {
  await using gateway = await startPool()
  const { __typename, fields } = await mutate(gateway, `createAppStreamUser(input: ${input})`)
  expect(__typename).toBe('AppStreamInputError')
  expect(Array.isArray(fields) && fields.map(({ path }) => path)).toEqual(paths)
  expect(callsOf(gateway)).toEqual({})
})

test('disables, enables and deletes a user by name and by id', async () => {
  await using gateway = await startPool()
  gateway.home.users.put({ UserName: ANN })
  gateway.home.users.put({ UserName: 'bob@example.com' })
  const ann = `(input: { userName: "${ANN}" })`
  expect(await mutate(gateway, `disableAppStreamUser${ann}`, 'user { id enabled }')).toMatchObject({
    user: { enabled: false },
  })
  const { user } = await mutate(gateway, `enableAppStreamUser${ann}`, 'user { id enabled }')
  expect(user).toMatchObject({ enabled: true })
  const byId = `(input: { id: "${Object(user).id}" })`
  expect(await mutate(gateway, `disableAppStreamUser${byId}`, 'user { enabled }')).toMatchObject({
    user: { enabled: false },
  })
  expect(await mutate(gateway, `deleteAppStreamUser${byId}`, 'deletedId user { userName }')).toMatchObject({
    deletedId: Object(user).id,
    user: { userName: ANN },
  })
  expect(await listed(gateway)).toEqual(['bob@example.com'])
  expect(await mutate(gateway, `enableAppStreamUser${byId}`)).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
})

test('lists the user pool once to resolve a user id', async () => {
  await using one = await startPool()
  one.home.users.put({ UserName: ANN })
  const { appStreamUser } = await one.read<{ appStreamUser: { id: string } }, never>(
    `{ appStreamUser(userName: "${ANN}") { id } }`,
  )
  await using other = await startPool()
  other.home.users.put({ UserName: ANN })
  const call = `disableAppStreamUser(input: { id: "${appStreamUser.id}" })`
  expect(await mutate(other, call)).toEqual({ __typename: 'DisableAppStreamUserPayload' })
  expect(callsOf(other)).toEqual({ DescribeUsers: 1, DisableUser: 1 })
})

test('does not show a deleted user among the users of a stack', async () => {
  await using gateway = await startPool()
  gateway.home.users.put({ UserName: ANN })
  gateway.home.stacks.put({ Name: 'desks' })
  gateway.home.userStacks.add(ANN, 'desks')
  const query = '{ appStreamStack(name: "desks") { users { nodes { userName } } } }'
  expect(await gateway.read(query)).toEqual({ appStreamStack: { users: { nodes: [{ userName: ANN }] } } })
  await mutate(gateway, `deleteAppStreamUser(input: { userName: "${ANN}" })`)
  expect(await gateway.read(query)).toEqual({ appStreamStack: { users: { nodes: [] } } })
})

test.each(['enableAppStreamUser', 'disableAppStreamUser', 'deleteAppStreamUser'])(
  'rejects wrong identifiers in %s without a call',
  async (name) => {
    await using gateway = await startPool()
    const idOf = (typename: string) => Buffer.from(`${typename}:["us-east-1","1","x"]`).toString('base64')
    const inputs = {
      '{}': 'id',
      [`{ id: "x", userName: "${ANN}" }`]: 'id',
      '{ id: "x" }': 'id',
      [`{ id: "${idOf('AppStreamUser')}" }`]: 'id',
      [`{ id: "${idOf('AppStreamStack')}" }`]: 'id',
      '{ id: "x", target: {} }': 'target',
      '{ userName: "a b" }': 'userName',
      [`{ userName: "${ANN}", target: { region: "eu-west-1" } }`]: 'target',
    }
    for (const [input, path] of Object.entries(inputs)) {
      expect(await mutate(gateway, `${name}(input: ${input})`)).toMatchObject({ fields: [{ path }] })
    }
    expect(callsOf(gateway)).toEqual({})
  },
)

const MUTATIONS = {
  CreateUser: 'createAppStreamUser',
  EnableUser: 'enableAppStreamUser',
  DisableUser: 'disableAppStreamUser',
  DeleteUser: 'deleteAppStreamUser',
} as const

test.each(
  Object.entries(MUTATIONS).flatMap(([operation, name]) =>
    exceptionsOf(operation as keyof typeof MUTATIONS).map(
      (exception) => [exception, operation, name] as const,
    ),
  ),
)('returns %s of %s as its typed error', async (exception, operation, name) => {
  await using gateway = await startPool()
  gateway.emulator.faults.add({ operation, error: { type: `${exception}Exception` } })
  expect(await mutate(gateway, `${name}(input: { userName: "${ANN}" })`)).toMatchObject({
    __typename: `AppStream${exception}Error`,
  })
})

test('returns each rejection of the user pool as its type', async () => {
  await using gateway = await startPool({ emulator: { behaviour: { quotas: { users: 1 } } } })
  const named = (call: string, userName: string, more = '') =>
    mutate(gateway, `${call}(input: { userName: "${userName}"${more} })`)
  expect(await named('createAppStreamUser', ANN, ', messageAction: RESEND')).toMatchObject({
    code: 'INVALID_PARAMETER_COMBINATION',
  })
  gateway.home.users.put({ UserName: ANN })
  expect(await named('createAppStreamUser', ANN)).toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS' })
  expect(await named('createAppStreamUser', ANN, ', messageAction: RESEND')).toMatchObject({
    code: 'OPERATION_NOT_PERMITTED',
  })
  expect(await named('createAppStreamUser', 'bob@example.com')).toMatchObject({ code: 'LIMIT_EXCEEDED' })
  for (const name of ['enableAppStreamUser', 'disableAppStreamUser', 'deleteAppStreamUser']) {
    expect(await named(name, 'bob@example.com')).toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      retryable: false,
    })
  }
})

test('marks a missing user as retryable shortly after its creation', async () => {
  await using gateway = await startPool({ emulator: { behaviour: { visibleAfterMs: 60_000 } } })
  await mutate(gateway, `createAppStreamUser(input: { userName: "${ANN}" })`)
  expect(await mutate(gateway, `disableAppStreamUser(input: { userName: "${ANN}" })`)).toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    retryable: true,
  })
})

test('reconciles a broken connection with the AWS listing', async () => {
  await using gateway = await startPool()
  const { emulator } = gateway
  emulator.faults.add({ operation: 'CreateUser', times: 1, reset: 'after' })
  expect(await mutate(gateway, `createAppStreamUser(input: { userName: "${ANN}" })`)).toEqual({
    __typename: 'CreateAppStreamUserPayload',
  })
  emulator.faults.add({ operation: 'DisableUser', reset: 'after' })
  expect(
    await mutate(gateway, `disableAppStreamUser(input: { userName: "${ANN}" })`, 'user { enabled }'),
  ).toMatchObject({ user: { enabled: false } })
  emulator.faults.add({ operation: 'DeleteUser', reset: 'after' })
  expect(await mutate(gateway, `deleteAppStreamUser(input: { userName: "${ANN}" })`)).toEqual({
    __typename: 'DeleteAppStreamUserPayload',
  })
})
