import { expect, test } from 'vitest'
import { emptySeed, type Fault, startEmulator } from '../../../src/emulator/server.ts'
import { ImageStatesDocument } from '../../generated/graphql.ts'
import { createTestClock, startGateway } from '../../support/gateway.ts'
import { isAtLeast } from '../../support/severity.ts'

/** Faults of AWS with their error codes. */
const faults: readonly (readonly [string, Fault, string])[] = [
  ['denies access', { error: { type: 'AccessDeniedException' } }, 'UPSTREAM_ACCESS_DENIED'],
  ['throttles', { error: { type: 'ThrottlingException' } }, 'UPSTREAM_THROTTLED'],
  ['is throttled by EC2', { error: { type: 'RequestLimitExceededException' } }, 'UPSTREAM_THROTTLED'],
  ['rejects the credentials', { error: { type: 'UnrecognizedClientException' } }, 'UPSTREAM_CREDENTIALS'],
  ['fails', { error: { type: 'InternalServerException', status: 500 } }, 'UPSTREAM_UNAVAILABLE'],
  ['answers 503 without a body', { raw: { status: 503, body: '' } }, 'UPSTREAM_UNAVAILABLE'],
  ['answers HTML', { raw: { status: 200, body: '<html>proxy</html>' } }, 'UPSTREAM_UNREADABLE'],
  ['answers half a body', { raw: { status: 200, body: '{"Images": [{"Name": "im' } }, 'UPSTREAM_UNREADABLE'],
  ['answers nothing', { raw: { status: 200, body: '' } }, 'UPSTREAM_UNREADABLE'],
  ['answers null', { raw: { status: 200, body: 'null' } }, 'UPSTREAM_UNREADABLE'],
  ['answers other JSON', { raw: { status: 200, body: '{"status": "ok"}' } }, 'UPSTREAM_UNREADABLE'],
  ['answers a list of null', { raw: { status: 200, body: '{"Images": [null]}' } }, 'UPSTREAM_UNREADABLE'],
  ['answers images without names', { raw: { status: 200, body: '{"Images": [{}]}' } }, 'UPSTREAM_UNREADABLE'],
  [
    'answers a string as applications',
    { raw: { status: 200, body: '{"Images": [{"Name": "a", "Applications": "x"}]}' } },
    'UPSTREAM_UNREADABLE',
  ],
  [
    'answers a null application',
    { raw: { status: 200, body: '{"Images": [{"Name": "a", "Applications": [null]}]}' } },
    'UPSTREAM_UNREADABLE',
  ],
  ['answers a string as list', { raw: { status: 200, body: '{"Images": "none"}' } }, 'UPSTREAM_UNREADABLE'],
  [
    'repeats one page token',
    { raw: { status: 200, body: '{"Images": [{"Name": "a"}], "NextToken": "again"}' } },
    'UPSTREAM_UNREADABLE',
  ],
  ['breaks the connection', { reset: 'before' }, 'UPSTREAM_UNAVAILABLE'],
  ['does not answer', { hang: true }, 'UPSTREAM_TIMEOUT'],
  ['answers after 30 s', { latencyMs: 30_000 }, 'UPSTREAM_TIMEOUT'],
]

for (const [what, fault, code] of faults) {
  test(`serves stale data, then fails, and recovers when AWS ${what}`, async () => {
    const clock = createTestClock()
    // Too long for other faults, and for responses without one, to turn into a timeout on a busy machine.
    const UPSTREAM_TIMEOUT_MS = code === 'UPSTREAM_TIMEOUT' ? '3000' : '30000'
    await using gateway = await startGateway({ clock, env: { UPSTREAM_TIMEOUT_MS } })
    gateway.home.putImage({ Name: 'image', State: 'PENDING' })
    const before = await gateway.read(ImageStatesDocument)

    const broken = gateway.emulator.faults.add({ operation: 'DescribeImages', ...fault })
    clock.advance(30_000)
    const stale = await gateway.query(ImageStatesDocument)
    expect(stale.errors).toBeUndefined()
    expect(stale.data).toEqual(before)
    expect(stale.extensions).toMatchObject({
      stale: expect.arrayContaining([expect.objectContaining({ observedAt: before.images?.observedAt })]),
    })
    const noCache = await gateway.query(ImageStatesDocument, { headers: { 'cache-control': 'no-cache' } })
    expect(noCache).toMatchObject({
      data: { images: null },
      errors: [{ path: ['images'], extensions: { code } }],
    })

    clock.advance(31_000)
    const failed = await gateway.query(ImageStatesDocument)
    expect(failed).toMatchObject({
      data: { images: null },
      errors: [{ path: ['images'], extensions: { code } }],
    })

    broken.remove()
    gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })
    const recovered = await gateway.query(ImageStatesDocument)
    expect(recovered.data?.images?.nodes).toEqual([{ name: 'image', state: 'AVAILABLE' }])
    expect(recovered.extensions).toBeUndefined()
  })
}

