import { expect, test } from 'vitest'
import { exceptionsOf } from '../../../../src/appstream/model/requests.ts'
import { ACCOUNT, type TestGateway } from '../../../support/gateway.ts'
import { callsOf, stackArn } from '../fleet/support.ts'
import { address, fill, mutate, startPool } from './support.ts'

const BATCHES = ['batchAssociateAppStreamUserStack', 'batchDisassociateAppStreamUserStack'] as const

/** Sends a batch and returns its result. */
function batch(gateway: TestGateway, name: (typeof BATCHES)[number], associations: string, more = '') {
  return mutate(
    gateway,
    `${name}(input: { associations: [${associations}]${more} })`,
    'outcomes { succeeded userName stackName error { errorCode rawErrorCode errorMessage } user { userName } stack { name } }',
  )
}

function pair(userName: string, stackName: string): string {
  return `{ userName: "${userName}", stackName: "${stackName}" }`
}

test('associates and disassociates in one call, visible on both sides', async () => {
  await using gateway = await startPool()
  fill(gateway, 3, 2)
  const query = `{
    appStreamUser(userName: "${address(0)}") { stacks { nodes { name } } }
    appStreamStack(name: "stack-1") { users { nodes { userName } } }
  }`
  const before = await gateway.read(query)
  const associations = [pair(address(0), 'stack-1'), pair(address(2), 'stack-1')].join()
  const { outcomes } = await batch(gateway, 'batchAssociateAppStreamUserStack', associations)
  expect(outcomes).toMatchObject([
    {
      ...{ succeeded: true, error: null, userName: address(0), stackName: 'stack-1' },
      ...{ user: { userName: address(0) }, stack: { name: 'stack-1' } },
    },
    { succeeded: true, userName: address(2) },
  ])
  expect(await gateway.read(query)).toEqual({
    appStreamUser: { stacks: { nodes: [{ name: 'stack-0' }, { name: 'stack-1' }] } },
    appStreamStack: { users: { nodes: [0, 1, 2].map((index) => ({ userName: address(index) })) } },
  })
  await batch(gateway, 'batchDisassociateAppStreamUserStack', associations)
  expect(await gateway.read(query)).toEqual(before)
  expect(callsOf(gateway)).toMatchObject({ BatchAssociateUserStack: 1, BatchDisassociateUserStack: 1 })
})

test('invites users by e-mail only on request', async () => {
  await using gateway = await startPool()
  fill(gateway, 2, 1)
  const invited = `{ userName: "${address(0)}", stackName: "stack-0", sendEmailNotification: true }`
  for (const name of BATCHES) await batch(gateway, name, `${invited}, ${pair(address(1), 'stack-0')}`)
  const common = { StackName: 'stack-0', AuthenticationType: 'USERPOOL' }
  expect(gateway.emulator.calls.all.filter(({ operation }) => operation.startsWith('Batch'))).toMatchObject([
    {
      input: {
        UserStackAssociations: [
          { ...common, UserName: address(0), SendEmailNotification: true },
          { ...common, UserName: address(1) },
        ],
      },
    },
    {
      input: {
        UserStackAssociations: [
          { ...common, UserName: address(0) },
          { ...common, UserName: address(1) },
        ],
      },
    },
  ])
})

test.each(BATCHES)('%s returns one outcome per pair in input order', async (name) => {
  await using gateway = await startPool()
  fill(gateway, 2, 2)
  const { __typename, outcomes, fields, message } = await batch(
    gateway,
    name,
    [
      pair('gone@example.com', 'stack-0'),
      pair(address(0), 'stack-1'),
      pair(address(1), 'gone'),
      pair(address(1), 'stack-0'),
    ].join(),
  )
  expect({ __typename, fields, message }).toMatchObject({ __typename: expect.stringMatching(/Payload$/) })
  expect(outcomes).toMatchObject([
    {
      ...{ succeeded: false, userName: 'gone@example.com', user: null, stack: { name: 'stack-0' } },
      error: { errorCode: 'USER_NAME_NOT_FOUND', rawErrorCode: 'USER_NAME_NOT_FOUND' },
    },
    { succeeded: true, error: null, userName: address(0), stackName: 'stack-1' },
    { succeeded: false, error: { errorCode: 'STACK_NOT_FOUND' }, stackName: 'gone', stack: null },
    { succeeded: true, error: null, userName: address(1), stackName: 'stack-0' },
  ])
})

test.each(BATCHES)('%s returns a payload if all pairs fail', async (name) => {
  await using gateway = await startPool()
  const { outcomes } = await batch(
    gateway,
    name,
    `${pair('a@example.com', 'x')}, ${pair('b@example.com', 'y')}`,
  )
  expect(outcomes).toMatchObject([
    { succeeded: false, userName: 'a@example.com', stackName: 'x' },
    { succeeded: false, userName: 'b@example.com', stackName: 'y' },
  ])
})

