import { expect, test } from 'vitest'
import { acknowledge } from '../../../support/clients/callback-router.ts'
import { actionsOf, eventually, startCallbacks, subscribe } from './callback-support.ts'

test.each(['check', 'next'] as const)('ends the subscription on a 404 to a %s, silently', async (action) => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  await subscribe(server.url, router, { heartbeatIntervalMs: 6_000 })
  router.answer = () => 404
  await eventually(time.delays).toEqual([4_000])
  if (action === 'check') time.advance(4_000)
  else source.push({ text: 'one' })
  await source.returned
  await eventually(() => time.timers()).toBe(0)
  expect(actionsOf(router)).toEqual(['check', action])
})

test.each([
  ['answers 500', 500],
  ['answers 503', 503],
  ['answers 429', 429],
] as const)('retries a router that %s with backoff, in order, without loss', async (_what, answer) => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  await subscribe(server.url, router)
  router.answer = () => answer
  source.push({ text: 'one' })
  source.push({ text: 'two' })
  for (const [index, delayMs] of [200, 400].entries()) {
    await router.received(index + 2)
    await eventually(time.delays).toEqual([delayMs])
    if (index === 1) router.answer = acknowledge
    time.advance(delayMs)
  }
  source.end()
  await router.received(6)
  const told = router.messages.map(({ action, payload }) => payload?.data ?? action)
  const [one, two] = ['one', 'two'].map((text) => ({ event: { text } }))
  expect(told).toEqual(['check', one, one, one, two, 'complete'])
})

test('retries a silent router four times, then completes', async () => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  await subscribe(server.url, router)
  router.answer = ({ action }) => (action === 'next' ? 'never' : 200)
  source.push({ text: 'one' })
  for (let attempt = 1; attempt <= 4; attempt++) {
    await router.received(attempt + 1)
    expect(time.delays()).toEqual([5_000])
    time.advance(5_000)
    if (attempt === 4) break
    const pauseMs = 200 * 2 ** (attempt - 1)
    await eventually(time.delays).toEqual([pauseMs])
    time.advance(pauseMs)
  }
  await source.returned
  await router.received(6)
  expect(actionsOf(router)).toEqual(['check', 'next', 'next', 'next', 'next', 'complete'])
  expect(router.messages.at(-1)?.errors?.[0]?.extensions).toEqual({ code: 'CALLBACK_FAILED' })
  await eventually(() => time.timers()).toBe(0)
})

test.each([
  ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
  ['a rejection', 401],
] as const)('neither follows nor retries %s', async (_what, answer) => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  await subscribe(server.url, router)
  router.answer = ({ action }) => (action === 'next' ? answer : 200)
  source.push({ text: 'one' })
  await source.returned
  await router.received(3)
  expect(router.messages.map(({ path }) => path)).toEqual(Array(3).fill('/callback/one'))
  expect(actionsOf(router)).toEqual(['check', 'next', 'complete'])
  await eventually(() => time.timers()).toBe(0)
})

test.each([
  ['answers 404', 404],
  ['rejects the verifier', 401],
  ['serves an ordinary page', 200],
  ['redirects', { status: 302, headers: { location: '/elsewhere' } }],
] as const)('rejects a subscription for a URL that %s', async (_what, answer) => {
  await using context = await startCallbacks()
  const { router, source, server, time } = context
  router.answer = () => answer
  const response = await subscribe(server.url, router)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'CALLBACK_FAILED' } }] })
  expect(actionsOf(router)).toEqual(['check'])
  await source.returned
  expect(time.timers()).toBe(0)
})

test('waits for a silent router no longer than the shutdown grace', async () => {
  await using context = await startCallbacks({ shutdownGraceMs: 1_000 })
  const { router, source, server, time } = context
  await subscribe(server.url, router)
  router.answer = () => 'never'
  source.push({ text: 'one' })
  await router.received(2)
  const stopped = server.stop()
  time.advance(1_000)
  await stopped
  expect(time.timers()).toBe(0)
  expect(router.atOnce()).toBe(1)
})
