import { expect, test } from 'vitest'
import { createEngine, type Engine, type FinishedCommand } from '../../../src/shared/redis/engine/engine.ts'
import { defineScript } from '../../../src/shared/redis/engine/script.ts'
import { CERTIFICATE } from '../../support/certificate.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { opened, patient, type TestEngineOptions } from '../../support/replicas/engine.ts'
import { shortest } from '../../support/replicas/patience.ts'

const SET = defineScript(
  'SET_BOTH',
  `redis.call('SET', KEYS[1], ARGV[1]); return {redis.call('GET', KEYS[1]), 7}`,
)
const key = '{asg:test}:key'

/** Creates an engine that does not wait until it is connected. */
function connect(
  { url }: RedisServer,
  { hasDeadlines = false, ...options }: TestEngineOptions = {},
): Disposable & { readonly engine: Engine } {
  const engine = createEngine({ url, deployment: 'test', ...options })
  return { engine: hasDeadlines ? engine : patient(engine), [Symbol.dispose]: () => engine.close() }
}

/** Retries until the engine answers. */
async function untilAnswering(engine: Engine): Promise<void> {
  const attempt = () => engine.send(['GET', key]).then(() => 'answered', String)
  await expect.poll(attempt, { timeout: 30_000 }).toBe('answered')
}

/** Resolves once connecting fails with a message; a busy machine can miss a deadline before. */
async function untilRejected(engine: Engine, message: string | RegExp): Promise<unknown> {
  let failure: unknown
  const attempt = async () => {
    failure = await engine.open({ deadlineMs: 5000 }).catch((error: unknown) => error)
    return String(failure)
  }
  await expect.poll(attempt, { timeout: 30_000 }).toMatch(message)
  return failure
}

function withCredentials(url: string, user: string, password: string): string {
  const full = new URL(url)
  full.username = user
  full.password = password
  return full.href
}

