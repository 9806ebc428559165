import { createHash } from 'node:crypto'
import type { DetailStore, Translation } from '../../shared.ts'
import { type Engine, EngineUnavailable, type Reply } from '../engine/engine.ts'
import { pack, unpack } from '../engine/payload.ts'
import { defineScript } from '../engine/script.ts'

export interface DetailsOptions {
  readonly engine: Engine
  /** Start of the keys of the shared state. */
  readonly prefix: string
  readonly translation: Translation
  /** Returns the epoch of the local state. */
  readonly epoch: () => string
}

/** Number of the last commit of the collection in this epoch. */
const LAST_COMMIT = `local head = redis.call('HMGET', KEYS[2], 'epoch', 'n')
local last = head[1] == ARGV[1] and tonumber(head[2]) or 0
`

// KEYS detail, collection, meta; ARGV epoch, number of the last commit before the read, ttl, payload
const WRITE_DETAIL = defineScript(
  'WRITE_DETAIL',
  `${LAST_COMMIT}
if redis.call('HGET', KEYS[3], 'epoch') ~= ARGV[1] then return 0 end
local started = tonumber(ARGV[2])
if last > started then return 0 end
local known = redis.call('HMGET', KEYS[1], 'e', 'n')
if known[1] == ARGV[1] and tonumber(known[2]) > started then return 0 end
redis.call('HSET', KEYS[1], 'e', ARGV[1], 'n', ARGV[2], 'd', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`,
)

// KEYS detail, collection, meta; ARGV epoch. A value is valid if no commit of the collection followed its read.
const READ_DETAIL = defineScript(
  'READ_DETAIL',
  `${LAST_COMMIT}
local found = redis.call('HMGET', KEYS[1], 'e', 'n', 'd')
if found[1] ~= ARGV[1] or redis.call('HGET', KEYS[3], 'epoch') ~= ARGV[1] then return nil end
if last > tonumber(found[2]) then return nil end
return {found[2], found[3]}`,
)

/** Stored form of a value. */
interface Stored {
  readonly value: unknown
  /** Engine time. */
  readonly observedAt: number
  readonly tookMs: number
}

/** Creates a store of values that one replica loads for all. */
export function createDetails({ engine, prefix, translation, epoch }: DetailsOptions): DetailStore {
  const keysOf = (journalKey: string, key: string) => {
    const hash = createHash('sha256')
      .update(JSON.stringify([journalKey, key]))
      .digest('base64url')
    return [`${prefix}d:${hash}`, `${prefix}c:${journalKey}`, `${prefix}meta`]
  }
  return {
    async read(journalKey, key) {
      const reply = await undefinedIfUnavailable(
        engine.run(READ_DETAIL, keysOf(journalKey, key), [epoch()], { isBinary: true }),
      )
      const found = parseFound(reply)
      if (found === undefined) return undefined
      const { value, observedAt, tookMs } = found.stored
      return {
        value,
        tookMs,
        sequence: translation.toLocal(found.number),
        observedAt: translation.toLocalTime(observedAt),
      }
    },
    async write(journalKey, key, { value, sequence, observedAt, tookMs }, ttlMs) {
      const number = translation.toShared(sequence)
      // Of a read that began before the state was replaced, nobody knows which commits it includes.
      if (number === 0 || ttlMs < 1) return
      const stored: Stored = { value, observedAt: translation.toEngineTime(observedAt), tookMs }
      const args = [epoch(), number, Math.ceil(ttlMs), pack(stored)]
      await undefinedIfUnavailable(engine.run(WRITE_DETAIL, keysOf(journalKey, key), args))
    },
  }
}

function parseFound(reply: Reply | undefined) {
  if (!Array.isArray(reply)) return undefined
  const [number, packed] = reply
  if (!Buffer.isBuffer(packed)) return undefined
  const stored = unpack(packed)
  return isStored(stored) ? { number: Number(String(number)), stored } : undefined
}

function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null && 'observedAt' in value && 'tookMs' in value
}

async function undefinedIfUnavailable(reply: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await reply
  } catch (error) {
    if (error instanceof EngineUnavailable) return undefined
    throw error
  }
}
