import { afterAll, expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { mutate } from '../../../support/mutate.ts'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'

const spans = setUpTracing()
afterAll(tearDownTracing)

/** Every password holds this text, and nothing else does. */
const SECRET = 'zq-hunter2'
const ACCOUNT_NAME = 'CORP\\xw-join'
const METRICS_TOKEN = 'a-token-of-the-metrics-of-this-test'
const DIRECTORY = { directoryName: 'corp.example.com' }
const CREATED = { ...DIRECTORY, organizationalUnitDistinguishedNames: ['OU=Desktops'] }

const credentialsOf = (accountPassword: unknown) => ({
  serviceAccountCredentials: { accountName: ACCOUNT_NAME, accountPassword },
})

test('a password appears in no response, log line, metric, span or inventory', async () => {
  await using issuer = await startIssuer()
  const lines: string[] = []
  await using gateway = await startGateway({
    env: { ...issuer.env, METRICS_TOKEN },
    onLog: (line) => lines.push(line),
  })
  const headers = await issuer.headers({ scope: 'appstream:manage' })
  const results: unknown[] = []
  const send = async (name: string, input: object) => {
    const select = 'directoryConfig { serviceAccountCredentials { accountName } }'
    results.push(await mutate(gateway, name, input, select, headers))
  }

  await send('createAppStreamDirectoryConfig', {
    ...CREATED,
    ...credentialsOf(`${SECRET}-one`),
    clientToken: 'once',
  })
  await send('createAppStreamDirectoryConfig', {
    ...CREATED,
    ...credentialsOf(`${SECRET}-other`),
    clientToken: 'once',
  })
  await send('updateAppStreamDirectoryConfig', { ...DIRECTORY, ...credentialsOf(`${SECRET}-two`) })
  await send('updateAppStreamDirectoryConfig', { ...DIRECTORY, ...credentialsOf(SECRET.repeat(20)) })
  expect(results).toMatchObject([
    { directoryConfig: { serviceAccountCredentials: { accountName: ACCOUNT_NAME } } },
    { code: 'BAD_USER_INPUT' },
    { directoryConfig: { serviceAccountCredentials: { accountName: ACCOUNT_NAME } } },
    { code: 'BAD_USER_INPUT' },
  ])
  const passwords = gateway.emulator.calls.all.map(({ input }) => JSON.stringify(input))
  expect(passwords.join()).toContain(`${SECRET}-one`)
  expect(passwords.join()).toContain(`${SECRET}-two`)

  for (const type of [
    'OperationNotPermittedException',
    'SomethingNewException',
    'ValidationException',
    'ThrottlingException',
    'InternalFailure',
  ]) {
    const message = `The account ${ACCOUNT_NAME} with the password ${SECRET} cannot sign in.`
    gateway.emulator.faults.add({ operation: 'UpdateDirectoryConfig', error: { type, message } })
    const document = `mutation ($input: UpdateAppStreamDirectoryConfigInput!) {
      updateAppStreamDirectoryConfig(input: $input) { __typename ... on AppStreamError { message } }
    }`
    const variables = { input: { ...DIRECTORY, ...credentialsOf(SECRET) } }
    results.push(await gateway.query(document, { variables, headers }))
    for (const wrong of [
      { ...credentialsOf(SECRET), unknown: 1 },
      { serviceAccountCredentials: { accountPassword: SECRET } },
      credentialsOf([SECRET]),
      credentialsOf({ SECRET: SECRET }),
    ]) {
      results.push(
        await gateway.query(document, { variables: { input: { ...DIRECTORY, ...wrong } }, headers }),
      )
    }
    gateway.emulator.faults.clear()
  }

  const metrics = await fetch(new URL('/metrics', gateway.url), {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  })
  const traced = spans
    .take()
    .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))
  expect(traced.length).toBeGreaterThan(10)
  expect(lines.join('\n')).toContain('UpdateDirectoryConfig')
  const stored = [...gateway.home.directoryConfigs.values()]
  for (const output of [results, lines, await metrics.text(), traced, stored]) {
    expect(JSON.stringify(output)).not.toContain(SECRET)
  }
})

test('the audit log names the directory, not its account', async () => {
  const lines: string[] = []
  await using gateway = await startGateway({ onLog: (line) => lines.push(line) })
  await mutate(gateway, 'createAppStreamDirectoryConfig', { ...CREATED, ...credentialsOf(SECRET) })
  const audits = lines.map((line) => JSON.parse(line).audit).filter((audit) => audit !== undefined)
  expect(audits).toMatchObject([
    { operation: 'CreateDirectoryConfig', resource: 'corp.example.com', outcome: 'OK' },
  ])
  expect(lines.join('\n')).not.toContain('xw-join')
})

test('without appstream:manage, no mutation is sent', async () => {
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: issuer.env })
  const headers = await issuer.headers({ scope: 'appstream:read appstream:operate appstream:people' })
  for (const [name, input] of [
    ['createAppStreamDirectoryConfig', { ...CREATED, ...credentialsOf(SECRET) }],
    ['updateAppStreamDirectoryConfig', DIRECTORY],
    ['deleteAppStreamDirectoryConfig', DIRECTORY],
  ] as const) {
    expect(await mutate(gateway, name, input, '', headers)).toMatchObject({ code: 'FORBIDDEN' })
  }
  expect(gateway.emulator.calls.all).toEqual([])
})
