import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { companySeed } from '../../../../src/emulator/server.ts'
import { LineageDocument } from '../../../generated/graphql.ts'
import { ACCOUNT, imageArn, imageBuilderArn, startGateway } from '../../../support/gateway.ts'

// Like most gateways for AWS at start-up: credentials without a known account.

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
})
afterEach(() => vi.unstubAllEnvs())

const OTHERS = '210987654321'

function start() {
  const env = { UPSTREAM: 'aws', AWS_REGION: 'us-east-1' }
  return startGateway({ env, emulator: { seed: companySeed } })
}

test('accountId is null until learned from an own resource', async () => {
  await using gateway = await start()
  const accounts = () => gateway.read('{ appStreamTargets { accountId } }')
  expect(await accounts()).toEqual({ appStreamTargets: [{ accountId: null }] })
  await gateway.read(`{ image(arn: "${imageArn('hardened-windows-2022', OTHERS)}") { name } }`)
  expect(await accounts()).toEqual({ appStreamTargets: [{ accountId: null }] })
  await gateway.read('{ imageBuilders(first: 1) { totalCount } }')
  expect(await accounts()).toEqual({ appStreamTargets: [{ accountId: ACCOUNT }] })
})

test('reads 25 builders with relations in 2 calls without knowing the account', async () => {
  await using gateway = await start()
  const { home, emulator } = gateway
  home.imageBuilders.clear()
  for (let index = 0; index < 25; index++) {
    home.putImage({ Name: `image-${index}`, ImageBuilderName: `builder-${index}` })
    home.putImageBuilder({
      Name: `builder-${index}`,
      ImageArn: imageArn(`image-${index}`),
      CreatedTime: new Date(0),
    })
  }
  const { imageBuilders } = await gateway.read(LineageDocument)
  expect(imageBuilders?.nodes.filter(({ image }) => image?.imageBuilder?.image)).toHaveLength(25)
  expect(emulator.calls.count()).toBe(2)
})

test('distinguishes own, shared, foreign and missing images by ARN', async () => {
  await using gateway = await start()
  const look = (arn: string) =>
    `image(arn: "${arn}") { name visibility tags { key } sharedWith { totalCount } }`
  const answer = await gateway.read(`{
    own: ${look(imageArn('office-suite-v9'))}
    shared: ${look(imageArn('hardened-windows-2022', OTHERS))}
    foreign: ${look(imageArn('office-suite-v9', '999999999999'))}
    missing: ${look(imageArn('gone'))}
    public: ${look(imageArn('AppStream-RHEL8-10-05-2026', ''))}
  }`)
  const notOurs = { tags: null, sharedWith: { totalCount: 0 } }
  expect(answer).toEqual({
    own: {
      name: 'office-suite-v9',
      visibility: 'PRIVATE',
      tags: [{ key: 'cost-center' }, { key: 'team' }],
      sharedWith: { totalCount: 2 },
    },
    shared: { name: 'hardened-windows-2022', visibility: 'SHARED', ...notOurs },
    foreign: null,
    missing: null,
    public: { name: 'AppStream-RHEL8-10-05-2026', visibility: 'PUBLIC', ...notOurs },
  })
})

test.for([
  ['an own image', 'office-suite-v9', { visibility: 'PRIVATE', accountId: ACCOUNT }],
  ['a shared image', 'hardened-windows-2022', { visibility: 'SHARED', accountId: OTHERS }],
  ['a public image', 'AppStream-RHEL8-10-05-2026', { visibility: 'PUBLIC', accountId: null }],
  ['no image', 'gone', null],
] as const)('finds %s by name', async ([, name, image]) => {
  await using gateway = await start()
  expect(await gateway.read(`{ image(name: "${name}") { visibility accountId } }`)).toEqual({ image })
})

test("finds a builder by its ARN, not by another account's", async () => {
  await using gateway = await start()
  const answer = await gateway.read(`{
    ours: imageBuilder(arn: "${imageBuilderArn('office-suite')}") { name tags { key } }
    theirs: imageBuilder(arn: "${imageBuilderArn('office-suite', OTHERS)}") { name }
  }`)
  expect(answer).toEqual({
    ours: { name: 'office-suite', tags: [{ key: 'cost-center' }, { key: 'team' }] },
    theirs: null,
  })
})
