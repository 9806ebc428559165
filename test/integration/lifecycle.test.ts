import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { createClient as createSseClient } from 'graphql-sse'
import { describe, expect, test, vi } from 'vitest'
import { type Emulator, startEmulator } from '../../src/emulator/server.ts'
import { gatewayLine, startMain } from '../support/main.ts'
import { subscribe } from '../support/subscription.ts'

const START = 'mutation { event: startImageBuilder(input: { name: "golden-windows" }) { __typename } }'
const STARTED = { data: { event: { __typename: 'StartImageBuilderPayload' } } }

/** Sends an operation over a keep-alive connection. */
async function post(url: string, query: string) {
  const agent = new Agent({ keepAlive: true })
  const headers = { 'content-type': 'application/json' }
  const outgoing = request(url, { method: 'POST', agent, headers }).end(JSON.stringify({ query }))
  const [socket] = await once(outgoing, 'socket')
  const closed = new Promise<void>((resolve) => socket.once('close', resolve))
  const answered = once(outgoing, 'response').then(async ([response]) => ({
    body: JSON.parse(await text(response)),
    connection: response.headers.connection,
  }))
  return { answered, closed }
}

function startBefore(emulator: Emulator, env: Readonly<Record<string, string>> = {}) {
  return startMain([], { PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: emulator.url, ...env })
}

/** Waits until a gateway announces its shutdown. */
async function untilDraining(url: string): Promise<void> {
  await vi.waitUntil(async () => (await fetch(new URL('/readyz', url))).status === 503, { timeout: 30_000 })
}

/** Waits until a gateway refuses connections. */
async function untilRefused(url: string, intervalMs: number): Promise<void> {
  const isRefused = async () => (await Promise.allSettled([fetch(url)]))[0].status === 'rejected'
  await vi.waitUntil(isRefused, { interval: intervalMs, timeout: 30_000 })
}

