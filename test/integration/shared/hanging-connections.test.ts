import { expect, test } from 'vitest'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { PREFIX } from '../../support/replicas/engine.ts'
import { STEADY, startAgedRedis } from '../../support/replicas/patience.ts'
import { startRedisProxy } from '../../support/replicas/redis-proxy.ts'
import { agreed, isMember, QUICK, startReplica, until } from '../../support/replicas/shared-replica.ts'

/** Replica whose connections hang. */
const HANGING = { times: QUICK, hasDeadlines: true }

describeWithRedis('replicas, when connections hang', () => {
  test('beats do not renew a replica whose tail hangs', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: server.url, times: QUICK })
    await using hanging = await startReplica({ url: proxy.url, ...HANGING })
    await writer.map.put('key', '1')
    await agreed(writer, hanging)
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
    await using hanging = await startReplica({
      ...HANGING,
      url: proxy.url,
      times: { ...QUICK, graceMs: 4000 },
    })
    let isDone = false
    // Beats always return commits that have not arrived.
    const writing = (async () => {
      for (let step = 0; !isDone; step++) await writer.map.put('key', `${step}`, false)
    })()
    proxy.pause()
    await until(() => hanging.shared.status() === 'degraded')
    const earlier = hanging.troubles.length
    proxy.resume()
    proxy.pause('tail')
    const late = () => hanging.troubles.slice(earlier)
    await until(() => late().some((trouble) => trouble.includes('do not arrive')))
    expect(hanging.shared.status()).toBe('lost')
    isDone = true
    await writing
  })

  test('a replica with a hanging tail does not delay writes for long', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: server.url, times: { ...QUICK, beatMs: 50 } })
    await using hanging = await startReplica({
      ...HANGING,
      url: proxy.url,
      times: { ...QUICK, beatMs: 50 },
    })
    await writer.map.put('key', '1')
    proxy.pause('tail')
    await writer.map.put('key', '2')
    // From now on it does not renew its membership, which the writer sees in the replies to later beats.
    await until(() => hanging.troubles.some((trouble) => trouble.includes('do not arrive')))
    const beats = () => writer.shared.engine.counts.get('beat') ?? 0
    const earlier = beats()
    await until(() => beats() > earlier + 2 && writer.shared.replicas() === 1)
    const timeouts = writer.shared.counters.ackTimeouts
    await writer.map.put('key', '3')
    expect(writer.shared.counters.ackTimeouts).toBe(timeouts)
    expect(isMember(hanging)).toBe(false)
  })

  test('acknowledgements may arrive before the reply to the commit', async () => {
    await using server = await startAgedRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: proxy.url, times: STEADY })
    await using reader = await startReplica({ url: server.url, times: STEADY })
    const { id, engine } = writer.shared
    const acknowledgements = async () => {
      const inbox = String(await server.command('XRANGE', `${PREFIX}in:${id}`, '-', '+'))
      return inbox.split(reader.shared.id).length - 1
    }
    await writer.map.put('key', '1')
    expect(await acknowledgements()).toBe(1)
    proxy.holdReplies('commands')
    const writing = writer.map.put('key', '2')
    await expect.poll(acknowledgements, { timeout: 30_000 }).toBe(2)
    // The tail reads the inbox again once it has processed what it read.
    const reads = engine.counts.get('XREAD') ?? 0
    await until(() => (engine.counts.get('XREAD') ?? 0) > reads)
    expect(writer.map.values.get('key')).toBe('2')
    proxy.resume()
    expect(await writing).toBe('committed')
    expect(writer.shared.counters.ackTimeouts).toBe(0)
  })

  test.each(['cut', 'silent'])('a commit whose reply is lost is applied once (%s)', async (how) => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: proxy.url, ...HANGING })
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
    await using writer = await startReplica({ url: proxy.url, ...HANGING })
    await using other = await startReplica({ url: server.url, times: QUICK })
    await writer.map.put('key', '1')
    proxy.holdReplies('commands')
    const writing = writer.map.put('key', '2')
    await until(() => other.map.values.get('key') === '2')
    expect(await other.map.put('key', '3', false)).toBe('committed')
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
    await using writer = await startReplica({ url: proxy.url, ...HANGING })
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
    await agreed(writer, other)
    expect(other.map.values.get('key')).toBe('2')
    expect(writer.map.values).toEqual(other.map.values)
  })

  test('in a young epoch, writes wait for replicas that have not joined', async () => {
    await using server = await startRedis()
    await using proxy = await startRedisProxy(server)
    await using writer = await startReplica({ url: server.url, times: QUICK })
    await using hanging = await startReplica({ url: proxy.url, ...HANGING })
    await writer.map.put('key', '1')
    const timeouts = writer.shared.counters.ackTimeouts
    proxy.pause()
    await server.command('FLUSHALL')
    expect(await writer.map.put('key', '2')).toBe('committed')
    expect(isMember(hanging)).toBe(false)
    expect(writer.shared.counters.ackTimeouts).toBe(timeouts)
    proxy.resume()
    await agreed(writer, hanging)
    expect(hanging.map.values).toEqual(new Map([['key', '2']]))
  })
})
