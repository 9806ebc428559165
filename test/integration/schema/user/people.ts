import { type GraphQLField, getNamedType, isObjectType, isRequiredArgument } from 'graphql'
import { createSchema } from '../../../../src/schema/index.ts'
import { decoded, sendOverBoth } from '../../../support/clients/both-transports.ts'
import { createTestClock, type TestGateway } from '../../../support/gateway.ts'
import { type Issuer, startIssuer } from '../../../support/issuer.ts'
import { everyField } from '../../../support/selection.ts'
import { fleetArn, stackArn } from '../fleet/support.ts'
import { startPool } from './support.ts'

const schema = createSchema()

/** Every name of a person holds this text, and nothing else does. */
export const NEEDLE = 'zyxqvu'
export const NAMES = [1, 2, 3].map((index) => `${NEEDLE}-${index}@hidden.example`)
export const [ANN = '', BOB = '', CID = ''] = NAMES

export const PERIOD = '2026-11'

/** All users use the license at the same time, so that only their names could order them. */
export const LICENSE = { region: 'us-east-1', licenseType: 'VISIO', usedAt: `${PERIOD}-05T09:00:00Z` }
export const METRICS_TOKEN = 'a-token-of-the-metrics-of-this-test'
export const EVERYTHING = 'appstream:read appstream:operate appstream:manage appstream:stream'

interface Started extends AsyncDisposable {
  readonly gateway: TestGateway
  readonly issuer: Issuer
  readonly logged: () => string
  /** Advances the clock, so that the next read asks AWS. */
  readonly outdate: () => void
}

/** Starts a gateway with people in every place that AWS can name them. */
export async function startPeople(): Promise<Started> {
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
export function revealed(text: string): string[] {
  return [
    ...decoded(text)
      .toLowerCase()
      .matchAll(new RegExp(`.{0,80}${NEEDLE}.{0,20}`, 'g')),
  ].map(([found]) => found)
}

/** Returns a call of a query with values for its required arguments. */
export function callOf({ name, args, type }: GraphQLField<unknown, unknown>, ids: readonly string[]): string {
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
export async function sendAll(
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
export async function readIds({ gateway, issuer }: Started): Promise<string[]> {
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

/** Lets the operations on users fail with exceptions whose messages contain user names, as those of AWS may. */
export function failWithNames({ gateway: { emulator }, outdate }: Started, type: string): void {
  outdate()
  const message = `User ${ANN} (${BOB}) of ${CID} cannot be found.`
  for (const operation of PERSONAL) emulator.faults.add({ operation, error: { type, message } })
}

/** Returns true for operations whose AWS calls return user names. */
export function isAboutPeople(document: string): boolean {
  return /^(mutation|\{ appStream(User|Session|Stacks|Access|AppLicense))/.test(document)
}

export const queries = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
  ({ name }) => name !== '_service',
)
