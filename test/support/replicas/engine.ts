import { setTimeout as delay } from 'node:timers/promises'
import { createEngine, type Engine, type EngineOptions } from '../../../src/shared/redis/engine/engine.ts'
import type { RedisServer } from '../redis-server.ts'

/** Start of the keys of the shared state in tests. */
export const PREFIX = '{asg:test}:s2:'

export interface TestEngineOptions extends Partial<EngineOptions> {
  /** Keeps the deadlines of commands, for tests of an engine that does not answer. A busy machine can exceed them. */
  readonly hasDeadlines?: boolean
}

/** Longer than a busy machine stops a process. */
const PATIENCE_MS = 20_000

/** Connects to a server; `using` disconnects. */
export async function connectEngine(
  { url }: Pick<RedisServer, 'url'>,
  { hasDeadlines = false, ...options }: TestEngineOptions = {},
): Promise<Engine & Disposable> {
  const engine = createEngine({ url, deployment: 'test', ...options })
  await opened(engine)
  return { ...(hasDeadlines ? engine : patient(engine)), [Symbol.dispose]: () => engine.close() }
}

/** Resolves once an engine is connected, although a busy machine may miss the deadline of the first connection. */
export async function opened(engine: Engine): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return await engine.open({ deadlineMs: PATIENCE_MS })
    } catch (error) {
      if (performance.now() > giveUpAt) throw error
      await delay(20)
    }
  }
}

/** Returns an engine whose commands have time to be answered. */
export function patient(engine: Engine): Engine {
  return {
    ...engine,
    run: (script, keys, args, options) =>
      engine.run(script, keys, args, { ...options, deadlineMs: PATIENCE_MS }),
    send: (command, options) => engine.send(command, { deadlineMs: PATIENCE_MS, ...options }),
    block: (command, options) => engine.block(command, { deadlineMs: PATIENCE_MS, ...options }),
  }
}
