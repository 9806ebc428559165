import { expect } from 'vitest'
import {
  type CallbackRouter,
  startCallbackRouter,
  subscribeByCallback,
} from '../../../support/clients/callback-router.ts'
import { createTestTime } from '../../../support/gateway.ts'
import { startServer } from '../support.ts'
import { createSourceSchema } from './support.ts'

/** Subscription with events from the test. */
export const EVENTS = 'subscription { event { text } }'

/** Starts a server whose one subscription receives events from the test, and an allowed router. */
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

/** Subscribes to the events of the test's source. */
export function subscribe(
  url: string,
  router: CallbackRouter,
  options: { heartbeatIntervalMs?: number } = {},
) {
  return subscribeByCallback(url, EVENTS, { callbackUrl: `${router.url}/one`, ...options })
}

/** Polls for a condition without an event. */
export function eventually<Value>(read: () => Value) {
  return expect.poll(read, { interval: 5, timeout: 30_000 })
}

/** Returns the actions that a router received. */
export function actionsOf({ messages }: CallbackRouter): readonly string[] {
  return messages.map(({ action }) => action)
}
