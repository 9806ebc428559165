import { type GraphQLField, getNamedType, isObjectType, isRequiredArgument } from 'graphql'
import { afterAll, describe, expect, test } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'
import { decoded, sendOverBoth } from '../../../support/both-transports.ts'
import { createTestClock, type TestGateway } from '../../../support/gateway.ts'
import { type Issuer, startIssuer } from '../../../support/issuer.ts'
import { everyField } from '../../../support/selection.ts'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'
import { fleetArn, stackArn } from '../fleet/support.ts'
import { startPool } from './support.ts'

const spans = setUpTracing()
afterAll(tearDownTracing)
const schema = createSchema()

/** Every name of a person holds this text, and nothing else does. */
const NEEDLE = 'zyxqvu'
const NAMES = [1, 2, 3].map((index) => `${NEEDLE}-${index}@hidden.example`)
const [ANN = '', BOB = '', CID = ''] = NAMES
const NEW = `${NEEDLE}-new@hidden.example`
const PERIOD = '2026-11'
/** All users use the license at the same time, so that only their names could order them. */
const LICENSE = { region: 'us-east-1', licenseType: 'VISIO', usedAt: `${PERIOD}-05T09:00:00Z` }
const METRICS_TOKEN = 'a-token-of-the-metrics-of-this-test'
const EVERYTHING = 'appstream:read appstream:operate appstream:manage appstream:stream'

interface Started extends AsyncDisposable {
  readonly gateway: TestGateway
  readonly issuer: Issuer
  readonly logged: () => string
  /** Advances the clock, so that the next read asks AWS. */
  readonly outdate: () => void
}

