import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/clock.ts'
import { createAlone } from '../../../src/shared/alone.ts'
import type { Shared } from '../../../src/shared/shared.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { ageEpoch, STEADY } from '../../support/replicas/patience.ts'
import { openMap } from '../../support/replicas/replicated-map.ts'
import { startReplica, until } from '../../support/replicas/shared-replica.ts'

type StartShared = () => Promise<AsyncDisposable & { readonly shared: Shared }>

const alone: StartShared = async () => {
  const shared = createAlone(systemClock)
  await shared.start()
  return { shared, [Symbol.asyncDispose]: () => shared.stop() }
}

describe('a single process', () => contract(alone))
for (const cluster of [false, true]) {
  describeWithRedis(cluster ? 'a replica on a cluster of one node' : 'a replica on a single node', () => {
    let server: RedisServer
    beforeAll(async () => {
      server = await startRedis({ cluster })
    })
    afterAll(() => server[Symbol.asyncDispose]())
    contract(async () => {
      const deployment = randomUUID()
      await ageEpoch(server, deployment)
      return startReplica({ url: server.url, isCluster: cluster, deployment, times: STEADY })
    })
  })
}

/** Tests the contract of {@link Shared}, which holds for any number of replicas. */
function contract(start: StartShared): void {
  test('applies a commit before the proposal resolves', async () => {
    await using started = await start()
    const map = openMap(started.shared, 'contract')
    await map.journal.ready()
    const before = systemClock.now()
    expect(await map.put('key', 'value', false)).toBe('committed')
    expect(map.values).toEqual(new Map([['key', 'value']]))
    expect(map.applied[0]?.meta.isOwn).toBe(true)
    // The engine's clock is measured during a round trip, which a busy machine prolongs.
    const toleranceMs = 5000
    expect(map.applied[0]?.meta.at).toBeGreaterThan(before - toleranceMs)
    expect(map.applied[0]?.meta.at).toBeLessThan(systemClock.now() + toleranceMs)
  })

  test('orders commits among the numbers of the sequence', async () => {
    await using started = await start()
    const { sequence } = started.shared
    const map = openMap(started.shared, 'contract')
    await map.journal.ready()
    const numbers: number[] = []
    for (const value of ['1', '2', '3']) {
      numbers.push(sequence.next(), sequence.next())
      await map.put('key', value, value === '2')
      numbers.push(map.applied.at(-1)?.meta.sequence ?? Number.NaN)
    }
    numbers.push(sequence.next())
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other))
    expect(sequence.last()).toBe(numbers.at(-1))
  })

  test('commits nothing if nothing is built', async () => {
    await using started = await start()
    const map = openMap(started.shared, 'contract')
    await map.journal.ready()
    expect(await map.journal.propose(() => undefined)).toBe('nothing')
    expect(await map.journal.propose(() => undefined, { isWrite: true })).toBe('nothing')
    expect(map.applied).toEqual([])
  })

  test.each([false, true])('passes an error of the builder on (write: %s)', async (isWrite) => {
    await using started = await start()
    const map = openMap(started.shared, 'contract')
    await map.journal.ready()
    const propose = async () =>
      map.journal.propose(
        () => {
          throw new Error('cannot build')
        },
        { isWrite },
      )
    await expect(propose()).rejects.toThrow('cannot build')
    expect(await map.put('key', 'value')).toBe('committed')
  })

  test('serves from memory and accepts listings of its own', async () => {
    await using started = await start()
    const { shared } = started
    const map = openMap(shared, 'contract')
    await map.journal.ready()
    expect(shared.membership.floor()).toBe(0)
    await shared.membership.confirm()
    expect(await map.list({ a: '1' }, shared.sequence.next())).toBe('committed')
    expect(await map.list({ b: '2' }, shared.sequence.next(), { asBase: true })).toBe('committed')
    expect(map.values).toEqual(new Map([['b', '2']]))
  })

  test('continues from its own position and no other', async () => {
    await using started = await start()
    const { shared } = started
    const map = openMap(shared, 'contract')
    await map.journal.ready()
    const before = shared.position()
    await map.put('key', 'value')
    expect(shared.includes(before)).toBe(true)
    expect(shared.includes(map.applied[0]?.meta.position ?? before)).toBe(true)
    expect(shared.includes({ ...before, epoch: 'other' })).toBe(false)
  })

  test('holds an uncontested lease', async () => {
    await using started = await start()
    let gained = 0
    const lease = started.shared.lease('target/kind', () => gained++)
    lease.want(true)
    await until(() => lease.isHeld())
    expect(gained).toBeLessThanOrEqual(1)
  })
}
