import { expect, test } from 'vitest'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { STEADY, shortest, startAgedRedis } from '../../support/replicas/patience.ts'
import { QUICK, type Replica, startReplica, until } from '../../support/replicas/shared-replica.ts'

/** Competes for the lease of the tests, and counts how often the replica gets it. */
function compete({ shared }: Replica) {
  const competitor = {
    gained: 0,
    lease: shared.lease('target/kind', () => competitor.gained++),
  }
  competitor.lease.want(true)
  return competitor
}

describeWithRedis('leases', () => {
  test('one replica holds it until it gives it up', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await using two = await startReplica({ url: server.url, times: STEADY })
    const first = compete(one)
    await until(() => first.lease.isHeld())
    const second = compete(two)
    const beats = two.shared.engine.counts.get('beat') ?? 0
    await until(() => (two.shared.engine.counts.get('beat') ?? 0) > beats + 3)
    expect(second.lease.isHeld()).toBe(false)
    first.lease.want(false)
    expect(first.lease.isHeld()).toBe(false)
    await until(() => second.lease.isHeld())
    expect([first.gained, second.gained]).toEqual([1, 1])
    first.lease.want(true)
    await two.shared.stop()
    await until(() => first.gained === 2)
    expect(first.lease.isHeld()).toBe(true)
  })

  test('another replica takes it over after a crash within 3 seconds', async () => {
    async function takeOverMs(): Promise<number> {
      await using server = await startRedis()
      await using crashing = await startReplica({ url: server.url })
      await using other = await startReplica({ url: server.url })
      const first = compete(crashing)
      await until(() => first.lease.isHeld())
      const second = compete(other)
      const crashedAt = performance.now()
      // Its connections break, and nothing releases the lease.
      crashing.shared.engine.close()
      await until(() => second.lease.isHeld())
      const takenMs = performance.now() - crashedAt
      await until(() => !first.lease.isHeld())
      return takenMs
    }
    expect(await shortest(takeOverMs, 3000)).toBeLessThan(3000)
  })

  test('reports a lease that was lost and regained between beats', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    const competitor = compete(one)
    await until(() => competitor.lease.isHeld())
    expect(competitor.gained).toBe(1)
    await server.command('DEL', '{asg:test}:s2:l:target/kind')
    await until(() => competitor.gained === 2)
    expect(competitor.lease.isHeld()).toBe(true)
  })

  test('a listing under a lost lease is rejected', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await using two = await startReplica({ url: server.url, times: STEADY })
    const first = compete(one)
    await until(() => first.lease.isHeld())
    const { sequence } = one.shared
    expect(await one.map.list({ a: '1' }, sequence.next(), { lease: first.lease })).toBe('committed')
    const second = compete(two)
    // At once, so that no replica gains it with another fence in between.
    await server.command('HSET', '{asg:test}:s2:l:target/kind', 'holder', two.shared.id, 'fence', '1000')
    expect(await one.map.list({ a: '2' }, sequence.next(), { lease: first.lease })).toBe('outdated')
    await until(() => second.lease.isHeld())
    expect(await two.map.list({ a: '3' }, two.shared.sequence.next(), { lease: second.lease })).toBe(
      'committed',
    )
  })

  test('a replica that cannot reach the engine stops holding it', async () => {
    await using server = await startRedis()
    await using one = await startReplica({ url: server.url, times: QUICK })
    const first = compete(one)
    await until(() => first.lease.isHeld())
    server.pause()
    await until(() => !first.lease.isHeld())
    expect(one.shared.status()).toBe('lost')
    server.resume()
    await until(() => first.lease.isHeld())
  })
})
