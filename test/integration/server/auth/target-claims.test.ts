import { createClient as createSseClient } from 'graphql-sse'
import { expect, test } from 'vitest'
import { ACCOUNT, imageBuilderArn, REGION } from '../../../support/gateway.ts'
import { start } from './scopes.ts'

test("hides targets outside a caller's claim", async () => {
  const regions = { AWS_REGIONS: `${REGION},eu-west-1` }
  await using company = await start(regions)
  const { issuer, gateway } = company
  gateway.emulator.region('eu-west-1').putImageBuilder({ Name: 'theirs', State: 'STOPPED' })
  const headers = await issuer.headers({ appstream_targets: [`${ACCOUNT}/eu-west-1`] })
  const arn = imageBuilderArn('builder')
  const query = `{
    appStreamTargets { region }
    imageBuilders { nodes { name } }
    imageBuilder(arn: "${arn}") { name }
    _entities(representations: [{ __typename: "ImageBuilder", arn: "${arn}" }]) { __typename }
  }`
  expect((await gateway.query(query, { headers })).data).toEqual({
    appStreamTargets: [{ region: 'eu-west-1' }],
    imageBuilders: { nodes: [{ name: 'theirs' }] },
    imageBuilder: null,
    _entities: [null],
  })
  const { data } = await gateway.query(
    `mutation {
      theirs: startImageBuilder(input: { name: "theirs" }) { __typename }
      ours: startImageBuilder(input: { arn: "${arn}" }) { __typename }
      named: startImageBuilder(input: { name: "builder", target: { region: "${REGION}" } }) { __typename }
    }`,
    { headers },
  )
  expect(data).toEqual({
    theirs: { __typename: 'StartImageBuilderPayload' },
    ours: { __typename: 'AppStreamInputError' },
    named: { __typename: 'AppStreamInputError' },
  })
  const whole = await gateway.query('{ imageBuilders { nodes { name } } }', {
    headers: await issuer.headers(),
  })
  expect(whole.data).toEqual({ imageBuilders: { nodes: [{ name: 'builder' }, { name: 'theirs' }] } })
})

test.for([
  ['*/*', 2],
  [`*/${REGION}`, 1],
  [`${ACCOUNT}/*`, 2],
  ['210987654321/*', 0],
  ['', 0],
] as const)('narrows the claim "%s" to %i of two targets', async ([claim, count]) => {
  await using company = await start({ AWS_REGIONS: `${REGION},eu-west-1` })
  const headers = await company.issuer.headers({ appstream_targets: claim })
  const { data } = await company.gateway.query<{ appStreamTargets: unknown[] }, never>(
    '{ appStreamTargets { region } }',
    { headers },
  )
  expect(data?.appStreamTargets).toHaveLength(count)
})

test('does not share events between subscribers of different targets', async () => {
  await using company = await start({ AWS_REGIONS: `${REGION},eu-west-1` })
  company.gateway.emulator.region('eu-west-1').putImageBuilder({ Name: 'theirs' })
  const first = async (appstream_targets: string) => {
    const client = createSseClient({
      url: company.gateway.url,
      retryAttempts: 0,
      headers: await company.issuer.headers({ appstream_targets }),
    })
    const query = 'subscription { imageBuilderStateChanged(snapshot: true) { kind imageBuilder { name } } }'
    const names: unknown[] = []
    for await (const { data } of client.iterate<
      Record<string, { kind: string; imageBuilder: { name: string } }>
    >({ query })) {
      const event = data?.['imageBuilderStateChanged']
      if (event?.kind === 'SYNCED') break
      names.push(event?.imageBuilder.name)
    }
    return names
  }
  const told = await Promise.all([first(`*/${REGION}`), first('*/eu-west-1'), first('*/*')])
  expect(told).toEqual([['builder'], ['theirs'], ['builder', 'theirs']])
})

test('rejects copies into targets outside the claim', async () => {
  await using company = await start({ AWS_REGIONS: `${REGION},eu-west-1` })
  const copy = (destinationRegion: string) =>
    `mutation { copyImage(input: { sourceImageName: "image", target: { region: "${REGION}" }, destinationImageName: "copy", destinationRegion: "${destinationRegion}" }) {
      __typename ... on AppStreamInputError { fields { path } }
    } }`
  const narrow = await company.issuer.headers({ appstream_targets: [`${ACCOUNT}/${REGION}`] })
  for (const region of ['eu-west-1', 'ap-south-1']) {
    expect((await company.gateway.query(copy(region), { headers: narrow })).data).toEqual({
      copyImage: { __typename: 'AppStreamInputError', fields: [{ path: 'destinationRegion' }] },
    })
  }
  expect(company.gateway.emulator.calls.all).toEqual([])
  const { data } = await company.gateway.query(copy('eu-west-1'), { headers: await company.issuer.headers() })
  expect(data).toEqual({ copyImage: { __typename: 'CopyImagePayload' } })
})
