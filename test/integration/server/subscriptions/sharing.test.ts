import { createClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { createTestTime, imageArn, startGateway } from '../../../support/gateway.ts'
import { subscribe } from '../../../support/subscription.ts'

interface ReceivedEvent {
  readonly kind: string
  readonly imageBuilder: { readonly name: string; readonly image: { readonly state: string } | null } | null
}

const WITH_IMAGE =
  'subscription { event: imageBuilderStateChanged(snapshot: true) { kind imageBuilder { name image { state } } } }'

async function startWithImage() {
  const time = createTestTime()
  const gateway = await startGateway({ ...time })
  const { home } = gateway
  home.putImage({ Name: 'image', State: 'AVAILABLE' })
  for (const Name of ['one', 'two']) {
    home.putImageBuilder({ Name, State: 'STOPPED', ImageArn: imageArn('image') })
  }
  return { time, gateway, home }
}

test("applies each subscriber's variables to filter and selection", async () => {
  const { time, gateway, home } = await startWithImage()
  await using _ = gateway
  const client = createClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket })
  const query = `subscription ($names: [String!], $withImage: Boolean!) {
    event: imageBuilderStateChanged(names: $names, snapshot: true) {
      kind imageBuilder { name image @include(if: $withImage) { state } }
    }
  }`
  const follow = (variables: Record<string, unknown>) =>
    client.iterate<{ event: ReceivedEvent }>({ query, variables })
  const image = { state: 'AVAILABLE' }
  const followers = [
    [follow({ names: ['one'], withImage: true }), { name: 'one', image }],
    [follow({ names: ['one'], withImage: false }), { name: 'one' }],
    [follow({ names: ['two'], withImage: true }), { name: 'two', image }],
  ] as const
  async function expectEach(kind: string): Promise<void> {
    for (const [events, imageBuilder] of followers) {
      expect((await events.next()).value?.data).toEqual({ event: { kind, imageBuilder } })
    }
  }
  await expectEach('SNAPSHOT')
  for (const [events] of followers) await events.next()
  for (const name of ['one', 'two']) home.change('image-builder', name, { State: 'RUNNING' })
  time.advance(15_000)
  await expectEach('STATE_CHANGED')
  await client.dispose()
})

test('resolves relations for a joining subscriber after its own mutation', async () => {
  const { gateway } = await startWithImage()
  await using _ = gateway
  await using first = subscribe<ReceivedEvent>(gateway.url, WITH_IMAGE)
  expect((await first.take(3))[0]?.imageBuilder?.image).toEqual({ state: 'AVAILABLE' })
  await gateway.read('mutation { deleteImage(input: { name: "image" }) { __typename } }')
  await using second = subscribe<ReceivedEvent>(gateway.url, WITH_IMAGE)
  expect((await second.take(3))[0]?.imageBuilder?.image).toEqual({ state: 'DELETING' })
})

test('does not give a joining subscriber a previously failed relation', async () => {
  const { gateway } = await startWithImage()
  await using _ = gateway
  const broken = gateway.emulator.faults.add({
    operation: 'DescribeImages',
    error: { type: 'AccessDeniedException' },
  })
  await using first = subscribe<ReceivedEvent>(gateway.url, WITH_IMAGE)
  expect(await first.next().catch(String)).toContain('UPSTREAM_ACCESS_DENIED')
  broken.remove()
  await using second = subscribe<ReceivedEvent>(gateway.url, WITH_IMAGE)
  expect((await second.next()).imageBuilder?.image).toEqual({ state: 'AVAILABLE' })
})
