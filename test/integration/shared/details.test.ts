import { expect, test } from 'vitest'
import type { Engine } from '../../../src/shared/redis/engine/engine.ts'
import { createDetails } from '../../../src/shared/redis/peers/details.ts'
import type { Translation } from '../../../src/shared/shared.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { connectEngine, PREFIX } from '../../support/replicas/engine.ts'

/** Clock of this process is 1,000 ms ahead of the engine; local numbers are 100 above the shared ones. */
const translation: Translation = {
  toShared: (sequence) => Math.max(0, Math.floor(sequence) - 100),
  toLocal: (shared) => shared + 100,
  toEngineTime: (local) => local - 1000,
  toLocalTime: (engine) => engine + 1000,
}

function detailsOf(engine: Engine, epoch = 'epoch') {
  return createDetails({ engine, prefix: PREFIX, translation, epoch: () => epoch })
}

/** Commits to a journal as of a number. */
async function commit(server: RedisServer, journal: string, number: number, epoch = 'epoch'): Promise<void> {
  await server.command('HSET', `${PREFIX}meta`, 'epoch', epoch, 'n', String(number))
  await server.command('HSET', `${PREFIX}c:${journal}`, 'epoch', epoch, 'n', String(number))
}

const tags = { value: { tags: ['a'.repeat(2000)] }, sequence: 105.5, observedAt: 5000, tookMs: 12 }

describeWithRedis('details', () => {
  test('returns to one replica what another stored', async () => {
    await using server = await startRedis()
    using engineA = await connectEngine(server)
    using engineB = await connectEngine(server)
    await commit(server, 'tags', 5)
    await detailsOf(engineA).write('tags', 'arn', tags, 60_000)
    expect(await detailsOf(engineB).read('tags', 'arn')).toEqual({ ...tags, sequence: 105 })
    expect(await detailsOf(engineB).read('tags', 'other')).toBe(undefined)
    expect(await detailsOf(engineB).read('shares', 'arn')).toBe(undefined)
  })

  test('forgets a value that a later commit invalidated', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const details = detailsOf(engine)
    await commit(server, 'tags', 5)
    await details.write('tags', 'arn', tags, 60_000)
    await commit(server, 'tags', 6)
    expect(await details.read('tags', 'arn')).toBe(undefined)
    // A read that began before the commit is rejected, however late it is written.
    await details.write('tags', 'arn', tags, 60_000)
    expect(await details.read('tags', 'arn')).toBe(undefined)
    await details.write('tags', 'arn', { ...tags, sequence: 106 }, 60_000)
    expect(await details.read('tags', 'arn')).toMatchObject({ sequence: 106 })
  })

  test('keeps the value of the later read', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    const details = detailsOf(engine)
    await commit(server, 'tags', 5)
    await details.write('tags', 'arn', { ...tags, sequence: 108, value: 'new' }, 60_000)
    await details.write('tags', 'arn', { ...tags, value: 'old' }, 60_000)
    expect(await details.read('tags', 'arn')).toMatchObject({ value: 'new' })
  })

  test('ignores values of another epoch', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await commit(server, 'tags', 5)
    await detailsOf(engine).write('tags', 'arn', tags, 60_000)
    await commit(server, 'tags', 5, 'next')
    expect(await detailsOf(engine).read('tags', 'arn')).toBe(undefined)
    expect(await detailsOf(engine, 'next').read('tags', 'arn')).toBe(undefined)
    await detailsOf(engine).write('tags', 'arn', tags, 60_000)
    expect(await detailsOf(engine, 'next').read('tags', 'arn')).toBe(undefined)
  })

  test('does not store a read from before the state was replaced', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await server.command('HSET', `${PREFIX}meta`, 'epoch', 'epoch', 'n', '0')
    await detailsOf(engine).write('tags', 'arn', { ...tags, sequence: 50 }, 60_000)
    expect(await detailsOf(engine).read('tags', 'arn')).toBe(undefined)
  })

  test('expires; its key hides the names of people', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await commit(server, 'tags', 5)
    await detailsOf(engine).write('tags', 'jane@example.com', tags, 60_000)
    const keys = await engine.send(['KEYS', `${PREFIX}d:*`])
    expect(String(keys)).not.toContain('jane')
    const [key] = Array.isArray(keys) ? keys : []
    expect(Number(await engine.send(['PTTL', String(key)]))).toBeGreaterThan(50_000)
  })

  test('reads nothing and writes nothing while the engine is down', async () => {
    await using server = await startRedis()
    using engine = await connectEngine(server)
    await server.kill()
    const details = detailsOf(engine)
    await details.write('tags', 'arn', tags, 60_000)
    expect(await details.read('tags', 'arn')).toBe(undefined)
  })
})
