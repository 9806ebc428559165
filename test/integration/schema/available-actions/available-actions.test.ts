import { isEnumType } from 'graphql'
import { expect, test } from 'vitest'
import { ALL_SCOPES } from '../../../../src/schema/access.ts'
import { ACCOUNT, sharedSchema, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { mutate } from '../../../support/mutate.ts'
import { type ActedKind, actedKinds, NEW_STATE } from './estate.ts'

const OTHER = '210987654321'

interface Listed {
  readonly list: {
    readonly nodes: readonly { readonly name: string; readonly availableActions: readonly string[] }[]
  }
}

/** Starts a gateway whose callers need tokens, without delays and quotas of AWS. */
async function startGuarded() {
  await using started = new AsyncDisposableStack()
  const issuer = started.use(await startIssuer())
  const quotas = { images: 10_000, copies: 10_000, managedUpdates: 10_000, exports: 10_000 }
  const gateway = started.use(
    await startGateway({
      env: { ...issuer.env, AWS_REGIONS: 'us-east-1,eu-west-1' },
      emulator: {
        behaviour: { visibleAfterMs: 0, quotas: { ...quotas, instancesPerType: 10_000, stacks: 10_000 } },
      },
    }),
  )
  const running = started.move()
  return { gateway, issuer, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Returns the available actions by name, read page by page. */
async function listActions(gateway: TestGateway, list: string, headers: Readonly<Record<string, string>>) {
  const found = new Map<string, readonly string[]>()
  for (let after: string | null = null, isLast = false; !isLast; ) {
    const page: Listed & { list: { pageInfo: { endCursor: string | null; hasNextPage: boolean } } } =
      await gateway.read(
        `query ($after: String) { list: ${list}(first: 100, after: $after) {
          nodes { name availableActions } pageInfo { endCursor hasNextPage }
        } }`,
        { variables: { after }, headers },
      )
    for (const { name, availableActions } of page.list.nodes) found.set(name, availableActions)
    after = page.list.pageInfo.endCursor
    isLast = !page.list.pageInfo.hasNextPage
  }
  return found
}

const target = { target: { region: 'us-east-1' } }

/** Runs the mutation of an action. Returns true if it took effect. */
async function act(
  gateway: TestGateway,
  { actions }: ActedKind,
  action: string,
  name: string,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { mutation = '', input = () => ({}) } = actions[action] ?? {}
  const select = action === 'ROLL_OUT' ? 'outcomes { error { message } }' : ''
  const result = await mutate(gateway, mutation, { ...input(name), ...target }, select, headers)
  const isPayload = String(result['__typename']).endsWith('Payload')
  return isPayload && !JSON.stringify(result).includes('"message"')
}

test.each(actedKinds)('$list: every state lists the actions that AWS accepts', async (kind) => {
  await using guarded = await startGuarded()
  const { gateway, issuer } = guarded
  const headers = await issuer.headers({ scope: ALL_SCOPES.join(' ') })
  const cases = kind.states.flatMap((State) =>
    Object.keys(kind.actions).map((action) => ({ State, action, Name: `${State}.${action}` })),
  )
  for (const { State, action, Name } of cases) kind.put(gateway.home, { Name, State }, action)
  const listed = await listActions(gateway, kind.list, headers)
  const callsBefore = gateway.emulator.calls.count()

  const differences: string[] = []
  for (const { State, action, Name } of cases) {
    const isListed = listed.get(Name)?.includes(action) ?? false
    const isAccepted = await act(gateway, kind, action, Name, headers)
    // AWS accepts to stop what is stopped, but nothing changes.
    const hasEffect = isAccepted && !(action === 'STOP' && State.startsWith('STOPP'))
    // In a state that this release does not know, an action that AWS would accept may be missing.
    const isMissing = hasEffect && !isListed && State !== NEW_STATE
    if (isMissing || (isListed && !hasEffect))
      differences.push(`${Name}: listed ${isListed}, accepted ${isAccepted}`)
  }
  expect(differences).toEqual([])
  expect(gateway.emulator.calls.count()).toBeGreaterThan(callsBefore)
})

test.each(actedKinds)('$list: every scope lists the actions of its mutations', async (kind) => {
  await using guarded = await startGuarded()
  const { gateway, issuer } = guarded
  const all = await issuer.headers({ scope: ALL_SCOPES.join(' ') })
  for (const State of kind.states) kind.put(gateway.home, { Name: State, State }, '')
  const possible = await listActions(gateway, kind.list, all)
  for (const scope of ALL_SCOPES) {
    const headers = await issuer.headers({ scope: `appstream:read ${scope}` })
    const allowed = new Set<string>()
    for (const action of Object.keys(kind.actions)) {
      const { mutation = '', input = () => ({}) } = kind.actions[action] ?? {}
      const result = await mutate(gateway, mutation, { ...input('missing'), ...target }, '', headers)
      if (result['__typename'] !== 'AppStreamAccessDeniedError') allowed.add(action)
    }
    const expected = possible
      .entries()
      .map(([name, actions]) => [name, actions.filter((one) => allowed.has(one))])
    expect(Object.fromEntries(await listActions(gateway, kind.list, headers)), scope).toEqual(
      Object.fromEntries(expected),
    )
  }
})

test('each value of the enums is walked', () => {
  const enums = ['ImageBuilderAction', 'ImageAction', 'AppStreamFleetAction']
  const values = enums.map((name) => {
    const type = sharedSchema().getType(name)
    return isEnumType(type)
      ? type
          .getValues()
          .map((value) => value.name)
          .toSorted()
      : []
  })
  expect(values).toEqual(actedKinds.map(({ actions }) => Object.keys(actions).toSorted()))
})

test('changes with a mutation at once, without another AWS call', async () => {
  await using gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  const read = async () => {
    const { imageBuilder } = await gateway.read<{ imageBuilder: { availableActions: string[] } }, object>(
      '{ imageBuilder(name: "builder") { availableActions } }',
    )
    return imageBuilder.availableActions
  }
  expect(await read()).toContain('START')
  await mutate(gateway, 'startImageBuilder', { name: 'builder' })
  expect(await read()).toEqual([])
})

test('keeps answers of callers with different scopes apart', async () => {
  await using guarded = await startGuarded()
  const { gateway, issuer } = guarded
  gateway.home.putFleet({ Name: 'desks', State: 'STOPPED' })
  const query = `{ appStreamFleet(name: "desks", target: { region: "us-east-1" }) { availableActions } }`
  const read = async (scope: string) => {
    const headers = await issuer.headers({ scope })
    return gateway.read<unknown, object>(query, { headers })
  }
  for (let time = 0; time < 2; time++) {
    expect(await read('appstream:read')).toEqual({ appStreamFleet: { availableActions: [] } })
    expect(await read('appstream:operate')).toEqual({ appStreamFleet: { availableActions: ['START'] } })
  }
})

test('lists no action of the owner on images of others', async () => {
  await using gateway = await startGateway()
  const { emulator, home } = gateway
  const theirs = emulator.region('us-east-1', OTHER)
  for (const Name of ['for-fleets', 'for-builders']) theirs.putImage({ Name })
  theirs.shareImage('for-fleets', ACCOUNT, { allowFleet: true })
  theirs.shareImage('for-builders', ACCOUNT, { allowImageBuilder: true })
  home.putImage({ Name: 'public', Visibility: 'PUBLIC' })
  const { images } = await gateway.read<{ images: { nodes: object[] } }, object>(
    '{ images(filter: { visibilities: [SHARED, PUBLIC] }) { nodes { name availableActions } } }',
  )
  expect(images.nodes).toEqual([
    { name: 'for-builders', availableActions: [] },
    { name: 'for-fleets', availableActions: ['ROLL_OUT'] },
    { name: 'public', availableActions: ['ROLL_OUT'] },
  ])
})

test('lists only actions of every state in an unknown state', async () => {
  await using gateway = await startGateway()
  gateway.home.putFleet({ Name: 'desks', State: NEW_STATE })
  gateway.home.putImageBuilder({ Name: 'builder', State: NEW_STATE })
  const query = `{
    appStreamFleet(name: "desks") { state availableActions } imageBuilder(name: "builder") { availableActions }
  }`
  expect(await gateway.read(query)).toEqual({
    appStreamFleet: { state: 'UNKNOWN', availableActions: ['ASSOCIATE', 'DISASSOCIATE'] },
    imageBuilder: { availableActions: [] },
  })
})

test('lists no Windows-only action on other operating systems', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'linux', Platform: 'AMAZON_LINUX2' })
  gateway.home.putImageBuilder({ Name: 'linux', Platform: 'AMAZON_LINUX2', State: 'RUNNING' })
  const { image, imageBuilder } = await gateway.read<Record<string, { availableActions: string[] }>, object>(
    '{ image(name: "linux") { availableActions } imageBuilder(name: "linux") { availableActions } }',
  )
  expect(image?.availableActions).not.toContain('CREATE_UPDATED_IMAGE')
  expect(imageBuilder?.availableActions.toSorted()).toEqual(['CREATE_STREAMING_URL', 'DELETE', 'STOP'])
})
