import { IncomingMessage } from 'node:http'
import { queryObjects } from 'node:v8'
import { expect, test } from 'vitest'
import { RequestContext } from '../../src/schema/request/request-context.ts'
import { openSubscribers } from '../bench/live/subscribers.ts'
import { startWorkshop } from '../integration/schema/mutation/support.ts'
import { startGateway } from '../support/gateway.ts'

const REQUESTS = 40
/** Those that parsers, agents and connections that stay open still hold. */
const MAX_KEPT = 10

/** Counts the requests and responses in memory, after a garbage collection. */
const messages = () => queryObjects(IncomingMessage, { format: 'count' })

test('a cached failure of a client token retains no request', async () => {
  await using workshop = await startWorkshop()
  const error = { type: 'LimitExceededException', message: 'Too many.' }
  workshop.emulator.faults.add({ operation: 'CreateImageBuilder', error })
  const before = messages()
  for (let request = 0; request < REQUESTS; request++) {
    const input = { name: `b-${request}`, imageName: 'golden', instanceType: 'stream.standard.medium' }
    const failed = await workshop.mutate('createImageBuilder', { ...input, clientToken: `token-${request}` })
    expect(failed.__typename).toBe('AppStreamLimitExceededError')
  }
  expect(messages() - before).toBeLessThan(MAX_KEPT)
})

test('an overlay retains no request', async () => {
  await using workshop = await startWorkshop()
  const before = messages()
  for (let request = 0; request < REQUESTS; request++) {
    const input = { name: `b-${request}`, imageName: 'golden', instanceType: 'stream.standard.medium' }
    const made = await workshop.mutate('createImageBuilder', input)
    expect(made.__typename).toBe('CreateImageBuilderPayload')
  }
  expect(messages() - before).toBeLessThan(MAX_KEPT)
})

test('a subscription retains no context of its operation', async () => {
  await using gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'builder', State: 'PENDING' })
  const query = 'subscription { imageBuilderStateChanged(snapshot: true) { kind imageBuilder { name } } }'
  await using subscribers = await openSubscribers(gateway.url, REQUESTS, 1, query)
  // The snapshot and its end.
  await subscribers.received(2 * REQUESTS)
  expect(queryObjects(RequestContext, { format: 'count' })).toBeLessThan(MAX_KEPT)
})
