import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { isCallAborted } from '../../../src/appstream/errors/exceptions.ts'
import { imageBuilderKind } from '../../../src/schema/image-builder/kind.ts'
import { imageArn } from '../../support/gateway.ts'
import { startUpstream, type Upstream } from './support.ts'

/** Creates an abortable reader with a unique reason. */
function createReader() {
  const controller = new AbortController()
  const reason = new Error('the reader has left')
  return { signal: controller.signal, leave: () => controller.abort(reason), reason }
}

/** Resolves once the emulator has seen the connection of its first call close. */
async function cut({ emulator }: Upstream): Promise<void> {
  await expect.poll(() => emulator.calls.all[0]?.endedAt, { timeout: 30_000 }).toBeDefined()
  expect(emulator.calls.all[0]?.status).toBeUndefined()
}

/** Each way to read, over one target with an image `golden`. */
const READS = {
  'a listing': ({ inventory, target }: Upstream, signal?: AbortSignal) =>
    inventory
      .of(target)
      .kinds.of(imageBuilderKind)
      .collection.read({ signal, onStale: () => {} }),
  'images by ARN': ({ inventory, target }: Upstream, signal?: AbortSignal) =>
    inventory.of(target).images.load([imageArn('golden'), imageArn('other')], { signal }),
  'an image by name': ({ inventory, target }: Upstream, signal?: AbortSignal) =>
    inventory.of(target).images.loadByNames(['golden'], { signal }),
  tags: ({ inventory, target }: Upstream, signal?: AbortSignal) =>
    inventory.of(target).details.tags(imageArn('golden'), { signal }),
  shares: ({ inventory, target }: Upstream, signal?: AbortSignal) =>
    inventory.of(target).details.shares('golden', { signal }),
}

async function startStocked(options?: Parameters<typeof startUpstream>[0]): Promise<Upstream> {
  const upstream = await startUpstream(options)
  upstream.home.putImage({ Name: 'golden' })
  upstream.home.putImage({ Name: 'other' })
  return upstream
}

describe.each(Object.entries(READS))('%s', (_what, read) => {
  test('continues a call for the other reader when one aborts', async () => {
    await using upstream = await startStocked()
    const { emulator, finished } = upstream
    emulator.faults.add({ latencyMs: 100, times: 1 })
    const leaving = createReader()
    const first = read(upstream, leaving.signal)
    const second = read(upstream)
    await emulator.calls.waitFor(1)
    leaving.leave()
    await expect(first).rejects.toBe(leaving.reason)
    expect(finished).toEqual([])
    await second
    expect(emulator.calls.count()).toBe(1)
    expect(finished).toMatchObject([{ outcome: 'OK' }])
  })

  test('aborts a call without readers; a later reader starts a new call', async () => {
    await using upstream = await startStocked({ circuitBreaker: { failures: 1, pauseMs: 5_000 } })
    const { emulator, finished, target } = upstream
    emulator.faults.add({ hang: true, times: 1 })
    const readers = [createReader(), createReader()]
    const reads = readers.map(({ signal }) => read(upstream, signal))
    await emulator.calls.waitFor(1)
    for (const { leave } of readers) leave()
    const outcomes = await Promise.allSettled(reads)
    expect(outcomes).toMatchObject(readers.map(({ reason }) => ({ status: 'rejected', reason })))
    await cut(upstream)
    expect(finished).toMatchObject([{ outcome: 'ABORTED' }])
    expect(target).toMatchObject({ reachable: undefined, lastError: undefined, circuit: 'closed' })
    await read(upstream)
    expect(emulator.calls.count()).toBe(2)
  })

  test('makes no call for a reader that has already aborted', async () => {
    await using upstream = await startStocked()
    const gone = createReader()
    gone.leave()
    await expect(read(upstream, gone.signal)).rejects.toBe(gone.reason)
    expect(upstream.emulator.calls.count()).toBe(0)
    expect(upstream.finished).toEqual([])
  })
})

test('keeps a shared call while a reader still waits for one ARN', async () => {
  await using upstream = await startStocked()
  const { emulator, inventory, target } = upstream
  emulator.faults.add({ latencyMs: 100, times: 1 })
  const leaving = createReader()
  const { load } = inventory.of(target).images
  const first = load([imageArn('golden'), imageArn('other')], { signal: leaving.signal })
  const second = load([imageArn('other')], {})
  await emulator.calls.waitFor(1)
  leaving.leave()
  await expect(first).rejects.toBe(leaving.reason)
  expect(await second).toMatchObject([{ name: 'other' }])
  expect(emulator.calls.count()).toBe(1)
})

