import {
  type AppStreamClient,
  BatchDisassociateUserStackCommand,
  DeleteAppBlockBuilderCommand,
  DeleteAppBlockCommand,
  DeleteApplicationCommand,
  DeleteEntitlementCommand,
  DeleteFleetCommand,
  DeleteImageBuilderCommand,
  DeleteImageCommand,
  DeleteImagePermissionsCommand,
  DeleteStackCommand,
  DeleteThemeForStackCommand,
  DisassociateAppBlockBuilderAppBlockCommand,
  DisassociateApplicationFleetCommand,
  DisassociateFleetCommand,
  ExpireSessionCommand,
  StopAppBlockBuilderCommand,
  StopFleetCommand,
} from '@aws-sdk/client-appstream'
import { type Emulator, manualClock, type RegionStore } from '../../../../src/emulator/server.ts'
import { userAlias } from '../../../../src/schema/user/kind.ts'
import {
  ACCOUNT,
  imageArn,
  imageBuilderArn,
  REGION,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'
import { fleetArn, stackArn } from '../fleet/support.ts'

/** Account with which the image is shared; the gateway does not serve it. */
export const PARTNER = '210987654321'

/** Resource in a plan. */
export interface PlannedResource {
  readonly __typename: string
  readonly name?: string
  readonly stackName?: string
  readonly sessionId?: string
}

/** Step of a plan. */
export interface Step {
  readonly index: number
  readonly mutation: string
  readonly resource: PlannedResource
  readonly other: PlannedResource | null
  readonly detail: string | null
  readonly dependsOn: readonly number[]
  readonly endsSessions: number | null
}

/** Plan as selected by {@link PLAN}. */
export interface Plan {
  readonly steps: readonly Step[]
  readonly blockers: readonly {
    readonly resource: PlannedResource
    readonly usedBy: readonly PlannedResource[]
    readonly message: string
  }[]
}

export const PLAN = `query ($arns: [ID!]!) {
  plan: appStreamTeardownPlan(arns: $arns) {
    steps { index mutation resource { ...Named } other { ...Named } detail dependsOn endsSessions }
    blockers { resource { ...Named } usedBy { ...Named } message }
  }
}
fragment Named on Node {
  __typename
  ... on Image { name }
  ... on ImageBuilder { name }
  ... on AppStreamFleet { name }
  ... on AppStreamStack { name }
  ... on AppStreamEntitlement { name stackName }
  ... on AppStreamTheme { stackName }
  ... on AppStreamSession { sessionId }
  ... on AppStreamElasticApplication { name }
  ... on AppStreamAppBlock { name }
  ... on AppStreamAppBlockBuilder { name }
}`

/** Returns the plan for these ARNs. */
export async function planOf(
  gateway: TestGateway,
  arns: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<Plan> {
  const { plan } = await gateway.read<{ plan: Plan }, { arns: readonly string[] }>(PLAN, {
    variables: { arns },
    headers,
  })
  return plan
}

/** Returns the steps of a plan in words, for example `deleteAppStreamFleet desks`. */
export function inWords({ steps }: Plan): readonly string[] {
  return steps.map(({ mutation, resource, other, detail }) =>
    [mutation, nameOf(resource), other && nameOf(other), detail].filter((word) => word != null).join(' '),
  )
}

function nameOf({ name, stackName, sessionId }: PlannedResource): string {
  return name ?? stackName ?? sessionId ?? ''
}

/** The resources of {@link putEstate} to delete. */
export const ESTATE = [
  stackArn('office'),
  stackArn('lab'),
  fleetArn('desks'),
  imageArn('golden'),
  imageBuilderArn('builder'),
]

/** Returns the ARN of a resource. */
export function arnOf(type: string, name: string): string {
  return `arn:aws:appstream:${REGION}:${ACCOUNT}:${type}/${name}`
}

/** The Elastic resources of {@link putEstate}. */
export const ELASTIC = [
  arnOf('app-block', 'tools'),
  arnOf('app-block-builder', 'packager'),
  arnOf('application', 'editor'),
  fleetArn('elastic'),
]

const USERS = ['ann@example.com', 'bob@example.com']

/**
 * Puts an image with a fleet, and two stacks: `office` has everything that a stack can have, `lab` has a session on a
 * fleet that is not deleted. An Elastic fleet offers an application whose app block is being packaged.
 */
export function putEstate(home: RegionStore): void {
  home.putImage({ Name: 'golden' })
  home.putImage({ Name: 'other' })
  home.shareImage('golden', PARTNER, { allowFleet: true })
  home.putImageBuilder({ Name: 'builder', ImageArn: imageArn('golden') })
  home.putFleet({ Name: 'desks', ImageArn: imageArn('golden') })
  home.putFleet({ Name: 'kept', ImageArn: imageArn('other') })
  for (const Name of ['office', 'lab']) home.putStack({ Name })
  home.associate('office', 'desks')
  home.associate('lab', 'kept')
  for (const Id of ['one', 'two']) {
    home.putSession({ Id, StackName: 'office', FleetName: 'desks', UserId: `${Id}@example.com` })
  }
  home.putSession({ Id: 'three', StackName: 'lab', FleetName: 'kept', UserId: 'three@example.com' })
  for (const UserName of USERS) {
    home.users.put({ UserName })
    home.userStacks.add(UserName, 'office')
  }
  const entitlement = { AppVisibility: 'ALL', Attributes: [{ Name: 'roles', Value: 'author' }] }
  for (const Name of ['readers', 'writers'])
    home.entitlements.put({ ...entitlement, StackName: 'office', Name })
  home.appBlocks.put({ Name: 'tools', PackagingType: 'APPSTREAM2' })
  home.appBlockBuilders.put({ Name: 'packager', State: 'RUNNING' })
  home.builderAppBlocks.add('packager', 'tools')
  home.applications.put({ Name: 'editor', AppBlockArn: arnOf('app-block', 'tools') })
  home.putFleet({ Name: 'elastic', FleetType: 'ELASTIC' })
  home.applicationFleets.add('editor', 'elastic')
  home.themes.put({ StackName: 'office', ThemeTitleText: 'Office', ThemeStyling: 'BLUE' })
}

/** Starts a gateway over the estate, on a manual clock of the emulator. */
export async function startEstate(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway({
    ...options,
    emulator: { clock: manualClock(), behaviour: { visibleAfterMs: 0 }, ...options.emulator },
  })
  putEstate(gateway.home)
  return gateway
}

/** Returns the global ID of a user in a plan. */
export function userId(userName: string): string {
  const id = JSON.stringify([REGION, ACCOUNT, userAlias(userName)])
  return Buffer.from(`AppStreamUser:${id}`).toString('base64')
}

/** Sends the AWS call of each mutation. */
const CALLS: Readonly<
  Record<
    string,
    (client: AppStreamClient, step: Step & Readonly<Record<'name' | 'otherName', string>>) => Promise<unknown>
  >
> = {
  stopAppStreamFleet: (client, { name }) => client.send(new StopFleetCommand({ Name: name })),
  expireAppStreamSession: (client, { name }) => client.send(new ExpireSessionCommand({ SessionId: name })),
  disassociateAppStreamFleet: (client, { name, otherName }) =>
    client.send(new DisassociateFleetCommand({ FleetName: name, StackName: otherName })),
  async batchDisassociateAppStreamUserStack(client, { name, detail }) {
    const UserName = USERS.find((user) => userId(user) === detail)
    const association = { StackName: name, UserName, AuthenticationType: 'USERPOOL' } as const
    const command = new BatchDisassociateUserStackCommand({ UserStackAssociations: [association] })
    const { errors = [] } = await client.send(command)
    if (errors.length > 0) throw new Error(errors[0]?.ErrorMessage)
  },
  deleteAppStreamEntitlement: (client, { name, resource }) =>
    client.send(new DeleteEntitlementCommand({ Name: name, StackName: resource.stackName })),
  deleteAppStreamThemeForStack: (client, { name }) =>
    client.send(new DeleteThemeForStackCommand({ StackName: name })),
  deleteImagePermissions: (client, { name, detail }) =>
    client.send(new DeleteImagePermissionsCommand({ Name: name, SharedAccountId: detail ?? '' })),
  deleteAppStreamFleet: (client, { name }) => client.send(new DeleteFleetCommand({ Name: name })),
  deleteAppStreamStack: (client, { name }) => client.send(new DeleteStackCommand({ Name: name })),
  disassociateAppStreamApplicationFleet: (client, { name, otherName }) => {
    const ApplicationArn = arnOf('application', name)
    return client.send(new DisassociateApplicationFleetCommand({ ApplicationArn, FleetName: otherName }))
  },
  deleteAppStreamElasticApplication: (client, { name }) =>
    client.send(new DeleteApplicationCommand({ Name: name })),
  stopAppStreamAppBlockBuilder: (client, { name }) =>
    client.send(new StopAppBlockBuilderCommand({ Name: name })),
  disassociateAppStreamAppBlockBuilderAppBlock(client, { name, otherName }) {
    const input = { AppBlockBuilderName: name, AppBlockArn: arnOf('app-block', otherName) }
    return client.send(new DisassociateAppBlockBuilderAppBlockCommand(input))
  },
  deleteAppStreamAppBlockBuilder: (client, { name }) =>
    client.send(new DeleteAppBlockBuilderCommand({ Name: name })),
  deleteAppStreamAppBlock: (client, { name }) => client.send(new DeleteAppBlockCommand({ Name: name })),
  deleteImage: (client, { name }) => client.send(new DeleteImageCommand({ Name: name })),
  deleteImageBuilder: (client, { name }) => client.send(new DeleteImageBuilderCommand({ Name: name })),
}

/** Exceeds any transition of the emulator. */
const A_WHILE_MS = 30_000

/** Carries out steps one after the other, each to its end. @throws the error of the first that fails */
export async function carryOut(
  steps: readonly Step[],
  client: AppStreamClient,
  { advance }: Emulator,
): Promise<void> {
  for (const step of steps) {
    const call = CALLS[step.mutation]
    if (call === undefined) throw new TypeError(`${step.mutation} has no call.`)
    const { resource, other } = step
    await call(client, { ...step, name: nameOf(resource), otherName: other === null ? '' : nameOf(other) })
    advance(A_WHILE_MS)
  }
}
