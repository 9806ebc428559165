import { expect, test } from 'vitest'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { startAgedRedis } from '../../support/replicas/patience.ts'
import { openMap } from '../../support/replicas/replicated-map.ts'
import { agreed, isMember, QUICK, startReplica, until } from '../../support/replicas/shared-replica.ts'

describeWithRedis('replicas, when the engine fails', () => {
  test('continue after a short pause without a reset', async () => {
    await using server = await startRedis()
    await using one = await startReplica({ url: server.url, times: QUICK })
    await using two = await startReplica({ url: server.url, times: QUICK })
    await one.map.put('key', '1')
    server.pause()
    await until(() => !isMember(one) && !isMember(two))
    expect(one.shared.status()).toBe('lost')
    server.resume()
    await agreed(one, two)
    expect(await one.map.put('key', '2')).toBe('committed')
    await until(() => two.map.values.get('key') === '2')
    expect([one.resets(), two.resets()]).toEqual([1, 1])
  })

  test('continue after a restart that kept the data without a reset', async () => {
    await using server = await startRedis({ appendonly: true })
    await using one = await startReplica({ url: server.url, times: QUICK })
    await using two = await startReplica({ url: server.url, times: QUICK })
    await one.map.put('key', '1')
    const position = one.shared.position()
    await server.kill()
    await server.restart()
    await agreed(one, two)
    expect(await two.map.put('key', '2')).toBe('committed')
    await until(() => one.map.values.get('key') === '2')
    expect([one.resets(), two.resets()]).toEqual([1, 1])
    expect(one.shared.includes(position)).toBe(true)
  })

  test('start over after the loss of all data', async () => {
    await using server = await startRedis()
    await using one = await startReplica({ url: server.url, times: QUICK })
    await using two = await startReplica({ url: server.url, times: QUICK })
    for (let step = 0; step < 20; step++) await one.map.put('key', `${step}`, false)
    const position = one.shared.position()
    const started = one.shared.sequence.next()
    await server.kill()
    await server.restart()
    await until(() => one.shared.position().epoch !== position.epoch)
    await agreed(one, two)
    expect(one.shared.includes(position)).toBe(false)
    expect(one.map.values.size).toBe(0)
    expect(await one.map.list({ a: '1' }, started)).toBe('outdated')
    expect(one.shared.sequence.next()).toBeGreaterThan(started)
    expect(await one.map.list({ b: '1' }, one.shared.sequence.next())).toBe('committed')
    expect(await two.map.put('c', '2')).toBe('committed')
    await until(() => one.map.values.get('c') === '2')
    expect(two.map.values).toEqual(one.map.values)
  })

  test('notice a rollback of the engine', async () => {
    await using server = await startRedis()
    await using one = await startReplica({ url: server.url, times: QUICK })
    await using two = await startReplica({ url: server.url, times: QUICK })
    await one.map.put('kept', '1')
    await server.command('SAVE')
    const kept = one.shared.position()
    for (let step = 0; step < 10; step++) await one.map.put('lost', `${step}`, false)
    const lost = one.shared.position()
    await agreed(one, two)
    const started = two.shared.sequence.next()
    await server.kill()
    await server.restart()
    // A commit on the state that was rolled back must not be based on what was lost.
    expect(await two.map.put('new', '2')).toBe('committed')
    await agreed(one, two)
    expect(one.map.values).toEqual(
      new Map([
        ['kept', '1'],
        ['new', '2'],
      ]),
    )
    expect(two.map.values).toEqual(one.map.values)
    expect(one.shared.includes(kept)).toBe(true)
    expect(one.shared.includes(lost)).toBe(false)
    expect(await two.map.list({ a: '1' }, started)).toBe('outdated')
  })

  test('agree after flushes during concurrent writes', async () => {
    await using server = await startRedis()
    const options = { url: server.url, times: { ...QUICK, ttlMs: 600 } }
    await using one = await startReplica(options)
    await using two = await startReplica(options)
    await using three = await startReplica(options)
    const replicas = [one, two, three]
    let isDone = false
    const writing = replicas.map(async ({ map, shared }, index) => {
      for (let step = 0; !isDone; step++) {
        if (step % 9 === 0) await map.list({ [index]: `${step}` }, shared.sequence.next(), { asBase: true })
        await map.put(`${index}`, `${step}`, step % 5 === 0)
      }
    })
    for (let flush = 0; flush < 5; flush++) {
      const { number } = one.shared.position()
      await until(() => one.shared.position().number > number + 20)
      await server.command('FLUSHALL')
      await until(() => one.shared.position().number <= number + 20 || one.resets() > flush + 1)
    }
    isDone = true
    await Promise.all(writing)
    await agreed(one, two, three)
    expect(two.map.values).toEqual(one.map.values)
    expect(three.map.values).toEqual(one.map.values)
  })

  test('recover if the engine evicts the state of a journal', async () => {
    await using server = await startRedis()
    await using one = await startReplica({ url: server.url, times: QUICK })
    await one.map.list({ a: '1' }, one.shared.sequence.next(), { asBase: true })
    await one.map.put('b', '2')
    await server.command('DEL', '{asg:test}:s2:b:map')
    await using two = await startReplica({ url: server.url, times: QUICK })
    await until(() => two.troubles.join().includes('noeviction'))
    expect(two.map.values.size).toBe(0)
    expect(await one.map.put('c', '3')).toBe('committed')
    await until(() => two.map.values.get('c') === '3')
    expect(one.map.values).toEqual(two.map.values)
  })
})

