import { afterEach, expect, test, vi } from 'vitest'
import { ACCOUNT, REGION, type TestGateway } from '../../../support/gateway.ts'
import { mutate, typeOf } from '../../../support/mutate.ts'
import { callsOf } from '../fleet/support.ts'
import { MUTATIONS } from './mutations.ts'
import { startPackaging } from './support.ts'

afterEach(() => vi.unstubAllEnvs())

test('reads the account to build the ARN of a named app block', async () => {
  await using gateway = await startUnknownAccount()
  const name = 'associateAppStreamAppBlockBuilderAppBlock'
  const { operation, input } = MUTATIONS[name]
  expect(await mutate(gateway, name, input)).toEqual({ __typename: typeOf(name, 'Payload') })
  expect(callsOf(gateway)).toEqual({ DescribeAppBlocks: 1, [operation]: 1 })
})

test('rejects a named app block if the account remains unknown', async () => {
  await using gateway = await startUnknownAccount()
  gateway.home.appBlocks.clear()
  const name = 'associateAppStreamAppBlockBuilderAppBlock'
  expect(await mutate(gateway, name, MUTATIONS[name].input)).toMatchObject({
    __typename: 'AppStreamInputError',
    fields: [{ path: 'appBlockName', message: expect.stringContaining('account of this target is unknown') }],
  })
  expect(callsOf(gateway)).toEqual({ DescribeAppBlocks: 1 })
})

/** Starts a gateway that does not know the account of its target. */
function startUnknownAccount(): Promise<TestGateway> {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  return startPackaging({ env: { UPSTREAM: 'aws', AWS_REGION: REGION } })
}
