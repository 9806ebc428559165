import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { UpstreamError } from '../../../../src/appstream/errors/exceptions.ts'
import { createImages } from '../../../../src/inventory/images/images.ts'
import { createSessions } from '../../../../src/inventory/sessions.ts'
import { createTagAndShareCache } from '../../../../src/inventory/tag-and-share-caches.ts'
import { imageArn } from '../../../support/gateway.ts'
import { createHeldTarget } from '../../../support/inventory.ts'
import { startCountedReplicas, unlimited } from '../../../support/replicas/counted-replicas.ts'

const REPLICAS = 4

/** Starts replicas whose calls are answered by the test. */
function startHeldReplicas() {
  const world = startCountedReplicas(REPLICAS)
  const held = Promise.withResolvers<void>()
  world.state.answered = held.promise
  return {
    ...world,
    async failAfterAllWait() {
      for (let turn = 0; turn < 20; turn++) await setImmediate()
      expect(world.calls).toHaveLength(1)
      held.reject(new UpstreamError('Listed', Object.assign(new Error('slow'), { name: 'TimeoutError' })))
    },
  }
}

/** Returns the errors of reads that all fail. */
async function errorsOf(reads: readonly Promise<unknown>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(reads)
  return settled.map((result) => (result.status === 'rejected' ? result.reason : result))
}

const timedOut = { name: 'UpstreamError', code: 'UPSTREAM_TIMEOUT', exception: 'TimeoutError' }

test('one failed call answers every replica that waits for the value', async () => {
  const { replicas, target, calls, state, failAfterAllWait } = startHeldReplicas()
  const caches = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  const reads = errorsOf(caches.map((cache) => cache.tags('arn:a', {})))
  await failAfterAllWait()
  for (const error of await reads) expect(error).toMatchObject(timedOut)
  expect(calls).toHaveLength(1)

  state.answered = Promise.resolve()
  for (const cache of caches) expect(await cache.tags('arn:a', {})).toEqual({ team: 'a' })
  expect(calls).toHaveLength(2)
})

test('one failed listing answers every replica that waits for it', async () => {
  const { replicas, target, calls, state, failAfterAllWait } = startHeldReplicas()
  const sessions = replicas.map(({ own }) => createSessions(target, own, unlimited))
  const pair = { stack: 'stack', fleet: 'fleet' }
  const reads = errorsOf(sessions.map((some) => some.of(pair).read({})))
  await failAfterAllWait()
  for (const error of await reads) expect(error).toMatchObject(timedOut)
  expect(calls).toHaveLength(1)

  state.answered = Promise.resolve()
  await Promise.all(sessions.map((some) => some.of(pair).read({})))
  expect(calls).toHaveLength(2)
})

test('one failed call answers every replica that looks the same image up', async () => {
  const { replicas } = startCountedReplicas(REPLICAS)
  const { target, calls, call } = createHeldTarget()
  const images = replicas.map(({ own }) =>
    createImages(target, own, { publicStalenessMs: 5_000, isKeptFresh: () => false }),
  )
  const lookUps = Promise.all(images.map(({ load }) => load([imageArn('a')], {})))
  for (let turn = 0; turn < 20; turn++) await setImmediate()
  call(0).fail('ServiceUnavailableException')
  for (const [outcome] of await lookUps) {
    expect(outcome).toMatchObject({ name: 'UpstreamError', code: 'UPSTREAM_UNAVAILABLE' })
  }
  expect(calls).toHaveLength(1)
})

test('waiting replicas serve what they know, and pause after the failure', async () => {
  const { replicas, target, calls, clock, state, failAfterAllWait } = startHeldReplicas()
  const caches = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  const { answered } = state
  state.answered = Promise.resolve()
  for (const cache of caches) await cache.tags('arn:a', {})
  calls.length = 0
  state.answered = answered
  clock.advance(60_001)
  const stale: unknown[] = []
  const readAll = () =>
    Promise.all(caches.map((cache) => cache.tags('arn:a', { onStale: ({ error }) => stale.push(error) })))
  const reads = readAll()
  await failAfterAllWait()
  expect(await reads).toEqual(caches.map(() => ({ team: 'a' })))
  expect(stale).toEqual(caches.map(() => expect.objectContaining(timedOut)))

  clock.advance(999)
  await readAll()
  expect(calls).toHaveLength(1)
  state.answered = Promise.resolve()
  clock.advance(1)
  await readAll()
  expect(calls).toHaveLength(2)
  expect(stale).toHaveLength(2 * REPLICAS)
})

test('a reader that leaves passes nothing to the replicas that wait', async () => {
  const { replicas, target, calls, state } = startHeldReplicas()
  const [first, second] = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
  const leaving = new AbortController()
  const left = first?.tags('arn:a', { signal: leaving.signal })
  while (calls.length === 0) await setImmediate()
  const waiting = second?.tags('arn:a', {})
  await setImmediate()
  state.answered = Promise.resolve()
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  expect(await waiting).toEqual({ team: 'a' })
  expect(calls).toHaveLength(2)
})