describeWithRedis('engine', () => {
  test.each([
    ['a single node', {}],
    ['a cluster of one node', { cluster: true }],
  ])('runs scripts and commands on %s', async (_title, options) => {
    await using server = await startRedis(options)
    using connected = connect(server, { isCluster: 'cluster' in options })
    const { engine } = connected
    await opened(engine)

    expect(await engine.run(SET, [key], ['value'])).toEqual(['value', 7])
    expect(await engine.run(SET, [key], [Buffer.from([0xff, 0])], { isBinary: true })).toEqual([
      Buffer.from([0xff, 0]),
      7,
    ])
    expect(await engine.send(['GET', key], { isBinary: true })).toEqual(Buffer.from([0xff, 0]))
    expect(await engine.block(['XREAD', 'BLOCK', 10, 'STREAMS', `${key}:log`, '0-0'])).toBe(null)
  })

  test('counts commands by name', async () => {
    await using server = await startRedis()
    using connected = connect(server)
    const { engine } = connected
    await opened(engine)
    await engine.run(SET, [key], ['a'])
    await engine.run(SET, [key], ['b'])
    await engine.send(['GET', key])

    // The first EVALSHA is answered by NOSCRIPT.
    expect(Object.fromEntries(engine.counts)).toEqual({ SET_BOTH: 3, GET: 1 })
  })

  test('sends commands while another one blocks', async () => {
    await using server = await startRedis()
    using connected = connect(server)
    const { engine } = connected
    await opened(engine)
    const blocked = engine.block(['XREAD', 'BLOCK', 5000, 'STREAMS', `${key}:log`, '0-0'], {
      deadlineMs: 6000,
    })
    await engine.send(['XADD', `${key}:log`, '1-0', 'a', 'b'])
    expect(await blocked).toEqual([[`${key}:log`, [['1-0', ['a', 'b']]]]])
  })

  test('runs a script again that the server has forgotten', async () => {
    await using server = await startRedis()
    using connected = connect(server)
    const { engine } = connected
    await opened(engine)
    await engine.run(SET, [key], ['a'])
    await server.command('SCRIPT', 'FLUSH')
    expect(await engine.run(SET, [key], ['b'])).toEqual(['b', 7])
  })

  test('rejects at the deadline while the server is paused, and recovers', async () => {
    await using server = await startRedis()
    using connected = connect(server, { hasDeadlines: true })
    const { engine } = connected
    await opened(engine)
    server.pause()
    async function rejectedMs(): Promise<number> {
      const startedAt = performance.now()
      await expect(engine.send(['GET', key], { deadlineMs: 100 })).rejects.toThrow(
        'GET failed: No answer within 100 ms.',
      )
      return performance.now() - startedAt
    }
    expect(await shortest(rejectedMs, 700)).toBeLessThan(700)
    server.resume()
    await untilAnswering(engine)
  })

  test.each([
    ['a single node', {}],
    ['a cluster of one node', { cluster: true }],
  ])('rejects at once after a kill of %s, and reconnects after its restart', async (_title, options) => {
    await using server = await startRedis({ ...options, appendonly: true })
    using connected = connect(server, { isCluster: 'cluster' in options })
    const { engine } = connected
    await opened(engine)
    await engine.send(['SET', key, 'kept'])
    await server.kill()
    await expect(engine.send(['GET', key])).rejects.toThrow('SHARED_STATE_URL')
    await server.restart()
    await untilAnswering(engine)
    expect(await engine.send(['GET', key])).toBe('kept')
  })

  test.each([[false], [true]])('connects to a server that starts later (cluster: %s)', async (isCluster) => {
    await using server = await startRedis({ cluster: isCluster, appendonly: true })
    await server.stop()
    using connected = connect(server, { isCluster })
    const { engine } = connected
    await untilRejected(engine, 'ECONNREFUSED')
    await expect(engine.send(['GET', key])).rejects.toThrow('ECONNREFUSED')
    await server.restart()
    await untilAnswering(engine)
  })

  test('connects with TLS, a certificate authority and an ACL user', async () => {
    await using server = await startRedis({
      tls: true,
      acl: ['user default off', 'user gateway on >p@ss/word ~{asg:test}* +@all'],
    })
    using connected = connect(server, {
      url: withCredentials(server.url, 'gateway', 'p@ss/word'),
      ca: CERTIFICATE,
    })
    await opened(connected.engine)
    expect(await connected.engine.run(SET, [key], ['value'])).toEqual(['value', 7])
    await expect(connected.engine.send(['GET', 'other'])).rejects.toThrow(
      'Grant the user of SHARED_STATE_URL',
    )
  })

  test('rejects a server certificate of an unknown authority', async () => {
    await using server = await startRedis({ tls: true })
    using connected = connect(server)
    await untilRejected(connected.engine, 'self-signed certificate')
  })

  test('explains a wrong password without showing it', async () => {
    await using server = await startRedis({ password: 'right' })
    const errors: Error[] = []
    using connected = connect(server, {
      url: withCredentials(server.url, '', 'sesame'),
      onError: (error) => errors.push(error),
    })
    const explanation = /WRONGPASS.*Check the user and the password in SHARED_STATE_URL/
    const failure = await untilRejected(connected.engine, explanation)
    expect(failure).toMatchObject({ name: 'EngineUnavailable' })
    expect(errors.length).toBeGreaterThan(0)
    expect(
      [failure, ...errors].map((error) => JSON.stringify(error, Object.getOwnPropertyNames(error))).join(),
    ).not.toContain('sesame')
  })

  test('leaves a server that became a replica', async () => {
    await using primary = await startRedis()
    await using server = await startRedis()
    using connected = connect(server)
    const { engine } = connected
    await opened(engine)
    await server.command('REPLICAOF', '127.0.0.1', String(primary.port))
    await expect(engine.send(['SET', key, 'a'])).rejects.toThrow('READONLY')
    // The endpoint now leads to another connection, of a new primary.
    await server.command('REPLICAOF', 'NO', 'ONE')
    await untilAnswering(engine)
    const clients = String(await server.command('CLIENT', 'LIST'))
    expect(clients.split('\n').filter((line) => line.includes('cmd=set'))).toEqual([])
    await engine.send(['SET', key, 'a'])
  })

  test('leaves a server that became a replica, as Redis 6 reports it', async () => {
    await using server = await startRedis()
    using connected = connect(server)
    const { engine } = connected
    await opened(engine)
    const connectionId = await engine.send(['CLIENT', 'ID'])
    const failing = defineScript(
      'FAIL',
      `return redis.error_reply("ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -READONLY You can't write against a read only replica.")`,
    )
    await expect(engine.run(failing, [key], [])).rejects.toThrow('READONLY')
    await untilAnswering(engine)
    expect(await engine.send(['CLIENT', 'ID'])).not.toBe(connectionId)
  })

  test('reports each command with its outcome and duration', async () => {
    await using server = await startRedis()
    const commands: FinishedCommand[] = []
    using connected = connect(server, { onCommand: (command) => commands.push(command) })
    const { engine } = connected
    await opened(engine)
    await engine.send(['SET', key, 'text'])
    await expect(engine.send(['INCR', key])).rejects.toThrow('not an integer')

    const duration = expect.any(Number)
    expect(commands).toEqual([
      { name: 'SET', outcome: 'ok', durationMs: duration },
      { name: 'INCR', outcome: 'error', durationMs: duration },
    ])
  })
})