test('does not pause reads after an abort, unlike after a failure', async () => {
  await using upstream = await startStocked()
  const { emulator, inventory, target, time } = upstream
  const imageBuilders = inventory.of(target).kinds.of(imageBuilderKind).collection
  await imageBuilders.read({})
  time.advance(10_000)
  emulator.faults.add({ hang: true, times: 1 })
  const leaving = createReader()
  const read = imageBuilders.read({ signal: leaving.signal, onStale: () => {} })
  await emulator.calls.waitFor(2)
  leaving.leave()
  await expect(read).rejects.toBe(leaving.reason)
  const stale: unknown[] = []
  await imageBuilders.read({ onStale: (answer) => stale.push(answer) })
  expect(stale).toEqual([])
  expect(emulator.calls.count()).toBe(3)
})

test('does not abort polls and background renewals', async () => {
  await using upstream = await startStocked()
  const { emulator, inventory, target, time } = upstream
  const imageBuilders = inventory.of(target).kinds.of(imageBuilderKind).collection
  emulator.faults.add({ latencyMs: 100, times: 1 })
  const poll = imageBuilders.read({ purpose: 'poll' })
  const leaving = createReader()
  const read = imageBuilders.read({ signal: leaving.signal })
  await emulator.calls.waitFor(1)
  leaving.leave()
  await expect(read).rejects.toBe(leaving.reason)
  await poll

  time.advance(4_500)
  emulator.faults.add({ latencyMs: 100, times: 1 })
  // Old enough for a renewal, young enough to serve.
  const gone = createReader()
  await imageBuilders.read({ signal: gone.signal })
  await emulator.calls.waitFor(2)
  gone.leave()
  await expect.poll(() => upstream.finished.length, { timeout: 30_000 }).toBe(2)
  expect(upstream.finished).toMatchObject([{ outcome: 'OK' }, { outcome: 'OK' }])
})

test('drops an aborted call from the queue and frees its place', async () => {
  const budget = { all: { perSecond: 1, burst: 1 }, maxQueued: 1 }
  await using upstream = await startStocked({ budget })
  const { emulator, inventory, target, time } = upstream
  const { kinds, images } = inventory.of(target)
  const imageBuilders = kinds.of(imageBuilderKind).collection
  await images.byVisibility.PRIVATE.read({})
  const leaving = createReader()
  const first = imageBuilders.read({ signal: leaving.signal })
  await expect.poll(() => target.queued.read, { timeout: 30_000 }).toBe(1)
  leaving.leave()
  await expect(first).rejects.toBe(leaving.reason)
  await expect.poll(() => target.queued.read, { timeout: 30_000 }).toBe(0)
  const second = imageBuilders.read({})
  await expect.poll(() => target.queued.read, { timeout: 30_000 }).toBe(1)
  time.advance(1_000)
  await second
  expect(emulator.calls.count()).toBe(2)
})

test('replaces an aborted trial of an open circuit with the next call', async () => {
  await using upstream = await startStocked({ circuitBreaker: { failures: 1, pauseMs: 5_000 } })
  const { emulator, target, time } = upstream
  emulator.faults.add({ times: 3, error: { type: 'InternalServerException', status: 500 } })
  await expect(target.reader.listAll(imageBuilderKind.listing)).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  })
  expect(target.circuit).toBe('open')
  time.advance(5_000)
  emulator.calls.clear()
  emulator.faults.add({ hang: true, times: 1 })
  const leaving = createReader()
  const trial = target.reader.listAll(imageBuilderKind.listing, { signal: leaving.signal })
  await emulator.calls.waitFor(1)
  expect(target.circuit).toBe('half-open')
  leaving.leave()
  await expect(trial).rejects.toSatisfy(isCallAborted)
  expect(target.circuit).toBe('open')
  expect(await target.reader.listAll(imageBuilderKind.listing)).toEqual([])
  expect(target.circuit).toBe('closed')
})

test.each([
  ['before it was sent', { perSecond: 1, burst: 1 }, false],
  ['after it was sent', { perSecond: 0, burst: 0 }, true],
])('reports whether a write aborted %s may have run', async (_when, all, mayHaveRun) => {
  await using upstream = await startStocked({ budget: { all } })
  const { emulator, target } = upstream
  await target.reader.listAll(imageBuilderKind.listing)
  emulator.faults.add({ hang: true })
  const leaving = createReader()
  const write = target
    .writer({ caller: 'test', signal: leaving.signal })
    .call('StopImageBuilder', { Name: 'desk' })
  if (mayHaveRun) await emulator.calls.waitFor(2)
  else await expect.poll(() => target.queued.write, { timeout: 30_000 }).toBe(1)
  leaving.leave()
  await expect(write).rejects.toMatchObject({ name: 'CallAborted', cause: leaving.reason, mayHaveRun })
})

test('leaves no listeners on the signals of completed calls', async () => {
  await using upstream = await startStocked()
  const { signal } = new AbortController()
  for (const read of Object.values(READS)) await read(upstream, signal)
  upstream.emulator.faults.add({ error: { type: 'AccessDeniedException' } })
  upstream.time.advance(60_000)
  for (const read of Object.values(READS)) await read(upstream, signal).catch(() => {})
  const writer = upstream.target.writer({ caller: 'test', signal })
  await writer.call('StopImageBuilder', { Name: 'none' }).catch(() => {})
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
