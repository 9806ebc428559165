import { expect, test } from 'vitest'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { startRedisProxy } from '../../support/replicas/redis-proxy.ts'
import { agreed, isMember, QUICK, startReplica, until } from '../../support/replicas/shared-replica.ts'

describeWithRedis('replicas, when connections hang', () => {
  test('beats do not renew a replica whose tail hangs', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: server.url, times: QUICK })
    await using hanging = await startReplica({ url: proxy.url, times: QUICK })
    await writer.map.put('key', '1')
    proxy.pause('tail')
    expect(await writer.map.put('key', '2')).toBe('committed')
    expect(hanging.map.values.get('key')).toBe('1')
    expect(isMember(hanging)).toBe(false)
    await hanging.shared.membership.confirm()
    expect(isMember(hanging)).toBe(false)
    // Later writes do not wait for it, once its membership has ended.
    await until(() => hanging.troubles.some((trouble) => trouble.includes('do not arrive')))
    proxy.resume()
    await agreed(writer, hanging)
    expect(hanging.map.values.get('key')).toBe('2')
    expect(hanging.resets()).toBe(1)
  })

  test('a replica that reconnects has the full time before it works alone again', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: server.url, times: QUICK })
    await using hanging = await startReplica({ url: proxy.url, times: { ...QUICK, graceMs: 2500 } })
    let isDone = false
    // Beats always return commits that have not arrived.
    const writing = (async () => {
      for (let step = 0; !isDone; step++) await writer.map.put('key', `${step}`, false)
    })()
    proxy.pause()
    await until(() => hanging.shared.status() === 'degraded')
    proxy.resume()
    proxy.pause('tail')
    await until(() => hanging.troubles.some((trouble) => trouble.includes('do not arrive')))
    expect(hanging.shared.status()).toBe('lost')
    isDone = true
    await writing
  })

  test('a replica with a hanging tail does not delay writes for long', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: server.url, times: { ...QUICK, beatMs: 50 } })
    await using hanging = await startReplica({ url: proxy.url, times: { ...QUICK, beatMs: 50 } })
    await writer.map.put('key', '1')
    proxy.pause('tail')
    await writer.map.put('key', '2')
    await until(() => writer.shared.replicas() === 1)
    const timeouts = writer.shared.counters.ackTimeouts
    await writer.map.put('key', '3')
    expect(writer.shared.counters.ackTimeouts).toBe(timeouts)
    expect(isMember(hanging)).toBe(false)
  })

  test('acknowledgements may arrive before the reply to the commit', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: proxy.url, times: QUICK })
    await using reader = await startReplica({ url: server.url, times: QUICK })
    await writer.map.put('key', '1')
    proxy.holdReplies('commands')
    const writing = writer.map.put('key', '2')
    await until(() => writer.map.values.get('key') === '2' && reader.map.values.get('key') === '2')
    // The acknowledgement is in the writer's inbox by now; its tail reads it.
    await until(() => writer.shared.engine.counts.get('XREAD') !== undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
    proxy.resume()
    expect(await writing).toBe('committed')
    expect(writer.shared.counters.ackTimeouts).toBe(0)
  })

  test.each(['cut', 'silent'])('a commit whose reply is lost is applied once (%s)', async (how) => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: proxy.url, times: QUICK })
    await using reader = await startReplica({ url: server.url, times: QUICK })
    await writer.map.put('key', '1')
    proxy.holdReplies('commands')
    const writing = writer.map.put('key', '2')
    await until(() => reader.map.values.get('key') === '2')
    if (how === 'cut') proxy.cut()
    else await until(() => writer.troubles.some((trouble) => trouble.startsWith('append')))
    proxy.resume()
    expect(await writing).toBe('committed')
    await agreed(writer, reader)
    expect(reader.map.applied.map(({ commit }) => commit.put?.[1])).toEqual(['1', '2'])
    expect(writer.map.applied.map(({ commit }) => commit.put?.[1])).toEqual(['1', '2'])
  })

  test('applies a commit once if its request was lost and another follows', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: proxy.url, times: QUICK })
    await using other = await startReplica({ url: server.url, times: QUICK })
    await writer.map.put('key', '1')
    proxy.holdReplies('commands')
    const writing = writer.map.put('key', '2')
    await until(() => other.map.values.get('key') === '2')
    await other.map.put('key', '3', false)
    proxy.cut()
    proxy.resume()
    expect(await writing).toBe('committed')
    await agreed(writer, other)
    expect(other.map.applied.map(({ commit }) => commit.put?.[1])).toEqual(['1', '2', '3'])
    expect(writer.map.values).toEqual(other.map.values)
  })

  test('a write waits for the engine until it is committed', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: proxy.url, times: QUICK })
    await using other = await startReplica({ url: server.url, times: QUICK })
    await writer.map.put('key', '1')
    proxy.pause()
    let isAnswered = false
    const writing = Promise.resolve(writer.map.put('key', '2')).finally(() => {
      isAnswered = true
    })
    expect(await writer.map.put('key', 'not worth waiting', false)).toBe('unavailable')
    expect(writer.shared.status()).toBe('lost')
    // Longer than any other replica is a member without the engine.
    await new Promise((resolve) => setTimeout(resolve, 2 * QUICK.ttlMs))
    expect(isAnswered).toBe(false)
    proxy.cut()
    proxy.resume()
    expect(await writing).toBe('committed')
    expect(other.map.values.get('key')).toBe('2')
    await agreed(writer, other)
    expect(writer.map.values).toEqual(other.map.values)
  })

  test('in a young epoch, writes wait for replicas that have not joined', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: server.url, times: QUICK })
    await using hanging = await startReplica({ url: proxy.url, times: QUICK })
    await writer.map.put('key', '1')
    proxy.pause()
    await server.command('FLUSHALL')
    expect(await writer.map.put('key', '2')).toBe('committed')
    expect(isMember(hanging)).toBe(false)
    expect(writer.shared.counters.ackTimeouts).toBe(0)
    proxy.resume()
    await agreed(writer, hanging)
    expect(hanging.map.values).toEqual(new Map([['key', '2']]))
  })
})