/** Starts a gateway with people in every place that AWS can name them. */
async function startPeople(): Promise<Started> {
  await using started = new AsyncDisposableStack()
  const issuer = started.use(await startIssuer())
  const lines: string[] = []
  const clock = createTestClock()
  const gateway = started.use(
    await startPool({
      clock,
      env: {
        ...issuer.env,
        ...{ MAX_STALENESS_MS: '0', DETAILS_STALENESS_MS: '0', SESSIONS_STALENESS_MS: '0' },
        METRICS_TOKEN,
      },
      onLog: (line) => lines.push(line),
    }),
  )
  const { home } = gateway
  home.putFleet({ Name: 'desks', State: 'RUNNING' })
  home.putStack({ Name: 'day' })
  home.associate('day', 'desks')
  for (const [index, UserName] of NAMES.entries()) {
    home.users.put({ UserName, FirstName: `${NEEDLE} First`, LastName: `${NEEDLE} Last` })
    home.userStacks.add(UserName, 'day')
    gateway.emulator.useLicense({ ...LICENSE, userId: UserName })
    for (const AuthenticationType of ['USERPOOL', 'API', 'SAML']) {
      const Id = `session-${index}-${AuthenticationType}`
      home.putSession({ Id, StackName: 'day', FleetName: 'desks', UserId: UserName, AuthenticationType })
    }
  }
  home.userStacks.add(`${NEEDLE}-gone@hidden.example`, 'day')
  const running = started.move()
  return {
    gateway,
    issuer,
    logged: () => lines.join('\n'),
    outdate: () => clock.advance(1_000),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Returns the text around each name of a person in a text, for a message that shows the place. */
function revealed(text: string): string[] {
  return [
    ...decoded(text)
      .toLowerCase()
      .matchAll(new RegExp(`.{0,80}${NEEDLE}.{0,20}`, 'g')),
  ].map(([found]) => found)
}

/** Returns a call of a query with values for its required arguments. */
function callOf({ name, args, type }: GraphQLField<unknown, unknown>, ids: readonly string[]): string {
  const values: Readonly<Record<string, string>> = {
    userName: `"${ANN}"`,
    billingPeriod: `"${PERIOD}"`,
    subject: `{ userName: "${ANN}" }`,
    stackName: '"day"',
    id: `"${ids[0]}"`,
    ids: JSON.stringify(ids),
    arns: JSON.stringify([stackArn('day'), fleetArn('desks')]),
    representations: `[{ __typename: "AppStreamUser", id: "${ids[0]}" }]`,
  }
  const given = args
    .filter((arg) => isRequiredArgument(arg) || arg.name === 'stackName')
    .map((arg) => `${arg.name}: ${values[arg.name] ?? '"x"'}`)
  const named = ['image', 'imageBuilder', 'appStreamFleet', 'appStreamStack'].includes(name)
    ? ['name: "day"']
    : []
  const all = [...given, ...named]
  const of = getNamedType(type)
  const selection = isObjectType(of) ? everyField(schema, of.name) : '{ __typename }'
  return `{ ${name}${all.length > 0 ? `(${all.join(', ')})` : ''} ${selection} }`
}

/** Sends operations with a token, over HTTP and over WebSocket; returns all responses as a text. */
async function sendAll(
  { gateway, issuer }: Started,
  scope: string,
  documents: readonly string[],
): Promise<string> {
  const headers = await issuer.headers({ scope })
  return sendOverBoth(
    gateway,
    headers,
    documents.map((query) => ({ query })),
  )
}

/** Returns the ids of the users and sessions. */
async function readIds({ gateway, issuer }: Started): Promise<string[]> {
  const headers = await issuer.headers({ scope: `${EVERYTHING} appstream:people` })
  const { appStreamUsers, appStreamSessions } = await gateway.read<
    Record<string, { nodes: { id: string }[] }>,
    never
  >('{ appStreamUsers { nodes { id } } appStreamSessions { nodes { id } } }', { headers })
  return [...(appStreamUsers?.nodes ?? []), ...(appStreamSessions?.nodes ?? [])].map(({ id }) => id)
}

/** Operations whose exceptions can name people. */
const PERSONAL = [
  ...[
    'BatchAssociateUserStack',
    'BatchDisassociateUserStack',
    'CreateStreamingURL',
    'CreateUser',
    'DeleteUser',
  ],
  'DescribeAppLicenseUsage',
  ...['DescribeSessions', 'DescribeUserStackAssociations', 'DescribeUsers', 'DisableUser', 'EnableUser'],
]

/** Makes AWS repeat the names of people in the texts of exceptions. */
function failWithNames({ gateway: { emulator }, outdate }: Started, type: string): void {
  outdate()
  const message = `User ${ANN} (${BOB}) of ${CID} cannot be found.`
  for (const operation of PERSONAL) emulator.faults.add({ operation, error: { type, message } })
}

/** Returns true for operations that make AWS name people. */
function isAboutPeople(document: string): boolean {
  return /^(mutation|\{ appStream(User|Session|Stacks|Access|AppLicense))/.test(document)
}

const MUTATIONS = [
  `createAppStreamUser(input: { userName: "${NEW}", firstName: "${NEEDLE}", clientToken: "once" })`,
  `createAppStreamUser(input: { userName: "${ANN}" })`,
  `disableAppStreamUser(input: { userName: "${ANN}" })`,
  `enableAppStreamUser(input: { userName: "${ANN}" })`,
  `enableAppStreamUser(input: { userName: "${NEEDLE} nobody" })`,
  `batchDisassociateAppStreamUserStack(input: { associations: [{ userName: "${BOB}", stackName: "day" }, { userName: "${NEEDLE}-none", stackName: "none" }] })`,
  `batchAssociateAppStreamUserStack(input: { associations: [{ userName: "${BOB}", stackName: "day" }] })`,
  `createAppStreamStreamingUrl(input: { stackName: "day", fleetName: "desks", userId: "${NEEDLE}" })`,
  `deleteAppStreamUser(input: { userName: "${CID}" })`,
].map((call) => `mutation { ${call} { __typename ... on AppStreamError { message } } }`)

const queries = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
  ({ name }) => name !== '_service',
)

describe('without appstream:people', () => {
  test('no response names a person, over HTTP and WebSocket', async () => {
    await using started = await startPeople()
    const ids = await readIds(started)
    const documents = queries.map((field) => callOf(field, ids))
    const answers = await sendAll(started, EVERYTHING, documents)
    expect(answers).toContain('session-0-SAML')
    expect(answers).toContain('VISIO')
    expect(answers).toContain('FORBIDDEN')
    expect(revealed(answers)).toEqual([])
    failWithNames(started, 'ResourceNotFoundException')
    expect(revealed(await sendAll(started, EVERYTHING, documents.filter(isAboutPeople)))).toEqual([])
    expect(revealed(started.logged())).toEqual([])
  })

  test('no argument or mutation reveals whether a person exists', async () => {
    await using started = await startPeople()
    const nobody = `${NEEDLE}-nobody@hidden.example`
    const probes = (name: string) => [
      `{ appStreamUser(userName: "${name}") { enabled } }`,
      `{ appStreamUsers(filter: { userNames: ["${name}"] }) { totalCount } }`,
      `{ appStreamUsers(orderBy: { field: USER_NAME, direction: ASC }) { edges { cursor } } }`,
      `{ appStreamSessions(filter: { userIds: ["${name}"] }) { totalCount } }`,
      `{ appStreamAppLicenseUsages(billingPeriod: "${PERIOD}", filter: { userIds: ["${name}"] }) { totalCount } }`,
      `{ appStreamStack(name: "day") { sessions(filter: { userIds: ["${name}"] }) { totalCount } } }`,
      `mutation { enableAppStreamUser(input: { userName: "${name}" }) { __typename ... on AppStreamError { code message } } }`,
      `mutation { batchAssociateAppStreamUserStack(input: { associations: [{ userName: "${name}", stackName: "day" }] }) { __typename ... on AppStreamError { code message } } }`,
    ]
    const asked = await sendAll(started, EVERYTHING, probes(ANN))
    started.gateway.emulator.calls.clear()
    expect(await sendAll(started, EVERYTHING, probes(nobody))).toBe(asked)
    expect(started.gateway.emulator.calls.count('DescribeUsers')).toBe(0)
    expect(revealed(asked)).toEqual([])
    expect(revealed(started.logged())).toEqual([])
  })

  test('cursors of license usage depend on no name', async () => {
    const cursorsFor = async (names: readonly string[]) => {
      await using started = await startPeople()
      const { home } = started.gateway
      home.licenseUsage.clear()
      for (const userId of names) started.gateway.emulator.useLicense({ ...LICENSE, userId })
      const headers = await started.issuer.headers({ scope: EVERYTHING })
      return await started.gateway.read(
        `{ appStreamAppLicenseUsages(billingPeriod: "${PERIOD}") { edges { cursor } } }`,
        { headers },
      )
    }
    const cursors = await cursorsFor(NAMES)
    expect(cursors).toMatchObject({ appStreamAppLicenseUsages: { edges: [{}, {}, {}] } })
    expect(await cursorsFor(['one@other.example', 'three@other.example', 'two@other.example'])).toEqual(
      cursors,
    )
  })

  test('rejects ids of existing and missing users alike', async () => {
    await using started = await startPeople()
    const [id = ''] = await readIds(started)
    const hash = /[0-9a-f]{64}/.exec(Buffer.from(id, 'base64').toString())?.[0] ?? ''
    const other = Buffer.from(Buffer.from(id, 'base64').toString().replace(hash, '0'.repeat(64))).toString(
      'base64',
    )
    expect(hash).not.toBe('')
    const probes = (one: string) => [
      `{ node(id: "${one}") { id } }`,
      `{ nodes(ids: ["${one}"]) { id } }`,
      `{ _entities(representations: [{ __typename: "AppStreamUser", id: "${one}" }]) { __typename } }`,
      `mutation { disableAppStreamUser(input: { id: "${one}" }) { __typename ... on AppStreamError { code } } }`,
    ]
    expect(await sendAll(started, EVERYTHING, probes(other))).toBe(
      await sendAll(started, EVERYTHING, probes(id)),
    )
  })
})

describe('with appstream:people', () => {
  const scope = `${EVERYTHING} appstream:people`

  test('no id, cursor, extension, log line, metric or span names a person', async () => {
    await using started = await startPeople()
    spans.take()
    const ids = await readIds(started)
    const documents = [
      ...queries.map((field) => callOf(field, ids)),
      ...MUTATIONS,
      `{ appStreamUsers(filter: { userNames: 7, target: "${NEEDLE}" }) { totalCount } }`,
      '{ appStreamUsers(first: 1, orderBy: { field: USER_NAME, direction: DESC }) { edges { cursor } pageInfo { endCursor } } }',
    ]
    const answers: string[] = [await sendAll(started, scope, documents)]
    for (const type of [
      'ResourceNotFoundException',
      'SomethingNewException',
      'ValidationException',
      'ThrottlingException',
    ]) {
      failWithNames(started, type)
      answers.push(await sendAll(started, scope, documents.filter(isAboutPeople)))
      started.gateway.emulator.faults.clear()
    }
    expect(revealed(JSON.stringify(answers))).not.toEqual([])
    const opaque = [...answers.join('').matchAll(/"(?:id|cursor|\w+Cursor|deletedId)":"([^"]+)"/g)].map(
      ([, value = '']) => value,
    )
    expect(opaque.length).toBeGreaterThan(20)
    expect(revealed(opaque.join(' '))).toEqual([])
    const extensions = [...answers.join('').matchAll(/"extensions":\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g)].map(
      ([all]) => all,
    )
    expect(revealed(extensions.join('\n'))).toEqual([])
    expect(revealed(started.logged())).toEqual([])
    const metrics = await fetch(new URL('/metrics', started.gateway.url), {
      headers: { authorization: `Bearer ${METRICS_TOKEN}` },
    })
    expect(metrics.status).toBe(200)
    expect(revealed(await metrics.text())).toEqual([])
    const traced = spans
      .take()
      .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))
    expect(traced.length).toBeGreaterThan(20)
    expect(revealed(JSON.stringify(traced))).toEqual([])
  })

  test('a stale answer names the user by a hash', async () => {
    await using started = await startPeople()
    const document = `{ appStreamUser(userName: "${ANN}") { stacks { nodes { name } } } }`
    await sendAll(started, scope, [document])
    started.outdate()
    const error = { type: 'ThrottlingException' }
    started.gateway.emulator.faults.add({ operation: 'DescribeUserStackAssociations', error })
    const answer = await sendAll(started, scope, [document])
    expect(answer).toMatch(/"what":"default@us-east-1\/stacks\/users\/right\/[0-9a-f]{64}"/)
    expect(revealed(answer)).toEqual([])
  })

  test('the audit log names users by their global ids', async () => {
    await using started = await startPeople()
    const { gateway, issuer } = started
    const headers = await issuer.headers({ scope })
    const { appStreamUser } = await gateway.read<{ appStreamUser: { id: string } }, never>(
      `{ appStreamUser(userName: "${BOB}") { id } }`,
      { headers },
    )
    const about = `{ userName: "${BOB}" }`
    for (const name of ['disableAppStreamUser', 'deleteAppStreamUser']) {
      await gateway.read(`mutation { ${name}(input: ${about}) { __typename } }`, { headers })
    }
    await gateway.read(
      `mutation { batchAssociateAppStreamUserStack(input: { associations: [{ userName: "${BOB}", stackName: "day" }] }) { __typename } }`,
      { headers },
    )
    const audits = started
      .logged()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).audit)
      .filter((audit) => audit !== undefined)
    expect(audits).toMatchObject([
      { operation: 'DisableUser', resource: appStreamUser.id, outcome: 'OK' },
      { operation: 'DeleteUser', resource: appStreamUser.id, outcome: 'OK' },
      {
        ...{ operation: 'BatchAssociateUserStack', resource: appStreamUser.id, made: 'day' },
        outcome: 'USER_NAME_NOT_FOUND',
      },
      { operation: 'batchAssociateAppStreamUserStack', resource: '1 association', outcome: 'OK' },
    ])
    expect(revealed(started.logged())).toEqual([])
  })
})