describeWithRedis('replicas, when the engine rejects commands', () => {
  test('stop being members when the engine is full, and recover', async () => {
    await using server = await startAgedRedis()
    // The write resolves once this replica works alone, at most the sum of both times later.
    const times = { ttlMs: 2900, beatMs: 50, graceMs: 4000 }
    await using one = await startReplica({ url: server.url, times })
    await using two = await startReplica({ url: server.url, times })
    await one.map.put('key', '1')
    await server.command('CONFIG', 'SET', 'maxmemory', '1')
    expect(await one.map.put('key', '2')).toBe('committed')
    // Otherwise, it would serve the value before the write.
    expect(isMember(two)).toBe(false)

    await server.command('CONFIG', 'SET', 'maxmemory', '0')
    await agreed(one, two)
    expect(two.map.values.get('key')).toBe('2')
  })

  test('work alone when they may not load the state', async () => {
    await using server = await startRedis({
      acl: ['user default on nopass ~* +@all', 'user gateway on >secret ~* +@all -xrange'],
    })
    const times = { ttlMs: 500, beatMs: 100, graceMs: 500 }
    await using one = await startReplica({ url: server.url, times })
    await one.map.put('key', '1')
    const url = new URL(server.url)
    url.username = 'gateway'
    url.password = 'secret'
    // Starts only once its journal is ready.
    await using two = await startReplica({ url: url.href, times })
    await until(() => two.shared.status() === 'degraded')
    await until(() => two.troubles.join().includes('cannot be loaded'))
    const beats = two.shared.engine.counts.get('beat') ?? 0
    expect(beats).toBeLessThan(200)
    await until(() => one.shared.replicas() === 1)

    await server.command('ACL', 'SETUSER', 'gateway', '+xrange')
    await agreed(one, two)
    expect(two.map.values.get('key')).toBe('1')
  })
})

describeWithRedis('replicas without an engine for long', () => {
  const SHORT = { ttlMs: 600, beatMs: 100, graceMs: 500 }

  test('work alone, then commit their writes for all', async () => {
    await using server = await startRedis({ appendonly: true })
    await using one = await startReplica({ url: server.url, times: SHORT })
    await using two = await startReplica({ url: server.url, times: SHORT })
    await one.map.list({ a: '1' }, one.shared.sequence.next(), { asBase: true })
    await agreed(one, two)
    const position = one.shared.position()
    const before = one.shared.sequence.next()
    await server.kill()
    await until(() => one.shared.status() === 'degraded' && two.shared.status() === 'degraded')
    expect(one.resets()).toBe(2)
    // Earlier reads may lack changes of other replicas; later ones may be served.
    expect(one.shared.membership.floor()).toBeGreaterThan(before)
    const after = one.shared.sequence.next()
    expect(after).toBeGreaterThan(one.shared.membership.floor())
    expect(one.shared.includes(position)).toBe(false)
    expect(await one.map.list({ a: '1' }, before)).toBe('outdated')
    expect(await one.map.put('one', '1')).toBe('committed')
    expect(await two.map.put('two', '2')).toBe('committed')
    expect(await one.map.list({ a: '9', one: '1' }, one.shared.sequence.next())).toBe('committed')
    const lateMap = openMap(one.shared, 'late')
    expect(lateMap.journal.ready()).toBeUndefined()
    expect(await lateMap.put('late', '1')).toBe('committed')

    await server.restart()
    await agreed(one, two)
    expect(one.map.values).toEqual(
      new Map([
        ['a', '1'],
        ['one', '1'],
        ['two', '2'],
      ]),
    )
    expect(two.map.values).toEqual(one.map.values)
    expect(one.resets()).toBe(3)
    expect(one.shared.includes(position)).toBe(true)
    expect(await one.map.list({ b: '1' }, after)).toBe('outdated')
    // A busy machine ends its membership at any time, for a moment.
    const settled = one.statuses.filter((status) => status !== 'lost')
    const stages = settled.filter((status, index) => status !== settled[index - 1])
    expect(stages).toEqual(['member', 'degraded', 'member'])
    expect(one.statuses.slice(one.statuses.indexOf('degraded') + 1)[0]).toBe('lost')
    const sameLate = openMap(two.shared, 'late')
    await sameLate.journal.ready()
    expect(sameLate.values.get('late')).toBe('1')
  })

  test('apply a write that was waiting for the engine', async () => {
    await using server = await startRedis({ appendonly: true })
    await using one = await startReplica({ url: server.url, times: SHORT })
    await server.kill()
    const writing = one.map.put('key', '1')
    await until(() => one.map.values.get('key') === '1')
    expect(['committed', 'unavailable']).toContain(await writing)
    expect(one.shared.status()).toBe('degraded')
    await server.restart()
    await until(() => isMember(one))
    await using two = await startReplica({ url: server.url, times: SHORT })
    expect(two.map.values.get('key')).toBe('1')
  })

  test('start alone, and join once the engine runs', async () => {
    await using server = await startRedis()
    await server.kill()
    await using one = await startReplica({ url: server.url, times: SHORT, hasDeadlines: true })
    expect(one.shared.status()).toBe('degraded')
    expect(await one.map.put('key', '1')).toBe('committed')
    const lease = one.shared.lease('target/kind', () => {})
    lease.want(true)
    expect(lease.isHeld()).toBe(true)
    await server.restart()
    await until(() => isMember(one))
    await until(() => lease.isHeld())
    await using two = await startReplica({ url: server.url, times: SHORT })
    expect(two.map.values.get('key')).toBe('1')
  })
})
