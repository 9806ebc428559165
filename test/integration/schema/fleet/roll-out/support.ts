import {
  ACCOUNT,
  imageArn,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../../support/gateway.ts'

/** The second account of the roll-out tests. */
export const OTHER = '210987654321'

/** The roles of both accounts. */
export const ROLES = `arn:aws:iam::${ACCOUNT}:role/reader,arn:aws:iam::${OTHER}:role/reader`

/** What a roll-out came to for one fleet, as {@link rollOut} selects it. */
export interface Outcome {
  readonly fleet: { readonly name: string; readonly imageArn: string | null; readonly state: string } | null
  readonly changed: boolean
  readonly error: {
    readonly __typename: string
    readonly message: string
    readonly code: string
    readonly awsRequestId: string | null
    readonly retryable: boolean
  } | null
}

/** The result of a roll-out. */
export interface RollOut {
  readonly __typename: string
  readonly code?: string
  readonly message?: string
  readonly image?: { readonly name: string }
  readonly outcomes: readonly Outcome[]
  readonly fields?: readonly { readonly path: string; readonly message: string }[]
}

const DOCUMENT = `mutation ($input: RollOutAppStreamImageInput!) { result: rollOutAppStreamImage(input: $input) {
  __typename
  ... on AppStreamError { message code }
  ... on AppStreamInputError { fields { path message } }
  ... on RollOutAppStreamImagePayload {
    image { name }
    outcomes {
      fleet { name imageArn state } changed error { __typename message code awsRequestId retryable }
    }
  }
} }`

/** Sends a roll-out; returns the whole answer. */
export function send(gateway: TestGateway, input: object, headers: Readonly<Record<string, string>> = {}) {
  return gateway.query<{ readonly result: RollOut }, object>(DOCUMENT, { variables: { input }, headers })
}

/** Sends a roll-out and returns its result; fails the test on a GraphQL error. */
export async function rollOut(
  gateway: TestGateway,
  input: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<RollOut> {
  const variables = { input }
  const { result } = await gateway.read<{ readonly result: RollOut }, object>(DOCUMENT, {
    variables,
    headers,
  })
  return result
}

/** Starts a gateway before an emulator with an old and a new image, and fleets of the old one. */
export async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway(options)
  const { home } = gateway
  const Platform = 'WINDOWS_SERVER_2022'
  const CreatedTime = new Date('2026-01-01')
  for (const Name of ['old', 'new']) home.putImage({ Name, Platform, CreatedTime })
  const fleet = { ImageName: 'old', ImageArn: imageArn('old'), Platform, CreatedTime }
  home.putFleet({ ...fleet, Name: 'running' })
  home.putFleet({ ...fleet, Name: 'stopped', State: 'STOPPED' })
  home.putFleet({ ...fleet, Name: 'starting', State: 'STARTING' })
  home.putFleet({ ...fleet, Name: 'linux', Platform: 'AMAZON_LINUX2' })
  home.putFleet({ ...fleet, Name: 'parked-linux', Platform: 'AMAZON_LINUX2', State: 'STOPPED' })
  home.putFleet({ ...fleet, Name: 'done', ImageName: 'new', ImageArn: imageArn('new') })
  home.putFleet({
    ...{ Name: 'elastic', FleetType: 'ELASTIC', State: 'STOPPED', Platform, MaxConcurrentSessions: 5 },
    CreatedTime,
  })
  return gateway
}

/** Returns the references of fleets by their names. */
export function named(...names: readonly string[]) {
  return names.map((name) => ({ name }))
}
