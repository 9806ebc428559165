import { describe, expect, test } from 'vitest'
import {
  ANN,
  callOf,
  EVERYTHING,
  failWithNames,
  isAboutPeople,
  LICENSE,
  NAMES,
  NEEDLE,
  PERIOD,
  queries,
  readIds,
  revealed,
  sendAll,
  startPeople,
} from './people.ts'

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
