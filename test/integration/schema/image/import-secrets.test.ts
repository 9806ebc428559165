import { afterAll, expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'

const spans = setUpTracing()
afterAll(tearDownTracing)

/** Every member of a catalog holds this text, and nothing else does. */
const SECRET = 'zq-hunter2'
const METRICS_TOKEN = 'a-token-of-the-metrics-of-this-test'

const application = {
  name: `${SECRET}-name`,
  displayName: `${SECRET} display`,
  absoluteAppPath: `C:\\${SECRET}\\app.exe`,
  absoluteIconPath: `C:\\${SECRET}\\icon.png`,
  absoluteManifestPath: `C:\\${SECRET}\\manifest.txt`,
  workingDirectory: `C:\\${SECRET}`,
  launchParameters: `--token ${SECRET}`,
}
const valid = {
  name: 'imported',
  sourceAmiId: 'ami-0a1b2c3d4e5f6a7b8',
  iamRoleArn: 'arn:aws:iam::123456789012:role/import',
  appCatalogConfig: [application],
}
const DOCUMENT = `mutation ($input: CreateImportedImageInput!) {
  createImportedImage(input: $input) {
    __typename
    ... on AppStreamError { message code }
    ... on CreateImportedImagePayload { image { name state applications { name launchParameters } } }
  }
}`

test('no error, log, metric or span contains the catalog of an import', async () => {
  await using issuer = await startIssuer()
  const lines: string[] = []
  await using gateway = await startGateway({
    env: { ...issuer.env, METRICS_TOKEN },
    onLog: (line) => lines.push(line),
  })
  const headers = await issuer.headers({ scope: 'appstream:manage' })
  const answers: unknown[] = []
  const send = async (input: object, document = DOCUMENT) => {
    const answer = await gateway.query(document, { variables: { input }, headers })
    answers.push(answer)
    return answer
  }
  await send({ ...valid, dryRun: true })
  for (const type of [
    'IncompatibleImageException',
    'SomethingNewException',
    'ValidationException',
    'ThrottlingException',
    'InternalFailure',
  ]) {
    const message = `Value '${application.absoluteManifestPath}' of ${application.name} is not valid.`
    gateway.emulator.faults.add({ operation: 'CreateImportedImage', error: { type, message } })
    await send(valid)
    await send({ ...valid, dryRun: true })
    gateway.emulator.faults.clear()
  }
  gateway.emulator.faults.add({
    operation: 'CreateImportedImage',
    times: 1,
    raw: { status: 200, body: SECRET },
  })
  await send(valid)
  const one = (members: object) => ({ ...valid, appCatalogConfig: [{ ...application, ...members }] })
  for (const wrong of [
    one({ name: `${SECRET} with space` }),
    one({ displayName: `${SECRET}!` }),
    one({ launchParameters: `${SECRET}\0` }),
    one({ absoluteAppPath: null }),
    one({ absoluteAppPath: [SECRET] }),
    one({ unknown: SECRET }),
    { ...valid, appCatalogConfig: SECRET },
    { ...valid, appCatalogConfig: [application, application] },
  ]) {
    await send(wrong)
  }
  for (const literal of [
    `[{ name: "${SECRET}" }]`,
    `[{ name: ["${SECRET}"], absoluteAppPath: 7 }]`,
    `{ unknown: "${SECRET}" }`,
    `"${SECRET}"`,
  ]) {
    const input = `{ name: "imported", sourceAmiId: "ami-0a1b2c3d4e5f6a7b8", appCatalogConfig: ${literal} }`
    await send({}, `mutation { createImportedImage(input: ${input}) { __typename } }`)
  }
  const { data } = await send({ ...valid, clientToken: 'once' })
  expect(data).toMatchObject({ createImportedImage: { image: { state: 'IMPORTING', applications: [] } } })
  await send({ ...valid, clientToken: 'once', description: 'another' })
  expect(JSON.stringify(gateway.emulator.calls.all)).toContain(`--token ${SECRET}`)

  const metrics = await fetch(new URL('/metrics', gateway.url), {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  })
  const traced = spans
    .take()
    .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))
  expect(traced.length).toBeGreaterThan(10)
  expect(lines.filter((line) => line.includes('"operation":"CreateImportedImage"')).length).toBeGreaterThan(
    10,
  )
  for (const output of [answers, lines, await metrics.text(), traced]) {
    const shown = [...JSON.stringify(output).matchAll(new RegExp(`.{0,120}${SECRET}.{0,40}`, 'g'))]
    expect(shown.map(([text]) => text)).toEqual([])
  }
})