test('fails in bounded time while AWS is unreachable, and recovers', async () => {
  await using gateway = await startGateway()
  await gateway.emulator.stop()
  const { data, errors } = await gateway.query(ImageStatesDocument)
  expect(data).toEqual({ images: null })
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } }])

  const port = Number(new URL(gateway.emulator.url).port)
  await using emulator = await startEmulator({ port, seed: emptySeed })
  emulator.region('us-east-1').putImage({ Name: 'image' })
  const found = await gateway.read(ImageStatesDocument)
  expect(found.images?.nodes).toEqual([{ name: 'image', state: 'AVAILABLE' }])
})

test('fails on an error on the last page without returning earlier pages', async () => {
  await using gateway = await startGateway()
  for (let index = 0; index < 60; index++) gateway.home.putImage({ Name: `image-${index}` })
  const broken = gateway.emulator.faults.add({
    match: ({ Type, NextToken }) => Type === 'PRIVATE' && NextToken !== undefined,
    skip: 1,
    error: { type: 'AccessDeniedException' },
  })
  const { data, errors } = await gateway.query('{ images { totalCount } }')
  expect(data).toEqual({ images: null })
  expect(errors).toMatchObject([{ path: ['images'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
  broken.remove()
  expect(await gateway.read('{ images { totalCount } }')).toEqual({ images: { totalCount: 60 } })
})

test('serves the old snapshot for one second after a failure', async () => {
  const clock = createTestClock()
  await using gateway = await startGateway({ clock, env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
  gateway.home.putImage({ Name: 'image' })
  await gateway.read(ImageStatesDocument)
  gateway.emulator.faults.add({ error: { type: 'ThrottlingException' } })
  clock.advance(10_000)
  await gateway.read(ImageStatesDocument)
  expect(gateway.emulator.calls.count()).toBe(4)
  await gateway.read(ImageStatesDocument)
  expect(gateway.emulator.calls.count()).toBe(4)
  clock.advance(1_000)
  await gateway.read(ImageStatesDocument)
  expect(gateway.emulator.calls.count()).toBe(6)
})

test('reports the AWS request id and whether to retry', async () => {
  await using gateway = await startGateway()
  gateway.emulator.faults.add({
    error: { type: 'AccessDeniedException', message: 'User: arn:aws:iam::1:user/secret is not authorized' },
  })
  const { errors } = await gateway.query('{ image(name: "image") { name } }')
  expect(errors).toMatchObject([
    {
      path: ['image'],
      extensions: { awsRequestId: gateway.emulator.calls.all[0]?.requestId, retryable: false },
    },
  ])
  expect(JSON.stringify(errors)).not.toContain('secret')
})

test('logs no warning for a stack without a theme', async () => {
  const log: string[] = []
  await using gateway = await startGateway({ onLog: (line) => log.push(line) })
  gateway.home.putStack({ Name: 'plain' })
  const { data } = await gateway.query('{ appStreamStacks { nodes { name theme { state } } } }')
  expect(data).toEqual({ appStreamStacks: { nodes: [{ name: 'plain', theme: null }] } })
  expect(gateway.emulator.calls.count('DescribeThemeForStack')).toBe(1)
  expect(log.map((line) => JSON.parse(line)).filter((line) => isAtLeast(line, 'warn'))).toEqual([])
})

test('logs a failed call even if a snapshot answers for it', async () => {
  const clock = createTestClock()
  const log: string[] = []
  await using gateway = await startGateway({ clock, onLog: (line) => log.push(line) })
  await gateway.read('{ imageBuilders { totalCount } }')
  gateway.emulator.faults.add({ error: { type: 'AccessDeniedException' } })
  clock.advance(10_000)
  await gateway.read('{ imageBuilders { totalCount } }')
  const failed = log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'AWS call failed')
  expect(failed).toMatchObject([
    {
      level: 'warn',
      call: { operation: 'DescribeImageBuilders', outcome: 'UPSTREAM_ACCESS_DENIED', region: 'us-east-1' },
    },
  ])
})
