import { expect, test } from 'vitest'
import { createTestClock, imageArn, startGateway, type TestGateway } from '../../support/gateway.ts'

const QUERY = `{ image(arn: "${imageArn('a')}") { displayName tags { value } } images { nodes { displayName } } }`

/** Sends an operation with its own `extensions`, like a client that cannot set headers. */
async function ask({ url }: TestGateway, headers: Readonly<Record<string, string>>, extensions?: object) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: QUERY, extensions }),
  })
  const answer: unknown = await response.json()
  return answer
}

function answerOf(text: string) {
  return {
    data: {
      image: { displayName: text, tags: [{ value: text }] },
      images: { nodes: [{ displayName: text }] },
    },
  }
}

function put({ home }: TestGateway, text: string): void {
  home.putImage({ Name: 'a', DisplayName: text })
  home.setTags(imageArn('a'), { text })
}

test.for([
  ['Cache-Control: no-cache', { 'cache-control': 'no-cache' }, undefined],
  ['no-cache among other directives', { 'cache-control': 'max-age=0, No-Cache' }, undefined],
  ['extensions.cacheControl', {}, { cacheControl: 'no-cache' }],
] as const)('reads AWS and tags for %s, then caches', async ([, headers, extensions]) => {
  // The clock stands still: without no-cache nothing would be read again.
  await using gateway = await startGateway({ clock: createTestClock() })
  put(gateway, 'old')
  expect(await ask(gateway, {})).toEqual(answerOf('old'))
  put(gateway, 'new')
  expect(await ask(gateway, {})).toEqual(answerOf('old'))
  const { calls } = gateway.emulator
  calls.clear()
  expect(await ask(gateway, headers, extensions)).toEqual(answerOf('new'))
  expect(calls.count()).toBeGreaterThan(0)
  calls.clear()
  expect(await ask(gateway, {})).toEqual(answerOf('new'))
  expect(calls.count()).toBe(0)
})

test('returns an error, never an older answer, when AWS fails', async () => {
  await using gateway = await startGateway({ clock: createTestClock() })
  put(gateway, 'old')
  expect(await ask(gateway, {})).toEqual(answerOf('old'))
  gateway.emulator.faults.add({ error: { type: 'AccessDeniedException' } })
  expect(await ask(gateway, {})).toEqual(answerOf('old'))
  const rejected = { path: expect.any(Array), extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }
  expect(await ask(gateway, { 'cache-control': 'no-cache' })).toMatchObject({
    data: { image: null, images: null },
    errors: [rejected, rejected],
  })
})

test('ignores other cache directives', async () => {
  await using gateway = await startGateway({ clock: createTestClock() })
  put(gateway, 'old')
  expect(await ask(gateway, {})).toEqual(answerOf('old'))
  put(gateway, 'new')
  expect(await ask(gateway, { 'cache-control': 'no-store' }, { cacheControl: 'max-age=0' })).toEqual(
    answerOf('old'),
  )
})

test('reports a stale answer during an AWS failure in the extensions', async () => {
  const clock = createTestClock()
  await using gateway = await startGateway({ clock })
  put(gateway, 'old')
  await gateway.read('{ images { totalCount } }')
  gateway.emulator.faults.add({ error: { type: 'AccessDeniedException' } })
  clock.advance(10_000)
  const { data, errors, extensions } = await gateway.query<{ images: { observedAt: string } }, never>(
    '{ images { totalCount observedAt } }',
  )
  expect(errors).toBeUndefined()
  expect(data?.images).toEqual({ totalCount: 1, observedAt: new Date(clock.now() - 10_000).toISOString() })
  expect(extensions?.['stale']).toEqual(
    ['PRIVATE', 'SHARED'].map((type) => ({
      what: `default@us-east-1/images/${type}`,
      observedAt: data?.images.observedAt,
      because:
        'AWS denied access: the IAM policy of this target does not allow DescribeImages (AccessDeniedException).',
    })),
  )
})
