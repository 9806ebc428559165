import { expect, test } from 'vitest'
import { describeWithRedis } from '../../support/redis-server.ts'
import { STEADY, startAgedRedis } from '../../support/replicas/patience.ts'
import { openMap } from '../../support/replicas/replicated-map.ts'
import { startReplica, until } from '../../support/replicas/shared-replica.ts'

describeWithRedis('replicas', () => {
  test('a write is known everywhere when it resolves', async () => {
    await using server = await startAgedRedis()
    await using writer = await startReplica({ url: server.url, times: STEADY })
    await using reader = await startReplica({ url: server.url, times: STEADY })
    for (let value = 0; value < 50; value++) {
      expect(await writer.map.put('key', `${value}`)).toBe('committed')
      expect(reader.map.values.get('key')).toBe(`${value}`)
      expect(reader.shared.membership.floor()).toBe(0)
    }
    expect(reader.map.applied.at(-1)?.meta).toMatchObject({
      isOwn: false,
      position: writer.shared.position(),
    })
    expect(writer.shared.counters.ackTimeouts).toBe(0)
  })

  test('applies concurrent commits in the same order everywhere', async () => {
    await using server = await startAgedRedis()
    const options = { url: server.url, times: STEADY }
    await using one = await startReplica(options)
    await using two = await startReplica(options)
    await using three = await startReplica(options)
    const replicas = [one, two, three]
    const other = replicas.map(({ shared }) => openMap(shared, 'other'))
    await Promise.all(
      replicas.flatMap(({ map }, index) =>
        Array.from({ length: 40 }, async (_, step) => {
          expect(await map.put('key', `${index}/${step}`, step % 2 === 0)).toBe('committed')
          await other[index]?.put('key', `${index}/${step}`, false)
        }),
      ),
    )
    await until(() => new Set(replicas.map(({ shared }) => shared.position().number)).size === 1)
    const orders = replicas.map(({ map }) => map.applied.map(({ commit }) => commit.put?.[1]))
    expect(orders[0]).toHaveLength(120)
    expect(orders[1]).toEqual(orders[0])
    expect(orders[2]).toEqual(orders[0])
    expect(replicas.map(({ map }) => map.values)).toEqual(Array(3).fill(one.map.values))
    expect(replicas.map((replica) => replica.resets())).toEqual([0, 0, 0].map(() => 1))
  })

  test('a new replica loads the state, its history and old positions', async () => {
    await using server = await startAgedRedis()
    await using first = await startReplica({ url: server.url, times: STEADY })
    await first.map.put('gone', '1')
    const position = first.shared.position()
    await first.map.list({ a: '1' }, first.shared.sequence.next(), { asBase: true })
    await first.map.put('b', '2')
    await using second = await startReplica({ url: server.url, times: STEADY })
    expect([...second.map.values]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(second.map.recalled.map(({ delta }) => delta)).toMatchObject([
      { put: ['gone', '1'] },
      { listing: [['a', '1']] },
    ])
    expect(second.map.applied.map(({ commit }) => commit.put)).toEqual([['b', '2']])
    expect(second.shared.includes(position)).toBe(true)
    expect(second.shared.includes({ ...position, nonce: 'other' })).toBe(false)
    // For both, earlier reads of the first replica are older than anything that starts now.
    expect(second.map.applied[0]?.meta.sequence).toBeLessThan(second.shared.sequence.next())
  })

  // Loads the journal hundreds of times.
  test('loads a journal while commits arrive', { timeout: 180_000 }, async () => {
    await using server = await startAgedRedis()
    await using writer = await startReplica({ url: server.url, times: STEADY })
    await using reader = await startReplica({ url: server.url, times: STEADY })
    await writer.map.put('first', '0')
    let isDone = false
    const writing = (async () => {
      for (let step = 0; step < 400; step++) {
        if (step % 50 === 7)
          await writer.map.list({ a: `${step}` }, writer.shared.sequence.next(), { asBase: true })
        await writer.map.put(`${step % 50}`, `${step}`, false)
      }
      isDone = true
    })()
    const opened = [reader.map]
    while (!isDone) {
      const map = openMap(reader.shared, 'map')
      // On a busy machine, the wait may end because the replica has missed its beats.
      while (!map.journal.isReady()) await map.journal.ready()
      expect(map.values.size).toBeGreaterThan(0)
      opened.push(map)
      if (opened.length > 4) opened.shift()?.journal.close()
    }
    await writing
    await until(() => reader.shared.position().number === writer.shared.position().number)
    expect(opened).toHaveLength(4)
    for (const map of opened) expect(map.values).toEqual(writer.map.values)
  })

  test('rejects a listing if another replica listed since its start', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await using two = await startReplica({ url: server.url, times: STEADY })
    const started = two.shared.sequence.next()
    const overlapping = [one.shared.sequence.next(), one.shared.sequence.next()]
    for (const start of overlapping) expect(await one.map.list({ one: `${start}` }, start)).toBe('committed')
    expect(await two.map.list({ two: '1' }, started)).toBe('outdated')
    expect(await two.map.list({ two: '2' }, two.shared.sequence.next())).toBe('committed')
    expect(await one.map.list({ one: '3' }, overlapping[1] ?? 0)).toBe('outdated')
    await until(() => one.map.values.get('two') === '2')
  })

  test('another replica’s observation precedes every later number', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await using two = await startReplica({ url: server.url, times: STEADY })
    const before = two.shared.sequence.next()
    const started = one.shared.sequence.next()
    await one.map.list({ a: '1' }, started)
    await until(() => two.map.values.has('a'))
    expect(two.map.listedAt).toBeLessThan(before)
    expect(two.map.listedAt).toBeGreaterThan(0)
    expect(two.map.listedAt).toBeLessThan(two.shared.sequence.next())
  })

  test('two journals of one key both apply commits', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await using two = await startReplica({ url: server.url, times: STEADY })
    const twin = openMap(one.shared, 'map')
    await twin.journal.ready()
    await Promise.all([
      one.map.put('a', '1'),
      twin.put('b', '2'),
      two.map.list({ c: '3' }, two.shared.sequence.next(), { asBase: true }),
    ])
    await until(() => one.shared.position().number === two.shared.position().number)
    expect(twin.values).toEqual(two.map.values)
    expect(one.map.values).toEqual(two.map.values)
  })

  test('a write still reaches the others when its journal is closed', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await using two = await startReplica({ url: server.url, times: STEADY })
    const writing = one.map.put('key', 'value')
    one.map.journal.close()
    expect(await one.map.put('key', 'later')).toBe('unavailable')
    expect(await writing).toBe('committed')
    expect(two.map.values.get('key')).toBe('value')
  })

  test('reloads the state after the state machine failed', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await using two = await startReplica({ url: server.url, times: STEADY })
    await one.map.list({ a: '1' }, one.shared.sequence.next(), { asBase: true })
    await until(() => two.map.values.has('a'))
    const resets = two.resets()
    two.map.failing = 'apply'
    await one.map.put('b', '2', false)
    await until(() => two.resets() > resets)
    two.map.failing = undefined
    await two.map.journal.ready()
    await one.map.put('c', '3')
    await until(() => two.map.values.get('c') === '3')

    // A damaged base is cleared, and the next listing replaces it for all.
    two.map.failing = 'restore'
    await one.map.list({ d: '4' }, one.shared.sequence.next(), { asBase: true })
    await until(() => two.map.restores.at(-1) === undefined && two.map.restores.length > 3)
    two.map.failing = undefined
    await two.map.list({ e: '5' }, two.shared.sequence.next(), { asBase: true })
    await until(() => one.map.values.has('e'))
    expect(one.map.values).toEqual(two.map.values)
    expect(two.troubles.join()).toContain('apply fails')
    expect(two.troubles.join()).toContain('restore fails')
  })

  test('saves the state once its later commits are larger', async () => {
    await using server = await startAgedRedis()
    await using one = await startReplica({ url: server.url, times: STEADY })
    await using two = await startReplica({ url: server.url, times: STEADY })
    const random = () => Array.from({ length: 2000 }, () => Math.random().toString(36)[5] ?? '').join('')
    for (let step = 0; step < 120; step++) await one.map.put(`${step % 4}`, random(), false)
    await until(() => one.shared.counters.checkpoints > 0)
    const restores = two.map.restores.length
    await one.map.put('last', '1')
    expect(two.map.values).toEqual(one.map.values)
    expect(two.map.restores).toHaveLength(restores)
    await using three = await startReplica({ url: server.url, times: STEADY })
    expect(three.map.values).toEqual(one.map.values)
    expect(three.map.applied.length).toBeLessThan(80)
  })
})
