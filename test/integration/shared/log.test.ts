import { expect, test } from 'vitest'
import { systemClock } from '../../../src/clock.ts'
import { describeWithRedis } from '../../support/redis-server.ts'
import { STEADY, startAgedRedis } from '../../support/replicas/patience.ts'
import { startRedisProxy } from '../../support/replicas/redis-proxy.ts'
import { startReplica, until } from '../../support/replicas/shared-replica.ts'

const PREFIX = '{asg:test}:s2:'

describeWithRedis('log of commits', () => {
  test('is not trimmed past commits that no base includes', async () => {
    await using server = await startAgedRedis()
    const options = { url: server.url, times: STEADY, log: { maxEntries: 5 } }
    await using one = await startReplica(options)
    for (let step = 0; step < 30; step++) await one.map.put(`${step}`, '1', false)
    await one.sweep()
    expect(await server.command('XLEN', `${PREFIX}log`)).toBe(30)
    await using two = await startReplica(options)
    expect(two.map.values).toEqual(one.map.values)

    await one.map.list(Object.fromEntries(one.map.values), one.shared.sequence.next(), { asBase: true })
    await server.command('DEL', `${PREFIX}swept`)
    await one.sweep()
    expect(await server.command('XLEN', `${PREFIX}log`)).toBe(5)
    expect(await server.command('LLEN', `${PREFIX}nonces`)).toBe(5)
    await using three = await startReplica(options)
    expect(three.map.values).toEqual(one.map.values)
    expect(three.map.recalled).toHaveLength(5)
    // While the machine is busy, commits may arrive late.
    expect(two.troubles.filter((trouble) => !trouble.includes('do not arrive'))).toEqual([])
    expect(two.replaced).toEqual([])
  })

  test('is trimmed by age, once the state is saved', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY, log: { maxAgeMs: 100 } })
    await one.map.put('a', '1', false)
    const position = one.shared.position()
    const oldest = one.map.applied[0]?.meta.at ?? 0
    const writtenAt = systemClock.now()
    // The time of a commit is as exact as the measurement of the engine's clock.
    await until(() => systemClock.now() - Math.max(oldest, writtenAt) > 200)
    await one.sweep()
    expect(one.shared.counters.checkpoints).toBe(1)
    await one.map.put('b', '2', false)
    await using two = await startReplica({ url: server.url, times: STEADY })
    expect(two.map.values).toEqual(one.map.values)
    expect(two.shared.includes(position)).toBe(false)
    expect(two.shared.includes(one.shared.position())).toBe(true)
    // A replica that was connected all the time still has it.
    expect(one.shared.includes(position)).toBe(true)
  })

  test('is trimmed while the engine is full', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY, log: { maxEntries: 5 } })
    for (let step = 0; step < 10; step++) await one.map.put(`${step}`, '1', false)
    await one.map.list({}, one.shared.sequence.next(), { asBase: true })
    await server.command('CONFIG', 'SET', 'maxmemory', '1')
    await one.sweep()
    expect(await server.command('XLEN', `${PREFIX}log`)).toBe(5)
  })

  test('a replica that missed trimmed commits reloads everything', async () => {
    await using server = await startAgedRedis()
    await using proxy = await startRedisProxy(server)
    await using one = await startReplica({ url: server.url, times: STEADY, log: { maxEntries: 2 } })
    await using two = await startReplica({ url: proxy.url, times: STEADY })
    proxy.pause('tail')
    for (let step = 0; step < 10; step++) await one.map.put(`${step}`, '1', false)
    await one.map.list(Object.fromEntries(one.map.values), one.shared.sequence.next(), { asBase: true })
    await one.sweep()
    proxy.resume()
    await until(() => two.map.values.size === 10)
    await until(() => two.shared.membership.floor() === 0)
    expect(two.resets()).toBe(2)
    expect(two.replaced).toHaveLength(1)
    expect(two.shared.position()).toEqual(one.shared.position())
  })

  test('journals that no replica opened for long are deleted', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await one.map.list({ a: '1' }, one.shared.sequence.next(), { asBase: true })
    await server.command('ZADD', `${PREFIX}opened`, '1', 'map')
    one.map.journal.close()
    await one.sweep()
    expect(await server.command('EXISTS', `${PREFIX}c:map`, `${PREFIX}b:map`, `${PREFIX}x:map`)).toBe(0)
  })

  test('a journal deleted while in use restarts for all', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await using two = await startReplica({ url: server.url, times: STEADY })
    await one.map.put('a', '1')
    await server.command('DEL', `${PREFIX}c:map`, `${PREFIX}b:map`, `${PREFIX}x:map`)
    expect(await one.map.put('b', '2')).toBe('committed')
    await until(() => two.map.values.has('b') && !two.map.values.has('a'))
    expect(one.map.values).toEqual(new Map([['b', '2']]))
    expect(two.map.values).toEqual(one.map.values)
  })

  test('loads a long history and a large state', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    const large = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`${index}`, `${Math.random()}`.repeat(10)]),
    )
    await one.map.list(large, one.shared.sequence.next(), { asBase: true })
    for (let step = 0; step < 1100; step++) await one.map.put(`${step % 7}`, `${step}`, false)
    await using two = await startReplica({ url: server.url, times: STEADY })
    expect(two.map.values).toEqual(one.map.values)
    const known = two.map.recalled.length + two.map.applied.length
    expect(known).toBe(1101 + one.shared.counters.checkpoints)
    expect(two.shared.includes(one.map.applied[5]?.meta.position ?? one.shared.position())).toBe(true)
  })
})
