import { type Clock, systemSchedule } from '../../../src/clock.ts'
import { type ClientTokens, createClientTokens } from '../../../src/schema/mutation/client-tokens.ts'
import type { IdempotentMutation, Settled } from '../../../src/schema/mutation/idempotent-mutation.ts'
import type { Engine } from '../../../src/shared/redis/engine/engine.ts'
import { createTokens } from '../../../src/shared/redis/peers/tokens.ts'
import type { RedisServer } from '../redis-server.ts'
import { PREFIX } from './engine.ts'

export const MEMBERS = `${PREFIX}members`
export const SETTLE_MS = 300
export const request = {
  caller: 'jane',
  key: '["default@us-east-1","order-66"]',
  input: '["create",{"password":"sesame"}]',
}

/** Stands still, because a request must be sent within a second after that was recorded. A busy machine takes longer. */
const clock: Clock = { now: () => 0 }

export interface Replica {
  readonly engine: Engine
  readonly tokens: ClientTokens
}

/** Connects a replica that is a member until the engine's year 3000; with `isDead`, it is not. */
export async function join(
  server: RedisServer,
  engine: Engine,
  name: string,
  isDead = false,
): Promise<Replica> {
  if (!isDead) await server.command('ZADD', MEMBERS, '32503680000000', name)
  const store = createTokens({
    engine,
    replica: name,
    members: MEMBERS,
    clock,
    schedule: systemSchedule,
  })
  return {
    engine,
    tokens: createClientTokens(clock, { store, settleMs: SETTLE_MS, schedule: systemSchedule }),
  }
}

export async function die(server: RedisServer, name: string): Promise<void> {
  await server.command('ZREM', MEMBERS, name)
}

/** Mutation that sends one request and succeeds; it counts what it does. */
export function countingMutation(options: Partial<IdempotentMutation<string>> = {}) {
  const counts = { sent: 0, reconciled: 0 }
  const mutation: IdempotentMutation<string> = {
    async run(_signal, permitSend) {
      const proceed = await permitSend?.()
      proceed?.()
      counts.sent++
      return { result: `result ${counts.sent}`, keep: true }
    },
    async reconcile() {
      counts.reconciled++
      return { result: 'unknown', keep: false }
    },
    encode: (result) => ({ stored: result }),
    decode: (stored) => String(Object(stored).stored),
    ...options,
  }
  return { mutation, counts }
}

export const by = { signal: undefined }

/** Mutation that hangs before it sends a request. */
export function hangingMutation() {
  const { promise: started, resolve } = Promise.withResolvers<void>()
  const { mutation } = countingMutation({
    run() {
      resolve()
      return new Promise<Settled<string>>(() => {})
    },
  })
  return { mutation, started }
}
