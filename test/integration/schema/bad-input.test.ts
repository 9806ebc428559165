import { expect, test } from 'vitest'
import { startGateway } from '../../support/gateway.ts'
import { type Cursors, mistakes } from './invalid-operations.ts'

async function takeCursors(): Promise<Cursors> {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'a' })
  gateway.home.putImageBuilder({ Name: 'a' })
  const pages = await gateway.read<Record<string, { pageInfo: { endCursor: string } }>, never>(`{
    imagesByName: images { pageInfo { endCursor } }
    imagesByTime: images(orderBy: { field: CREATED_TIME, direction: DESC }) { pageInfo { endCursor } }
    imageBuilders { pageInfo { endCursor } }
  }`)
  const of = (name: string) => pages[name]?.pageInfo.endCursor ?? ''
  return {
    imagesByName: of('imagesByName'),
    imagesByTime: of('imagesByTime'),
    imageBuilders: of('imageBuilders'),
  }
}

test('reports every mistake as BAD_USER_INPUT before calling AWS', async () => {
  const cursors = await takeCursors()
  await using one = await startGateway()
  await using several = await startGateway({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  for (const { mistake, query, variables, says, severalTargets } of mistakes) {
    const gateway = severalTargets ? several : one
    const { data, errors = [] } = await gateway.query(
      typeof query === 'string' ? query : query(cursors),
      variables === undefined ? {} : { variables },
    )
    const [error] = errors
    expect(errors, mistake).toHaveLength(1)
    if (typeof says === 'string') expect(error?.message, mistake).toBe(says)
    else expect(error?.message, mistake).toMatch(says)
    expect(error?.extensions, mistake).toEqual({ code: 'BAD_USER_INPUT' })
    expect(Object.values(data ?? {}), mistake).not.toContainEqual(expect.anything())
    expect(gateway.emulator.calls.count(), mistake).toBe(0)
  }
})

test('isolates a mistake in one field from its neighbours', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'a' })
  const { data, errors } = await gateway.query<Record<string, unknown>, never>(
    '{ good: image(name: "a") { name } bad: images(first: 0) { totalCount } }',
  )
  expect(data).toEqual({ good: { name: 'a' }, bad: null })
  expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['bad'], 'BAD_USER_INPUT'],
  ])
})

test('nulls a relation with bad arguments, with the error at its path', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'a' })
  const { data, errors } = await gateway.query<Record<string, unknown>, never>(
    '{ images { nodes { name derivedImages(first: 101) { totalCount } sharedWith(after: "x") { totalCount } } } }',
  )
  expect(data).toEqual({ images: { nodes: [{ name: 'a', derivedImages: null, sharedWith: null }] } })
  expect(errors?.map(({ path }) => path?.join('.')).toSorted()).toEqual([
    'images.nodes.0.derivedImages',
    'images.nodes.0.sharedWith',
  ])
  expect(gateway.emulator.calls.count('DescribeImagePermissions')).toBe(0)
})