test('passes unknown error codes on; an error without a pair fails all', async () => {
  await using gateway = await startPool()
  fill(gateway, 2, 1)
  const body = (errors: object[]) => ({ raw: { status: 200, body: JSON.stringify({ errors }) }, times: 1 })
  const UserStackAssociation = { UserName: address(1), StackName: 'stack-0', AuthenticationType: 'USERPOOL' }
  const { faults } = gateway.emulator
  faults.add({
    operation: 'BatchAssociateUserStack',
    ...body([{ UserStackAssociation, ErrorCode: 'QUEUE_FULL', ErrorMessage: 'Later.' }]),
  })
  const associations = `${pair(address(0), 'stack-0')}, ${pair(address(1), 'stack-0')}`
  expect((await batch(gateway, 'batchAssociateAppStreamUserStack', associations))['outcomes']).toMatchObject([
    { succeeded: true },
    { succeeded: false, error: { errorCode: 'UNKNOWN', rawErrorCode: 'QUEUE_FULL', errorMessage: 'Later.' } },
  ])
  faults.add({ operation: 'BatchAssociateUserStack', ...body([{ ErrorCode: 'INTERNAL_ERROR' }]) })
  expect((await batch(gateway, 'batchAssociateAppStreamUserStack', associations))['outcomes']).toMatchObject([
    { succeeded: false, error: { errorCode: 'INTERNAL_ERROR' } },
    { succeeded: false, error: { errorCode: 'INTERNAL_ERROR' } },
  ])
})

const ANN = 'ann@example.com'

test.each([
  ['', ['associations']],
  [Array.from({ length: 26 }, (_, index) => pair(`${index}@example.com`, 'desks')).join(), ['associations']],
  [`${pair(ANN, 'desks')}, ${pair(ANN, 'desks')}`, ['associations.1']],
  [`${pair(ANN, 'desks')}, { userName: "${ANN}", stackArn: "${stackArn('desks')}" }`, ['associations.1']],
  [`{ userName: "${ANN}" }`, ['associations.0.stackName']],
  [`{ userName: "${ANN}", stackName: "a", stackArn: "${stackArn('a')}" }`, ['associations.0.stackArn']],
  [`{ userName: "a b", stackName: "desks" }`, ['associations.0.userName']],
  [pair(ANN, 'no/name'), ['associations.0.stackName']],
  [`{ userName: "${ANN}", stackArn: "${stackArn('desks', '210987654321')}" }`, ['associations.0.stackArn']],
  [
    `{ userName: "${ANN}", stackArn: "${stackArn('desks')}" },
     { userName: "${ANN}", stackArn: "${stackArn('desks', ACCOUNT, 'eu-west-1')}" }`,
    ['associations.1.stackArn'],
  ],
  [
    `{ userName: "${ANN}", stackArn: "arn:aws:appstream:us-east-1:${ACCOUNT}:fleet/desks" }`,
    ['associations.0.stackArn'],
  ],
])('rejects the associations [%s] without a call', async (associations, paths) => {
  await using gateway = await startPool({
    env: { AWS_REGIONS: 'us-east-1,eu-west-1', AWS_ACCOUNT_ID: ACCOUNT },
  })
  for (const name of BATCHES) {
    const more = associations.includes('stackArn') ? '' : ', target: { region: "us-east-1" }'
    const { __typename, fields } = await batch(gateway, name, associations, more)
    expect(__typename).toBe('AppStreamInputError')
    if (associations !== '') expect(Array.isArray(fields) && fields.map(({ path }) => path)).toEqual(paths)
  }
  expect(callsOf(gateway)).toEqual({})
})

test('takes the target of names from an ARN, or from the input', async () => {
  await using gateway = await startPool({
    env: { AWS_REGIONS: 'us-east-1,eu-west-1', AWS_ACCOUNT_ID: ACCOUNT },
  })
  const west = gateway.emulator.region('eu-west-1')
  west.users.put({ UserName: ANN })
  west.stacks.put({ Name: 'desks' })
  const name = 'batchAssociateAppStreamUserStack'
  const arn = `{ userName: "${ANN}", stackArn: "${stackArn('desks', ACCOUNT, 'eu-west-1')}" }`
  expect((await batch(gateway, name, arn))['outcomes']).toMatchObject([{ succeeded: true }])
  expect(
    (await batch(gateway, name, pair(ANN, 'desks'), ', target: { region: "eu-west-1" }'))['outcomes'],
  ).toMatchObject([{ succeeded: true }])
  expect(await batch(gateway, name, pair(ANN, 'desks'))).toMatchObject({ fields: [{ path: 'target' }] })
})

test.each(
  BATCHES.flatMap((name) => {
    const operation = name.replace('AppStream', '').replace(/^b/, 'B')
    return exceptionsOf(operation as 'BatchAssociateUserStack').map(
      (exception) => [exception, operation, name] as const,
    )
  }),
)('returns %s of %s as its typed error', async (exception, operation, name) => {
  await using gateway = await startPool()
  gateway.emulator.faults.add({ operation, error: { type: `${exception}Exception` } })
  expect(await batch(gateway, name, pair(ANN, 'desks'))).toMatchObject({
    __typename: `AppStream${exception}Error`,
  })
})

test('rejects users for a stack whose fleet is joined to a domain', async () => {
  await using gateway = await startPool()
  fill(gateway, 1, 1)
  gateway.home.putFleet({ Name: 'joined', DomainJoinInfo: { DirectoryName: 'corp.example.com' } })
  gateway.home.associate('stack-0', 'joined')
  expect(await batch(gateway, 'batchAssociateAppStreamUserStack', pair(address(0), 'stack-0'))).toMatchObject(
    {
      __typename: 'AppStreamOperationNotPermittedError',
    },
  )
})

test.each(BATCHES)('%s reconciles a broken connection with the AWS listing', async (name) => {
  await using gateway = await startPool()
  fill(gateway, 2, 2)
  const operation = name.replace('AppStream', '').replace(/^b/, 'B')
  gateway.emulator.faults.add({ operation, reset: 'after' })
  const { outcomes } = await batch(
    gateway,
    name,
    `${pair(address(0), 'stack-1')}, ${pair(address(1), 'stack-0')}`,
  )
  expect(outcomes).toMatchObject([{ succeeded: true }, { succeeded: true }])
})
