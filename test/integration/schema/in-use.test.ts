import { getNullableType, isUnionType } from 'graphql'
import { expect, test } from 'vitest'
import { imageArn, sharedSchema } from '../../support/gateway.ts'
import { typeOf } from '../../support/mutate.ts'
import { callsOf } from './fleet/support.ts'
import { startEstate } from './teardown/support.ts'

const DIRECTORY = 'corp.example.com'
const joined = { DomainJoinInfo: { DirectoryName: DIRECTORY } }

/** Each deletion of a resource in use: its input, the users, and the AWS calls besides the deletion. */
const DELETIONS: Readonly<
  Record<string, { readonly input: object; readonly usedBy: readonly string[]; readonly calls: object }>
> = {
  deleteImage: { input: { name: 'golden' }, usedBy: ['desks'], calls: { DescribeFleets: 1 } },
  deleteAppStreamFleet: {
    ...{ input: { name: 'desks' }, usedBy: ['office'] },
    calls: { ListAssociatedStacks: 1, DescribeStacks: 1 },
  },
  deleteAppStreamStack: {
    ...{ input: { name: 'office' }, usedBy: ['desks'] },
    calls: { ListAssociatedFleets: 1, DescribeFleets: 1 },
  },
  deleteAppStreamAppBlock: {
    ...{ input: { name: 'tools' }, usedBy: ['editor', 'packager'] },
    calls: {
      ...{ DescribeApplications: 1, DescribeAppBlockBuilders: 1 },
      DescribeAppBlockBuilderAppBlockAssociations: 1,
    },
  },
  deleteAppStreamAppBlockBuilder: {
    ...{ input: { name: 'packager' }, usedBy: ['tools'] },
    calls: { DescribeAppBlocks: 1, DescribeAppBlockBuilderAppBlockAssociations: 1 },
  },
  deleteAppStreamElasticApplication: {
    ...{ input: { name: 'editor' }, usedBy: ['elastic'] },
    calls: { DescribeFleets: 1, DescribeApplicationFleetAssociations: 1 },
  },
  deleteAppStreamDirectoryConfig: {
    ...{ input: { directoryName: DIRECTORY }, usedBy: ['joined-fleet', 'joined-builder'] },
    calls: { DescribeFleets: 1, DescribeImageBuilders: 1 },
  },
}

async function start() {
  const gateway = await startEstate()
  const { home } = gateway
  home.putDirectoryConfig({ DirectoryName: DIRECTORY })
  home.putFleet({ Name: 'joined-fleet', ImageArn: imageArn('other'), ...joined })
  home.putImageBuilder({ Name: 'joined-builder', ImageArn: imageArn('other'), ...joined })
  return gateway
}

test('covers every deletion that can end in AppStreamResourceInUseError', () => {
  const schema = sharedSchema()
  const deletions = Object.values(schema.getMutationType()?.getFields() ?? {})
    .filter(({ name }) => name.startsWith('delete'))
    .filter(({ type }) => {
      const result = getNullableType(type)
      const types = isUnionType(result) ? result.getTypes() : []
      return types.some((type) => type.name === 'AppStreamResourceInUseError')
    })
  expect(deletions.map(({ name }) => name).toSorted()).toEqual(Object.keys(DELETIONS).toSorted())
})

interface Deleted {
  readonly result: { readonly __typename: string; readonly usedBy: readonly { readonly name: string }[] }
}

test.each(Object.entries(DELETIONS))('%s names what uses the resource', async (field, deletion) => {
  await using gateway = await start()
  const { result } = await gateway.read<Deleted, { input: object }>(
    `mutation ($input: ${typeOf(field, 'Input')}!) { result: ${field}(input: $input) {
      __typename
      ... on AppStreamResourceInUseError { usedBy {
        ... on AppStreamFleet { name } ... on AppStreamStack { name } ... on ImageBuilder { name }
        ... on AppStreamElasticApplication { name } ... on AppStreamAppBlock { name }
        ... on AppStreamAppBlockBuilder { name }
      } }
    } }`,
    { variables: { input: deletion.input } },
  )
  const usedBy = deletion.usedBy.map((name) => ({ name }))
  expect(result).toEqual({ __typename: 'AppStreamResourceInUseError', usedBy })
  const operation = field.replace(/^delete(AppStream)?(Elastic)?/, 'Delete')
  expect(callsOf(gateway)).toEqual({ [operation]: 1, ...deletion.calls })
})
