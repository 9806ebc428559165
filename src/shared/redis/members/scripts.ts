import { defineScript, NOW } from '../engine/script.ts'

/**
 * Renews membership and leases, and returns the last commit. Starts an epoch if the engine is empty; its numbers begin
 * at 1, so that 0 means none.
 *
 * Keys: meta, members, fence, log, nonces, pending, opened, then the leases. Arguments: replica, TTL, id of a new
 * epoch, 1 to become or remain a member, then 1 for each wanted lease and 0 for others. Returns epoch, number, nonce,
 * time, number of members, then for each lease its fence if held, else 0.
 */
export const BEAT = defineScript(
  'beat',
  `${NOW}
local replica, ttl = ARGV[1], tonumber(ARGV[2])
local head = redis.call('HMGET', KEYS[1], 'epoch', 'n', 'nonce')
-- The first write of a script fails if the engine is full. Without it, replicas that cannot commit would stay members.
redis.call('HSET', KEYS[1], 'beat', now)
if not head[1] then
  redis.call('DEL', KEYS[4], KEYS[5], KEYS[6], KEYS[7])
  redis.call('HSET', KEYS[1], 'epoch', ARGV[3], 'n', 1, 'nonce', '', 'born', now, 'first', 2, 'bytes', 0)
  head = {ARGV[3], '1', ''}
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if ARGV[4] == '1' then redis.call('ZADD', KEYS[2], now + ttl, replica) end
local reply = {head[1], tonumber(head[2]), head[3], now, redis.call('ZCARD', KEYS[2])}
for i = 8, #KEYS do
  local isWanted = ARGV[i - 3] == '1'
  local lease = redis.call('HMGET', KEYS[i], 'holder', 'fence')
  local fence = 0
  if lease[1] == replica then
    if isWanted then
      redis.call('PEXPIRE', KEYS[i], ttl)
      fence = tonumber(lease[2])
    else
      redis.call('DEL', KEYS[i])
    end
  elseif isWanted and not lease[1] then
    fence = redis.call('INCR', KEYS[3])
    redis.call('HSET', KEYS[i], 'holder', replica, 'fence', fence)
    redis.call('PEXPIRE', KEYS[i], ttl)
  end
  reply[#reply + 1] = fence
end
return reply`,
)

/** Ends the membership. Keys: members, inbox, then leases. Arguments: replica. */
export const LEAVE = defineScript(
  'leave',
  `redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
for i = 3, #KEYS do
  if redis.call('HGET', KEYS[i], 'holder') == ARGV[1] then redis.call('DEL', KEYS[i]) end
end
return 1`,
)

/** Acknowledges commits to their writer. Keys: its inbox. Arguments: replica, then the nonces of the commits. */
export const ACKNOWLEDGE = defineScript(
  'acknowledge',
  `for i = 2, #ARGV do
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', 500, '*', 'nonce', ARGV[i], 'replica', ARGV[1])
end
redis.call('PEXPIRE', KEYS[1], 60000)
return 1`,
)
