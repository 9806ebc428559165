import { afterEach, expect, test, vi } from 'vitest'
import { ACCOUNT, REGION } from '../../../support/gateway.ts'
import { mutate } from '../../../support/mutate.ts'
import { callsOf } from '../fleet/support.ts'
import { appBlockArn, startPackaging } from './support.ts'

const associations = 'DescribeAppBlockBuilderAppBlockAssociations'

afterEach(() => vi.unstubAllEnvs())

/** Returns a deletion that also selects the users of the resource. */
function remove(field: string, name: string): string {
  return `mutation { result: ${field}(input: { name: "${name}" }) {
    __typename
    ... on AppStreamResourceInUseError {
      usedBy {
        __typename
        ... on AppStreamElasticApplication { name }
        ... on AppStreamAppBlockBuilder { name }
        ... on AppStreamAppBlock { name }
      }
    }
  } }`
}

const users = (typename: string, names: readonly string[]) =>
  names.map((name) => ({ __typename: typename, name }))

test('names the applications and builders that use an app block', async () => {
  await using gateway = await startPackaging()
  for (const Name of ['paint', 'calc']) {
    gateway.home.applications.put({ Name, AppBlockArn: appBlockArn('draft') })
  }
  expect(await gateway.read(remove('deleteAppStreamAppBlock', 'draft'))).toEqual({
    result: {
      __typename: 'AppStreamResourceInUseError',
      usedBy: [
        ...users('AppStreamElasticApplication', ['calc', 'paint']),
        ...users('AppStreamAppBlockBuilder', ['bench', 'busy']),
      ],
    },
  })
  expect(callsOf(gateway)).toEqual({
    ...{ DeleteAppBlock: 1, DescribeApplications: 1, DescribeAppBlockBuilders: 1, [associations]: 1 },
  })
})

test('names the app block of a builder with one association call', async () => {
  await using gateway = await startPackaging()
  await gateway.read('{ appStreamAppBlocks { totalCount } }')
  gateway.emulator.calls.clear()
  expect(await gateway.read(remove('deleteAppStreamAppBlockBuilder', 'bench'))).toEqual({
    result: { __typename: 'AppStreamResourceInUseError', usedBy: users('AppStreamAppBlock', ['draft']) },
  })
  expect(callsOf(gateway)).toEqual({ DeleteAppBlockBuilder: 1, [associations]: 1 })
})

test('reads no users unless usedBy is selected', async () => {
  await using gateway = await startPackaging()
  await mutate(gateway, 'deleteAppStreamAppBlock', { name: 'draft' })
  await mutate(gateway, 'deleteAppStreamAppBlockBuilder', { name: 'bench' })
  expect(callsOf(gateway)).toEqual({ DeleteAppBlock: 1, DeleteAppBlockBuilder: 1 })
})

test('names users of an app block before the account is known', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  await using gateway = await startPackaging({ env: { UPSTREAM: 'aws', AWS_REGION: REGION } })
  expect(await gateway.read(remove('deleteAppStreamAppBlock', 'draft'))).toMatchObject({
    result: { usedBy: users('AppStreamAppBlockBuilder', ['bench', 'busy']) },
  })
})

test.each([
  ['deleteAppStreamAppBlock', 'draft', 'DescribeApplications'],
  ['deleteAppStreamAppBlock', 'draft', associations],
  ['deleteAppStreamAppBlockBuilder', 'bench', associations],
])('usedBy of %s is null with an error without %3$s', async (field, name, operation) => {
  await using gateway = await startPackaging()
  gateway.emulator.faults.add({ operation, error: { type: 'AccessDeniedException' } })
  const { data, errors } = await gateway.query<object, never>(remove(field, name))
  expect(data).toEqual({ result: { __typename: 'AppStreamResourceInUseError', usedBy: null } })
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
})
