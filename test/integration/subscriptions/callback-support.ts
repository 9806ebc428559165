import { expect } from 'vitest'
import {
  type CallbackRouter,
  startCallbackRouter,
  subscribeByCallback,
} from '../../support/callback-router.ts'
import { createTestTime } from '../../support/gateway.ts'
import { startServer } from '../server/support.ts'
import { createSourceSchema } from './support.ts'

/** The subscription that the test feeds. */
export const EVENTS = 'subscription { event { text } }'

/** A server whose one subscription the test feeds, and a router that it may call. */
export async function startCallbacks({ maxSubscriptions = 10, shutdownGraceMs = 600_000 } = {}) {
  await using started = new AsyncDisposableStack()
  const time = createTestTime()
  const router = started.use(await startCallbackRouter())
  const { schema, source } = createSourceSchema()
  const callbacks = { urls: [router.url], maxSubscriptions, timeoutMs: 5_000 }
  const server = started.use(
    await startServer({ schema, schedule: time.schedule, callbacks, shutdownGraceMs }),
  )
  const running = started.move()
  return { time, router, source, server, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Asks for the events of the test's source. */
export function subscribe(
  url: string,
  router: CallbackRouter,
  options: { heartbeatIntervalMs?: number } = {},
) {
  return subscribeByCallback(url, EVENTS, { callbackUrl: `${router.url}/one`, ...options })
}

/** Waits for what has no event of its own. */
export function eventually<Value>(read: () => Value) {
  return expect.poll(read, { interval: 5, timeout: 30_000 })
}

/** What a router was told, in short. */
export function actionsOf({ messages }: CallbackRouter): readonly string[] {
  return messages.map(({ action }) => action)
}
