import { describe, expect, test } from 'vitest'
import { imageBuilderKind } from '../../../../src/schema/image-builder/kind.ts'
import { createTestTime, imageArn, imageBuilderArn, startGateway } from '../../../support/gateway.ts'
import { operationsOf, startUpstream, type Upstream } from '../support.ts'

/** Allows one request immediately, then one per second. */
const TIGHT = { perSecond: 1, burst: 1 }

/** Deadline of calls that tests let expire. A busy machine answers others within it. */
const CALL_MS = 4_000

/** Uses up the burst. */
async function useUp({ target, emulator }: Upstream): Promise<void> {
  await target.reader.listTags(imageArn('none')).catch(() => {})
  emulator.calls.clear()
}

/** Resolves once that many requests wait. */
async function queued({ target }: Upstream, expected: Partial<Upstream['target']['queued']>): Promise<void> {
  await expect.poll(() => target.queued, { timeout: 30_000 }).toMatchObject(expected)
}

describe('UPSTREAM_CALLS_PER_SECOND', () => {
  test('sends mutations before queued reads, and both before polls', async () => {
    await using upstream = await startUpstream({ budget: { all: TIGHT } })
    const { target, time, emulator, home } = upstream
    home.putImageBuilder({ Name: 'desk', State: 'RUNNING' })
    await useUp(upstream)
    const calls = [
      target.reader.listAll(imageBuilderKind.listing, { purpose: 'poll' }),
      target.reader.listImages('PRIVATE', { purpose: 'poll' }),
      target.reader.listTags(imageBuilderArn('desk')),
      target.writer({ caller: 'test' }).call('StopImageBuilder', { Name: 'desk' }),
      target.reader.describe(imageBuilderKind.listing, ['desk'], { purpose: 'read' }),
      target
        .writer({ caller: 'test' })
        .call('TagResource', { ResourceArn: imageBuilderArn('desk'), Tags: { team: 'desktop' } }),
    ]
    await queued(upstream, { write: 2, read: 2, poll: 2 })
    expect(emulator.calls.count()).toBe(0)
    for (let sent = 1; sent <= calls.length; sent++) {
      time.advance(1_000)
      await emulator.calls.waitFor(sent)
      expect(emulator.calls.count()).toBe(sent)
    }
    await Promise.all(calls)
    expect(operationsOf(upstream)).toEqual([
      'StopImageBuilder',
      'TagResource',
      'ListTagsForResource',
      'DescribeImageBuilders',
      'DescribeImageBuilders',
      'DescribeImages',
    ])
    expect(target.queued).toEqual({ read: 0, write: 0, poll: 0 })
  })

  test('limits each account and region separately', async () => {
    await using upstream = await startUpstream({
      regions: ['us-east-1', 'eu-west-1'],
      budget: { all: TIGHT },
    })
    await useUp(upstream)
    const [, other] = upstream.inventory.targets
    await other?.reader.listAll(imageBuilderKind.listing)
    expect(upstream.emulator.calls.all).toMatchObject([{ region: 'eu-west-1' }])
  })

  test('charges every retry a token', async () => {
    await using upstream = await startUpstream({ budget: { all: { perSecond: 1, burst: 2 } } })
    const { target, time, emulator } = upstream
    emulator.faults.add({ error: { type: 'ThrottlingException' }, times: 2 })
    const listing = target.reader.listAll(imageBuilderKind.listing)
    await queued(upstream, { read: 1 })
    expect(emulator.calls.count()).toBe(2)
    time.advance(999)
    expect(target.queued.read).toBe(1)
    time.advance(1)
    expect(await listing).toEqual([])
    expect(emulator.calls.count()).toBe(3)
  })
})

describe('rates per class', () => {
  test('keep polls from blocking reads, and reads from blocking mutations', async () => {
    await using upstream = await startUpstream({ budget: { poll: TIGHT, read: TIGHT } })
    const { target, time, home } = upstream
    home.putImageBuilder({ Name: 'desk', State: 'RUNNING' })
    await target.reader.listAll(imageBuilderKind.listing, { purpose: 'poll' })
    const poll = target.reader.listAll(imageBuilderKind.listing, { purpose: 'poll' })
    await queued(upstream, { poll: 1 })
    await target.reader.listTags(imageBuilderArn('desk'))
    const read = target.reader.listTags(imageBuilderArn('desk'))
    await queued(upstream, { read: 1, poll: 1 })
    await target.writer({ caller: 'test' }).call('StopImageBuilder', { Name: 'desk' })
    expect(target.queued).toEqual({ read: 1, write: 0, poll: 1 })
    time.advance(1_000)
    await Promise.all([poll, read])
  })

  test('move polls to the read rate when a reader joins', async () => {
    await using upstream = await startUpstream({ budget: { poll: TIGHT } })
    const { target, inventory, time, emulator, home, finished } = upstream
    const pages = 6
    for (let index = 0; index < 100 * pages; index++) home.putImageBuilder({ Name: `builder-${index}` })
    const imageBuilders = inventory.of(target).kinds.of(imageBuilderKind).collection
    const poll = imageBuilders.read({ purpose: 'poll' })
    await queued(upstream, { poll: 1 })
    expect(emulator.calls.count()).toBe(1)
    const read = imageBuilders.read({})
    expect(target.queued).toEqual({ read: 1, write: 0, poll: 0 })
    // The rate of polls would delay it by five seconds.
    time.advance(1_000)
    expect((await read).items.size).toBe(100 * pages)
    expect(await poll).toBe(await read)
    expect(emulator.calls.count()).toBe(pages)
    expect(finished.map(({ purpose }) => purpose)).toEqual(['poll', ...Array(pages - 1).fill('read')])
  })
})

