import { createSchema } from 'graphql-yoga'
import { expect } from 'vitest'
import { createLogger } from '../../../../src/logger.ts'
import type { Timeouts } from '../../../../src/server/connections/timeouts.ts'
import { createMetrics } from '../../../../src/server/observability/metrics/metrics.ts'
import { samplesOf } from '../../../support/metrics.ts'
import { startServer, type TestServer } from '../support.ts'

/** Server under abuse. */
export interface AbusedServer extends Pick<TestServer, 'url' | 'contexts' | 'stop'> {
  /** Resolves when it has no open connection and no active subscription. */
  readonly idle: () => Promise<void>
}

/** Exceeds the buffers of both ends of a connection. */
const LARGE_BYTES = 32 * 1024 * 1024

const schema = createSchema({
  typeDefs: /* GraphQL */ `
    type Query {
      hello(name: String = "world"): String
      large: String
      never: String
    }
    type Subscription {
      flood: String
    }
  `,
  resolvers: {
    Query: {
      hello: (_parent, { name }) => `hello ${name}`,
      large: () => 'x'.repeat(LARGE_BYTES),
      never: () => new Promise(() => {}),
    },
    Subscription: {
      flood: {
        async *subscribe() {
          for (;;) yield { flood: 'x'.repeat(1024 * 1024) }
        },
      },
    },
  },
})

/**
 * Starts the edge around a small schema.
 * @param heartbeatMs interval of event stream heartbeats; a client that reads none of several is cut off.
 */
export async function startAbused(
  timeouts: Partial<Timeouts> = {},
  heartbeatMs = 12_000,
): Promise<AbusedServer> {
  const metrics = createMetrics()
  const logger = createLogger('silent')
  const server = await startServer({
    schema,
    logger,
    metrics,
    shutdownGraceMs: 100,
    timeouts,
    keepAliveIntervalMs: heartbeatMs,
    heartbeatIntervalMs: heartbeatMs,
  })
  const held = async () => {
    const { text } = await metrics.render()
    const counts = ['connections', 'subscriptions'].flatMap((name) => samplesOf(text, name))
    return counts.reduce((sum, { value }) => sum + value, 0)
  }
  return {
    url: server.url,
    contexts: server.contexts,
    stop: server.stop,
    idle: () => expect.poll(held, { timeout: 30_000 }).toBe(0),
  }
}
