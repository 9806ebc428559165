import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Clock, Schedule } from '../../../clock.ts'
import { CoordinationUnavailable, type TokenRequest, type TokenRun, type TokenStore } from '../../peers.ts'
import { type Engine, EngineUnavailable, type Reply } from '../engine/engine.ts'
import { pack, unpack } from '../engine/payload.ts'
import { listOf } from '../engine/replies.ts'
import { defineScript, NOW } from '../engine/script.ts'

export interface TokensOptions {
  readonly engine: Engine
  /** Id of this replica in the sorted set of members. */
  readonly replica: string
  /** Key of that set. */
  readonly members: string
  readonly clock: Clock
  readonly schedule: Schedule
}

/** Equal to the time for which a single process remembers a token. */
const KEPT_MS = 600_000
/** Maximum time between the start of the record that a request is sent and the request itself. */
const SEND_WITHIN_MS = 1000
const RETRY_INTERVAL_MS = 300
/** Time for which a command without a reply may still reach the engine, for example once it is no longer paused. */
const IN_TRANSIT_MS = 30_000
/** Version of the format. Separate from that of the state, so that tokens outlive its changes. */
const FORMAT = 't1'

// KEYS token, members; ARGV replica, run, fingerprint, ttl, time after which a request has ended
const TOKEN_BEGIN = defineScript(
  'TOKEN_BEGIN',
  `${NOW}
local token = redis.call('HMGET', KEYS[1], 'fingerprint', 'state', 'replica', 'begun', 'sent', 'result')
local function take(state)
  redis.call('HSET', KEYS[1], 'fingerprint', ARGV[3], 'state', state, 'replica', ARGV[1], 'run', ARGV[2])
end
local function begin()
  take('begun')
  redis.call('HSET', KEYS[1], 'begun', now)
  -- Also for a run that takes over: it must not be forgotten while it sends.
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return {'begun'}
end
if not token[1] then return begin() end
if token[1] ~= ARGV[3] then return {'otherInput'} end
local age = now - tonumber(token[4])
if token[2] == 'done' then return {'done', age, token[6]} end
local expiry = redis.call('ZSCORE', KEYS[2], token[3])
if expiry and tonumber(expiry) > now then return {'running'} end
if token[2] == 'begun' then return begin() end
if tonumber(token[5]) + tonumber(ARGV[5]) > now then return {'running'} end
take('sent')
return {'unclear', age}`,
)

// KEYS token; ARGV run
const TOKEN_SENT = defineScript(
  'TOKEN_SENT',
  `${NOW}
if redis.call('HGET', KEYS[1], 'run') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'state', 'sent', 'sent', now)
return 1`,
)

// KEYS token; ARGV run, outcome, result. Returns 1, or 0 if the token does not belong to the run.
const TOKEN_END = defineScript(
  'TOKEN_END',
  `local token = redis.call('HMGET', KEYS[1], 'run', 'state')
if token[1] ~= ARGV[1] then return 0 end
local outcome = ARGV[2]
if outcome == 'unknown' then outcome = token[2] == 'begun' and 'repeatable' or 'unclear' end
if outcome == 'repeatable' then redis.call('DEL', KEYS[1])
elseif outcome == 'unclear' then redis.call('HSET', KEYS[1], 'replica', '', 'run', '')
else redis.call('HSET', KEYS[1], 'state', 'done', 'run', '', 'result', ARGV[3]) end
return 1`,
)

/** Creates the store of client tokens. */
export function createTokens({ engine, replica, members, clock, schedule }: TokensOptions): TokenStore {
  /**
   * Ends a run whose beginning got no reply. It may be recorded, even later than this, and other replicas would wait for
   * it as long as this one lives.
   */
  async function abandon(key: string, run: string, until: number): Promise<void> {
    // The caller has the error of the beginning; this one is no different.
    const reply = await engine.run(TOKEN_END, [key], [run, 'unknown']).catch(() => undefined)
    if (reply !== 1 && clock.now() < until) schedule(RETRY_INTERVAL_MS, () => void abandon(key, run, until))
  }

  function createRun(key: string, run: string): TokenRun {
    /** Stores the end of the run. Repeats wait until that succeeds, or the key has expired. */
    async function store(args: readonly (string | Buffer)[], until: number): Promise<void> {
      try {
        await engine.run(TOKEN_END, [key], args)
      } catch (error) {
        if (!(error instanceof EngineUnavailable)) throw error
        // Nobody waits for a retry. If all fail, the token expires, and repeats until then wait or reconcile.
        if (clock.now() < until) schedule(RETRY_INTERVAL_MS, () => void store(args, until).catch(() => {}))
      }
    }
    return {
      async sent() {
        const deadline = clock.now() + SEND_WITHIN_MS
        const isOwner = await coordinated(engine.run(TOKEN_SENT, [key], [run]))
        if (isOwner !== 1)
          throw new CoordinationUnavailable('Another replica has taken over the client token.')
        return () => {
          if (clock.now() <= deadline) return
          throw new CoordinationUnavailable('Too much time has passed since the client token was recorded.')
        }
      },
      end: (outcome) =>
        store(
          typeof outcome === 'string' ? [run, outcome] : [run, 'done', pack(outcome.result)],
          clock.now() + KEPT_MS,
        ),
    }
  }

  return {
    async begin(request) {
      const run = randomUUID()
      const key = `${engine.tag}:${FORMAT}:${hashOf([request.caller, request.key])}`
      const reply = await coordinated(
        engine.run(
          TOKEN_BEGIN,
          [key, members],
          [replica, run, fingerprintOf(request, engine.tag), KEPT_MS, request.settleMs],
          { isBinary: true },
        ),
      ).catch((error: unknown) => {
        if (error instanceof CoordinationUnavailable) void abandon(key, run, clock.now() + IN_TRANSIT_MS)
        throw error
      })
      const [state, age, result] = listOf(reply)
      const ageMs = Number(age)
      switch (String(state)) {
        case 'begun':
          return { state: 'begun', run: createRun(key, run) }
        case 'unclear':
          return { state: 'unclear', run: createRun(key, run), ageMs }
        case 'done':
          return { state: 'done', result: Buffer.isBuffer(result) ? unpack(result) : undefined, ageMs }
        case 'otherInput':
          return { state: 'otherInput' }
        default:
          return { state: 'running' }
      }
    },
  }
}

/**
 * Returns a hash of the input with a key that only the caller can know, so that a reader of the engine cannot guess a
 * password in the input. All replicas derive the same key from the client token.
 */
function fingerprintOf({ caller, key, input }: TokenRequest, tag: string): string {
  return createHmac('sha256', hashOf(['fingerprint', tag, caller, key]))
    .update(input)
    .digest('base64url')
}

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

async function coordinated(reply: Promise<Reply>): Promise<Reply> {
  try {
    return await reply
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error
    throw new CoordinationUnavailable(error.message, { cause: error })
  }
}
