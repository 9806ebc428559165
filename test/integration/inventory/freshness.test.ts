import { expect, test } from 'vitest'
import { ImageStatesDocument } from '../../generated/graphql.ts'
import {
  createTestClock,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../support/gateway.ts'

const noCache = { headers: { 'cache-control': 'no-cache' } }

async function startWithOneImage(options: TestGatewayOptions = {}) {
  const clock = createTestClock()
  const gateway = await startGateway({ clock, ...options })
  gateway.home.putImage({ Name: 'image', State: 'PENDING' })
  return { gateway, clock }
}

async function readState(gateway: TestGateway, options = {}): Promise<string | undefined> {
  return (await gateway.read(ImageStatesDocument, options)).images?.nodes[0]?.state
}

test('serves a snapshot for MAX_STALENESS_MS, then reads AWS again', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  expect(await readState(gateway)).toBe('PENDING')
  gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })
  clock.advance(4_999)
  expect(await readState(gateway)).toBe('PENDING')
  expect(gateway.emulator.calls.count()).toBe(2)
  clock.advance(2)
  expect(await readState(gateway)).toBe('AVAILABLE')
  expect(gateway.emulator.calls.count()).toBe(4)
})

test('reads AWS for no-cache by header or extension, and caches it', async () => {
  const { gateway } = await startWithOneImage()
  await using _ = gateway
  expect(await readState(gateway)).toBe('PENDING')
  gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })
  expect(await readState(gateway, noCache)).toBe('AVAILABLE')
  expect(await readState(gateway)).toBe('AVAILABLE')
  expect(gateway.emulator.calls.count()).toBe(4)
})

test('does not join a no-cache read to an earlier read', async () => {
  const { gateway } = await startWithOneImage({ emulator: { latencyMs: 0 } })
  await using _ = gateway
  const slow = gateway.emulator.faults.add({ operation: 'DescribeImages', latencyMs: 300, times: 2 })
  const early = readState(gateway)
  await gateway.emulator.calls.waitFor(2)
  gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })
  slow.remove()
  expect(await readState(gateway, noCache)).toBe('AVAILABLE')
  expect(gateway.emulator.calls.count()).toBe(4)
  await early
  // The slow response arrives later but was requested earlier: it rolls nothing back.
  expect(await readState(gateway)).toBe('AVAILABLE')
  expect(gateway.emulator.calls.count()).toBe(4)
})

test('does not roll back an image looked up after a listing began', async () => {
  const { gateway } = await startWithOneImage()
  await using _ = gateway
  const arn = 'arn:aws:appstream:us-east-1:123456789012:image/image'
  const slow = gateway.emulator.faults.add({ operation: 'DescribeImages', latencyMs: 300, times: 2 })
  const listing = readState(gateway)
  await gateway.emulator.calls.waitFor(2)
  slow.remove()
  // After the listing has begun, the image changes and is read by ARN; then the listing arrives with the old
  // state.
  gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })
  const { image } = await gateway.read<{ image: { state: string } }, never>(
    `{ image(arn: "${arn}") { state } }`,
  )
  expect(image.state).toBe('AVAILABLE')
  expect(await listing).toBe('AVAILABLE')
})

test('lists public images on demand only and caches them one hour', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  gateway.home.putImage({ Name: 'AppStream-Base', Visibility: 'PUBLIC' })
  const readPublic = () =>
    gateway.read<{ images: { nodes: unknown[] } }, never>(
      `{ images(filter: { visibilities: [PUBLIC] }) { nodes { name } } }`,
    )
  await readState(gateway)
  expect(gateway.emulator.calls.all.map(({ input }) => input['Type'])).toEqual(['PRIVATE', 'SHARED'])
  expect((await readPublic()).images.nodes).toHaveLength(1)
  clock.advance(3_599_000)
  await readPublic()
  expect(gateway.emulator.calls.count()).toBe(3)
  clock.advance(2_000)
  await readPublic()
  expect(gateway.emulator.calls.count()).toBe(4)
})