describe('queue', () => {
  const refusal = { code: 'UPSTREAM_BUDGET_EXHAUSTED', retryable: true, mayHaveRun: false }

  test("rejects calls beyond each class's bound with its own code, unsent", async () => {
    await using upstream = await startUpstream({ budget: { all: TIGHT, maxQueued: 2 } })
    const { target, time, emulator, home } = upstream
    home.putImageBuilder({ Name: 'desk', State: 'RUNNING' })
    await useUp(upstream)
    const reads = [
      target.reader.listAll(imageBuilderKind.listing),
      target.reader.listAll(imageBuilderKind.listing),
    ]
    await queued(upstream, { read: 2 })
    await expect(target.reader.listAll(imageBuilderKind.listing)).rejects.toMatchObject(refusal)
    const write = target.writer({ caller: 'test' }).call('StopImageBuilder', { Name: 'desk' })
    await queued(upstream, { read: 2, write: 1 })
    expect(emulator.calls.count()).toBe(0)
    time.advance(3_000)
    await Promise.all([...reads, write])
    expect(emulator.calls.count()).toBe(3)
    expect(upstream.finished.map(({ outcome }) => outcome)).toContain('UPSTREAM_BUDGET_EXHAUSTED')
  })

  test("counts waiting towards the call's deadline and removes expired calls", async () => {
    await using upstream = await startUpstream({ budget: { all: TIGHT }, callMs: CALL_MS })
    const { target, emulator, time } = upstream
    await useUp(upstream)
    await expect(
      target.writer({ caller: 'test' }).call('StopImageBuilder', { Name: 'desk' }),
    ).rejects.toMatchObject(refusal)
    expect(target.queued).toEqual({ read: 0, write: 0, poll: 0 })
    time.advance(10_000)
    expect(emulator.calls.count()).toBe(0)
    expect(time.timers()).toBe(0)
  })

  test('does not affect the reachability of the target', async () => {
    await using upstream = await startUpstream({ budget: { all: TIGHT }, callMs: CALL_MS })
    const { target } = upstream
    await target.reader.listAll(imageBuilderKind.listing)
    await expect(target.reader.listAll(imageBuilderKind.listing)).rejects.toMatchObject(refusal)
    expect(target).toMatchObject({ reachable: true, lastError: undefined, wasReadable: true })
  })
})

describe('budget of the gateway', () => {
  const BUILDERS = '{ imageBuilders { nodes { name } } }'

  /** Starts with an exhausted budget and a snapshot of one builder that serves only as stale. */
  async function startUsedUp() {
    const time = createTestTime()
    const gateway = await startGateway({
      ...time,
      env: {
        UPSTREAM_CALLS_PER_SECOND: '1',
        UPSTREAM_CALLS_BURST: '1',
        UPSTREAM_TIMEOUT_MS: String(CALL_MS),
        MAX_STALENESS_MS: '100',
      },
    })
    gateway.home.putImageBuilder({ Name: 'desk', State: 'RUNNING' })
    await gateway.read(BUILDERS)
    time.advance(500)
    return { gateway, time }
  }

  test('serves the last snapshot or an error for reads over budget', async () => {
    const { gateway, time } = await startUsedUp()
    await using _ = gateway
    const stale = await gateway.query(BUILDERS)
    expect(stale).toMatchObject({
      data: { imageBuilders: { nodes: [{ name: 'desk' }] } },
      extensions: {
        stale: [{ because: expect.stringContaining('AWS call budget of this target is exhausted') }],
      },
    })
    const { errors } = await gateway.query('{ images { totalCount } }')
    expect(errors).toMatchObject([
      { path: ['images'], extensions: { code: 'UPSTREAM_BUDGET_EXHAUSTED', retryable: true } },
    ])
    expect(gateway.emulator.calls.count()).toBe(1)
    time.advance(1_000)
    const fresh = await gateway.query(BUILDERS)
    expect(fresh.extensions).toBeUndefined()
    expect(gateway.emulator.calls.count()).toBe(2)
  })

  test('rejects mutations over budget as data, unsent', async () => {
    const { gateway } = await startUsedUp()
    await using _ = gateway
    const { stopImageBuilder } = await gateway.read<{ stopImageBuilder: unknown }, never>(
      `mutation { stopImageBuilder(input: { name: "desk" }) {
        __typename ... on AppStreamError { code retryable awsRequestId }
      } }`,
    )
    expect(stopImageBuilder).toEqual({
      __typename: 'AppStreamThrottledError',
      code: 'BUDGET_EXHAUSTED',
      retryable: true,
      awsRequestId: null,
    })
    expect(gateway.emulator.calls.count('StopImageBuilder')).toBe(0)
  })
})