/** Returns the environment that runs code before main.ts. */
function preload(code: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` }
}

function linesOf(stderr: string): Readonly<Record<string, unknown>>[] {
  return stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

// Concurrent, because each test runs its own process and mostly waits.
describe.concurrent('on SIGTERM', () => {
  test('answers a mutation in flight, closes its connection and exits with 0', async () => {
    await using emulator = await startEmulator()
    // The signal must arrive before the response, even if the machine pauses.
    emulator.faults.add({ operation: 'StartImageBuilder', latencyMs: 4_000 })
    await using main = startBefore(emulator)
    const { answered, closed } = await post(await main.ready(gatewayLine), START)
    await emulator.calls.waitFor(1, 'StartImageBuilder')

    expect(await main.stop('SIGTERM')).toEqual([0, null])
    expect(await answered).toEqual({ body: STARTED, connection: 'close' })
    await closed
  })

  test('answers a mutation in flight over a WebSocket', async () => {
    await using emulator = await startEmulator()
    emulator.faults.add({ operation: 'StartImageBuilder', latencyMs: 1_000 })
    await using main = startBefore(emulator)
    await using mutation = subscribe(await main.ready(gatewayLine), START)
    const answer = mutation.next()
    await emulator.calls.waitFor(1, 'StartImageBuilder')

    expect(await main.stop('SIGTERM')).toEqual([0, null])
    expect(await answer).toEqual(STARTED.data.event)
  })

  test('cuts stuck requests after the grace period and exits with 0', async () => {
    await using emulator = await startEmulator()
    emulator.faults.add({ operation: 'StartImageBuilder', hang: true })
    await using main = startBefore(emulator, { SHUTDOWN_GRACE_MS: '100', UPSTREAM_TIMEOUT_MS: '600000' })
    const url = await main.ready(gatewayLine)
    const { answered, closed } = await post(url, START)
    const cut = expect(answered).rejects.toThrow()
    await using overWebSocket = subscribe(url, START)
    const alsoCut = expect(overWebSocket.next()).rejects.toBeDefined()
    await emulator.calls.waitFor(2, 'StartImageBuilder')

    expect(await main.stop('SIGTERM')).toEqual([0, null])
    await Promise.all([cut, alsoCut, closed])
  })

  test('aborts subscriptions instead of completing them', async () => {
    await using emulator = await startEmulator()
    await using main = startBefore(emulator, { SHUTDOWN_GRACE_MS: '600000' })
    const url = await main.ready(gatewayLine)
    const query =
      'subscription { event: imageBuilderStateChanged(names: ["office-suite"], snapshot: true) { kind } }'
    await using overWebSocket = subscribe(url, query)
    await overWebSocket.take(2)
    const sse = createSseClient({ url, retryAttempts: 0 })
    const events = sse.iterate({ query })
    await events.next()
    await events.next()
    const rest = Promise.allSettled([overWebSocket.next(), events.next()])

    expect(await main.stop('SIGTERM')).toEqual([0, null])
    expect(await rest).toMatchObject([
      { status: 'rejected', reason: { code: 1001 } },
      { status: 'rejected', reason: { message: 'terminated' } },
    ])
    sse.dispose()
  })

  test('serves requests on separate connections until the delay is over', async () => {
    await using emulator = await startEmulator()
    await using main = startBefore(emulator, { SHUTDOWN_DELAY_MS: '5000' })
    const url = await main.ready(gatewayLine)
    main.signal('SIGTERM')
    await untilDraining(url)

    const { answered, closed } = await post(url, '{ __typename }')
    expect(await answered).toEqual({ body: { data: { __typename: 'Query' } }, connection: 'close' })
    await closed
    await using subscription = subscribe(
      url,
      'subscription { event: imageBuilderStateChanged(snapshot: true) { kind } }',
    )
    await subscription.next()
    expect(await main.exited).toEqual([0, null])
  })

  test('serves continuing requests even without a delay', async () => {
    await using emulator = await startEmulator()
    // A client that pauses for a second has no continuing requests: such an attempt does not count.
    for (let attempt = 1; ; attempt++) {
      await using main = startBefore(emulator)
      const url = await main.ready(gatewayLine)
      await (await post(url, '{ __typename }')).answered
      const signalledAt = performance.now()
      main.signal('SIGTERM')
      const answer = await untilDraining(url)
        .then(async () => (await post(url, '{ __typename }')).answered)
        .catch((error: unknown) => error)
      if (answer instanceof Error && performance.now() - signalledAt >= 900 && attempt < 5) continue
      expect(answer).toEqual({ body: { data: { __typename: 'Query' } }, connection: 'close' })
      expect(await main.exited).toEqual([0, null])
      return
    }
  })

  test('exits at once on a second signal, also within the delay', async () => {
    await using emulator = await startEmulator()
    await using main = startBefore(emulator, { SHUTDOWN_DELAY_MS: '600000' })
    const url = await main.ready(gatewayLine)
    main.signal('SIGTERM')
    await untilDraining(url)

    expect(await main.stop('SIGTERM')).toEqual([143, null])
  })

  test('exits at once on a second signal after the delay', async () => {
    await using emulator = await startEmulator()
    emulator.faults.add({ operation: 'StartImageBuilder', hang: true })
    await using main = startBefore(emulator, { SHUTDOWN_GRACE_MS: '600000', LOG_LEVEL: 'debug' })
    const url = await main.ready(gatewayLine)
    const { answered } = await post(url, START)
    const cut = expect(answered).rejects.toThrow()
    await emulator.calls.waitFor(1, 'StartImageBuilder')
    main.signal('SIGTERM')
    // Refused connections show that shutdown has begun; polling more often than once a second would delay it.
    await untilRefused(url, 1_500)

    expect(await main.stop('SIGINT')).toEqual([130, null])
    await cut
  })
})

describe.concurrent('an uncaught error', () => {
  test.each([
    ['an exception', 'process.on("SIGUSR2", () => { throw new Error("boom") })'],
    ['an unhandled rejection', 'process.on("SIGUSR2", () => { Promise.reject(new Error("boom")) })'],
  ])('logs %s, answers requests in flight and exits with 70', async (_how, code) => {
    await using emulator = await startEmulator()
    emulator.faults.add({ operation: 'StartImageBuilder', latencyMs: 1_000 })
    await using main = startBefore(emulator, preload(code))
    const { answered } = await post(await main.ready(gatewayLine), START)
    await emulator.calls.waitFor(1, 'StartImageBuilder')

    expect(await main.stop('SIGUSR2')).toEqual([70, null])
    expect((await answered).body).toEqual(STARTED)
    expect(linesOf(main.stderr())).toContainEqual(
      expect.objectContaining({
        level: 'fatal',
        err: expect.objectContaining({ message: 'boom', stack: expect.stringContaining('at ') }),
      }),
    )
  })

  test('exits without the rest of the shutdown delay', async () => {
    await using emulator = await startEmulator()
    const code = 'process.on("SIGUSR2", () => { throw new Error("boom") })'
    await using main = startBefore(emulator, { ...preload(code), SHUTDOWN_DELAY_MS: '600000' })
    const url = await main.ready(gatewayLine)
    main.signal('SIGTERM')
    await untilDraining(url)

    expect(await main.stop('SIGUSR2')).toEqual([70, null])
  })

  test('exits at once on a second error while stopping', async () => {
    await using emulator = await startEmulator()
    emulator.faults.add({ operation: 'StartImageBuilder', hang: true })
    const code = 'process.on("SIGUSR2", () => { throw new Error("boom") })'
    await using main = startBefore(emulator, { ...preload(code), SHUTDOWN_GRACE_MS: '600000' })
    const url = await main.ready(gatewayLine)
    const { answered } = await post(url, START)
    const cut = expect(answered).rejects.toThrow()
    await emulator.calls.waitFor(1, 'StartImageBuilder')
    main.signal('SIGUSR2')
    await untilRefused(url, 50)

    expect(await main.stop('SIGUSR2')).toEqual([70, null])
    await cut
    const fatal = linesOf(main.stderr()).filter(({ level }) => level === 'fatal')
    expect(fatal.map(({ msg }) => msg)).toEqual(Array(2).fill(expect.stringContaining('uncaught error')))
  })
})

test('aborts a stop that does not end, and logs it', async () => {
  const code = `
    import { endWith } from './src/lifecycle.ts'
    import { createLogger } from './src/logger.ts'
    endWith({ stop: () => new Promise(() => {}), graceMs: 0, logger: createLogger('info') })
    process.kill(process.pid, 'SIGTERM')
    setInterval(() => {}, 1_000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')])

  expect(exitCode).toBe(70)
  expect(linesOf(stderr)).toMatchObject([
    { level: 'fatal', msg: expect.stringContaining('shutdown exceeded') },
  ])
})
