import { afterAll, describe, expect, test } from 'vitest'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'
import {
  ANN,
  BOB,
  CID,
  callOf,
  EVERYTHING,
  failWithNames,
  isAboutPeople,
  METRICS_TOKEN,
  NEEDLE,
  queries,
  readIds,
  revealed,
  sendAll,
  startPeople,
} from './people.ts'

const spans = setUpTracing()
afterAll(tearDownTracing)

const NEW = `${NEEDLE}-new@hidden.example`

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

describe('with appstream:people', () => {
  const scope = `${EVERYTHING} appstream:people`

  // Sends hundreds of operations, one after another.
  const long = { timeout: 180_000 }

  test('no id, cursor, extension, log line, metric or span names a person', long, async () => {
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
