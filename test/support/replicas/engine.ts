import { createEngine, type Engine, type EngineOptions } from '../../../src/shared/redis/engine/engine.ts'
import type { RedisServer } from '../redis-server.ts'

/** Start of the keys of the shared state in tests. */
export const PREFIX = '{asg:test}:s2:'

/** Connects to a server; `using` disconnects. */
export async function connectEngine(
  { url }: Pick<RedisServer, 'url'>,
  options: Partial<EngineOptions> = {},
): Promise<Engine & Disposable> {
  const engine = createEngine({ url, deployment: 'test', ...options })
  await engine.open({ deadlineMs: 5000 })
  return { ...engine, [Symbol.dispose]: () => engine.close() }
}
