import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { seededRandom, seedOf } from '../support/random.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { type RedisProxy, startRedisProxy } from '../support/replicas/redis-proxy.ts'
import { type Replica, startReplica, until } from '../support/replicas/shared-replica.ts'

const TIMES = { ttlMs: 500, beatMs: 100, graceMs: 1500 }
const STEPS = 2000

interface Member {
  readonly replica: Replica
  readonly proxy: RedisProxy
  /** Last version written by this replica, which is the value of the key of its name. */
  version: number
}

const isSure = ({ shared, map }: Replica) => shared.membership.floor() === 0 && !map.journal.ready()

describeWithRedis('order and membership', () => {
  test.concurrent.each([
    { title: 'hanging and breaking connections, pauses and restarts of the engine', isFlushed: false },
    { title: 'the same and losses of all data', isFlushed: true },
  ])('survive $title', async ({ isFlushed }) => {
    const seed = seedOf('SEED')
    console.log(`To repeat this walk: SEED=${seed}`)
    const random = seededRandom(seed)
    await using stack = new AsyncDisposableStack()
    const server = stack.use(await startRedis({ appendonly: true }))
    const members: Member[] = []
    for (let index = 0; index < 4; index++) {
      const proxy = stack.use(await startRedisProxy(server))
      const replica = stack.use(await startReplica({ url: proxy.url, times: TIMES, hasDeadlines: true }))
      members.push({ replica, proxy, version: 0 })
    }
    const violations: string[] = []
    const running: Promise<unknown>[] = []
    let checks = 0
    let isBroken = false

    /** Writes, then looks at every replica that serves from memory. */
    async function write(member: Member, index: number): Promise<void> {
      const version = ++member.version
      const key = String(index)
      const { map, shared } = member.replica
      const isShared = () => shared.status() !== 'degraded'
      const wasShared = isShared()
      const { epoch } = shared.position()
      const result = await map.journal.propose(
        () => (Number(map.values.get(key) ?? 0) >= version ? undefined : { put: [key, String(version)] }),
        { isWrite: true },
      )
      if (result !== 'committed' || !wasShared || !isShared() || shared.position().epoch !== epoch) return
      for (const [other, { replica: reader }] of members.entries()) {
        if (!isSure(reader) || reader.shared.position().epoch !== epoch) continue
        checks++
        const known = Number(reader.map.values.get(key) ?? 0)
        if (known < version) violations.push(`${index} wrote ${version}, ${other} serves ${known}`)
      }
    }

    async function list({ replica }: Member): Promise<void> {
      const started = replica.shared.sequence.next()
      await wait(random() * 20)
      const { map } = replica
      // As large as the state, which it leaves as it is.
      await map.journal.propose(() => ({ listing: new Map(map.values), started, asBase: true }), {
        listing: { started },
      })
    }

    async function breakSomething({ proxy }: Member): Promise<void> {
      const dice = random()
      if (dice < 0.3) proxy.cut()
      else if (dice < 0.5) {
        proxy.pause(random() < 0.5 ? 'tail' : undefined)
        await wait(random() * 2500)
        proxy.resume()
      } else if (dice < 0.65) {
        proxy.holdReplies('commands')
        await wait(random() * 1500)
        if (random() < 0.5) proxy.cut()
        proxy.resume()
      } else if (isBroken) return
      else await breakEngine(server, random())
    }

    async function breakEngine(engine: RedisServer, dice: number): Promise<void> {
      isBroken = true
      if (dice < 0.4) {
        engine.pause()
        await wait(random() * 3000)
        engine.resume()
      } else if (dice < 0.8 || !isFlushed) {
        await engine.kill()
        await wait(random() * 3000)
        await engine.restart()
      } else await engine.command('FLUSHALL')
      isBroken = false
    }

    let nextFault = performance.now() + 1000
    for (let step = 0; step < STEPS; step++) {
      const index = Math.floor(random() * members.length)
      const member = members[index]
      if (member === undefined) continue
      const work = random() < 0.8 ? write(member, index) : list(member)
      running.push(work)
      if (performance.now() > nextFault) {
        nextFault = performance.now() + 300 + random() * 1500
        running.push(breakSomething(member))
      }
      if (running.length > 20) await running.shift()
      await wait(random() * 10)
    }
    await Promise.all(running)
    await until(
      () =>
        members.every(({ replica }) => isSure(replica)) &&
        new Set(members.map(({ replica }) => JSON.stringify(replica.shared.position()))).size === 1,
      30_000,
    )
    // Writes that could not be committed at first are committed in the background.
    if (!isFlushed) {
      await until(
        () =>
          members.every(
            ({ replica, version }, index) => replica.map.values.get(String(index)) === String(version),
          ),
        10_000,
      ).catch(() => violations.push('a write is missing'))
    }
    const states = members.map(({ replica }) => [...replica.map.values].sort().join())
    expect(violations).toEqual([])
    expect(states).toEqual(Array(4).fill(states[0]))
    console.info({ seed, isFlushed, checks })
    expect(checks).toBeGreaterThan(STEPS / 4)
  })
})
