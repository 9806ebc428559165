import { createClient } from 'graphql-sse'
import { expect, test } from 'vitest'
import { ACCOUNT, imageArn, startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { fleetArn, stackArn } from './support.ts'

const OTHER = '210987654321'
const roles = [ACCOUNT, OTHER].map((account) => `arn:aws:iam::${account}:role/reader`).join(',')

/** Starts a gateway with equal estates in two accounts; returns the headers of a caller narrowed to the first. */
async function startEstates() {
  await using started = new AsyncDisposableStack()
  const issuer = started.use(await startIssuer())
  const gateway = started.use(await startGateway({ env: { AWS_ROLE_ARNS: roles, ...issuer.env } }))
  for (const account of [ACCOUNT, OTHER]) {
    const region = gateway.emulator.region('us-east-1', account)
    region.putImage({ Name: 'golden' })
    region.putFleet({ Name: `desks-${account}`, ImageArn: imageArn('golden') })
    region.putStack({ Name: `office-${account}` })
    region.putDirectoryConfig({ DirectoryName: `${account}.example.com` })
    region.associate(`office-${account}`, `desks-${account}`)
  }
  gateway.home.shareImage('golden', OTHER, { allowFleet: true })
  const headers = await issuer.headers({ appstream_targets: [`${ACCOUNT}/us-east-1`] })
  const running = started.move()
  return { gateway, headers, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

const theirFleet = fleetArn(`desks-${OTHER}`, OTHER)
const theirStack = stackArn(`office-${OTHER}`, OTHER)
const idOf = (typename: string, arn: string) => Buffer.from(`${typename}:${arn}`).toString('base64')

test.each([
  ['fleets', '{ appStreamFleets { nodes { name stacks { nodes { name } } } failures { code } } }'],
  ['stacks', '{ appStreamStacks { nodes { name fleets { nodes { name } } } failures { code } } }'],
  ['directory configs', '{ appStreamDirectoryConfigs { nodes { directoryName } failures { code } } }'],
  ['the fleets of an image', `{ image(arn: "${imageArn('golden')}") { fleets { nodes { name } } } }`],
])('lists %s of the allowed target only', async (_what, query) => {
  await using estates = await startEstates()
  const { gateway, headers } = estates
  const text = JSON.stringify(await gateway.read(query, { headers }))
  expect(text).toContain(ACCOUNT)
  expect(text).not.toContain(OTHER)
  expect(text).not.toContain('"code"')
  expect(gateway.emulator.calls.all.filter(({ accountId }) => accountId === OTHER)).toEqual([])
})

test.each([
  ['a fleet by ARN', `{ found: appStreamFleet(arn: "${theirFleet}") { name } }`],
  ['a stack by ARN', `{ found: appStreamStack(arn: "${theirStack}") { name } }`],
  ['a fleet as a node', `{ found: node(id: "${idOf('AppStreamFleet', theirFleet)}") { id } }`],
  ['a stack as a node', `{ found: node(id: "${idOf('AppStreamStack', theirStack)}") { id } }`],
])('returns null for %s in another target', async (_what, query) => {
  await using estates = await startEstates()
  const { gateway, headers } = estates
  expect(await gateway.query(query, { headers })).toMatchObject({ data: { found: null } })
  expect(gateway.emulator.calls.all.filter(({ accountId }) => accountId === OTHER)).toEqual([])
})

test('returns nodes of the allowed target', async () => {
  await using estates = await startEstates()
  const { gateway, headers } = estates
  const id = idOf('AppStreamFleet', fleetArn(`desks-${ACCOUNT}`))
  const query = `{ node(id: "${id}") { ... on AppStreamFleet { name } } }`
  expect(await gateway.read(query, { headers })).toEqual({ node: { name: `desks-${ACCOUNT}` } })
})

test('resolves no entity of another target', async () => {
  await using estates = await startEstates()
  const { gateway, headers } = estates
  const query = `{ _entities(representations: [
    { __typename: "AppStreamFleet", arn: "${theirFleet}" }, { __typename: "AppStreamStack", arn: "${theirStack}" }
    { __typename: "AppStreamFleet", arn: "${fleetArn(`desks-${ACCOUNT}`)}" }
  ]) { __typename } }`
  expect(await gateway.read(query, { headers })).toEqual({
    _entities: [null, null, { __typename: 'AppStreamFleet' }],
  })
  expect(gateway.emulator.calls.all.filter(({ accountId }) => accountId === OTHER)).toEqual([])
})

test.each(['appStreamFleetStateChanged', 'appStreamFleetCapacityChanged'])(
  '%s emits only fleets of the allowed target',
  async (field) => {
    await using estates = await startEstates()
    const { gateway, headers } = estates
    const client = createClient({ url: gateway.url, headers, retryAttempts: 0 })
    const names: unknown[] = []
    const query = `subscription { event: ${field}(snapshot: true) { kind fleet { name } failures { code } } }`
    interface Event {
      readonly kind: string
      readonly fleet: { readonly name: string } | null
      readonly failures: readonly unknown[]
    }
    for await (const { data, errors } of client.iterate<{ event: Event }>({ query })) {
      expect(errors).toBeUndefined()
      if (data?.event.kind === 'SYNCED') {
        expect(data.event.failures).toEqual([])
        break
      }
      names.push(data?.event.fleet?.name)
    }
    client.dispose()
    expect(names).toEqual([`desks-${ACCOUNT}`])
    expect(gateway.emulator.calls.all.filter(({ accountId }) => accountId === OTHER)).toEqual([])
  },
)
