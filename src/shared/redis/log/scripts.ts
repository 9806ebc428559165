import { defineScript, NOW } from '../engine/script.ts'

/**
 * Appends a commit if the journal's last commit is the expected one. A repeat with the same nonce has no effect, but
 * returns the same.
 *
 * Keys: meta, log, head, base and index of the journal, members, nonces, pending, opened, and the lease if there is one.
 * Arguments: epoch, nonce, expected number and nonce, writer, journal, 1 if acknowledgements are wanted, kind (empty,
 * 'base' or 'checkpoint'), base, payload, start of the listing or an empty string, fence or an empty string.
 *
 * Returns 'OK', number, age of the epoch in milliseconds, then the members if acknowledgements are wanted; or
 * 'BEHIND' with the last commit of all and of the journal; or 'EPOCH', 'FENCED' or 'OLD'.
 */
export const APPEND = defineScript(
  'append',
  `${NOW}
local epoch, nonce, writer, journal = ARGV[1], ARGV[2], ARGV[5], ARGV[6]
local wantsAcks, kind, base, payload, started, fence = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12]
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'n', 'nonce', 'born', 'bytes', 'first')
if meta[1] ~= epoch then return {'EPOCH'} end

local function accepted(number)
  local reply = {'OK', number, now - tonumber(meta[4])}
  if wantsAcks == '1' then
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[6], now, '+inf')) do reply[#reply + 1] = member end
  end
  return reply
end

local head = redis.call('HMGET', KEYS[3], 'epoch', 'n', 'nonce', 'listed', 'lister', 'foreign')
if head[1] and head[1] ~= epoch then
  redis.call('DEL', KEYS[3], KEYS[4], KEYS[5])
  redis.call('ZREM', KEYS[8], journal)
  head = {}
end
local last, lastNonce = tonumber(head[2] or '0'), head[3] or ''
if lastNonce == nonce then return accepted(last) end
if last ~= tonumber(ARGV[3]) or lastNonce ~= ARGV[4] then return {'BEHIND', tonumber(meta[2]), last} end
local listed = tonumber(head[4] or '0')
if started ~= '' then
  if fence ~= '' and redis.call('HGET', KEYS[10], 'fence') ~= fence then return {'FENCED'} end
  -- The writer itself knows the order of its own listings.
  local foreign = head[5] == writer and tonumber(head[6] or '0') or listed
  if foreign > tonumber(started) then return {'OLD'} end
end

local n = tonumber(meta[2]) + 1
local bytes = tonumber(meta[5]) + #payload + 100
redis.call('HSET', KEYS[1], 'n', n, 'nonce', nonce, 'bytes', bytes)
redis.call('XADD', KEYS[2], n .. '-0', 'c', journal, 'q', last, 'p', meta[3], 'i', nonce, 'w', writer, 't', now,
  'a', wantsAcks, 'e', epoch, 'k', kind, 'l', #base, 's', bytes, 'd', payload)
redis.call('RPUSH', KEYS[7], nonce)
redis.call('ZADD', KEYS[5], n, n)
redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', '(' .. meta[6])
redis.call('HSET', KEYS[3], 'epoch', epoch, 'n', n, 'nonce', nonce)
redis.call('ZADD', KEYS[9], 'NX', now, journal)
if started ~= '' then
  if head[5] ~= writer then redis.call('HSET', KEYS[3], 'lister', writer, 'foreign', listed) end
  redis.call('HSET', KEYS[3], 'listed', n)
end
if kind ~= '' then
  redis.call('SET', KEYS[4], base)
  redis.call('HSET', KEYS[3], 'based', n, 'basedNonce', nonce, 'basedAt', now)
  redis.call('ZREM', KEYS[8], journal)
else
  redis.call('ZADD', KEYS[8], 'NX', n, journal)
end
return accepted(n)`,
)

/**
 * Returns the last commit of all. Keys: meta, nonces. Arguments: maximum number of nonces. Returns epoch, number,
 * nonce, then the nonces of the last commits, oldest first.
 */
export const HEAD = defineScript(
  'head',
  `local meta = redis.call('HMGET', KEYS[1], 'epoch', 'n', 'nonce')
local reply = {meta[1] or '', tonumber(meta[2] or '0'), meta[3] or ''}
if ARGV[1] ~= '0' then
  for _, nonce in ipairs(redis.call('LRANGE', KEYS[2], -tonumber(ARGV[1]), -1)) do reply[#reply + 1] = nonce end
end
return reply`,
)

/**
 * Returns the base of a journal. Keys: meta, head and base of the journal. Returns epoch, number and nonce of the
 * journal's last commit, number, nonce and time of the commit that the base includes (0 if there is none), and the
 * base.
 */
export const LOAD = defineScript(
  'load',
  `local epoch = redis.call('HGET', KEYS[1], 'epoch') or ''
local head = redis.call('HMGET', KEYS[2], 'epoch', 'n', 'nonce', 'based', 'basedNonce', 'basedAt')
if head[1] ~= epoch then head = {} end
local base = head[4] and redis.call('GET', KEYS[3])
if not base then return {epoch, tonumber(head[2] or '0'), head[3] or '', 0, '', 0, ''} end
return {epoch, tonumber(head[2]), head[3], tonumber(head[4]), head[5], tonumber(head[6]), base}`,
)

/**
 * Deletes a journal whose commits are not complete. Keys: head, base and index of the journal, pending. Arguments:
 * journal, number of its last commit.
 */
export const DROP = defineScript(
  'drop',
  `if redis.call('HGET', KEYS[1], 'n') ~= ARGV[2] then return 0 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
redis.call('ZREM', KEYS[4], ARGV[1])
return 1`,
)

/**
 * Returns commits of a journal in the log, up to 4 MB at a time. Keys: log, index of the journal. Arguments: first and
 * last number, maximum count. Returns the number to continue from (0 if there are no more), then the entries.
 */
export const ENTRIES = defineScript(
  'entries',
  `local limit = tonumber(ARGV[3])
local numbers = redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[1], ARGV[2], 'LIMIT', 0, limit + 1)
local reply, bytes = {0}, 0
for i, number in ipairs(numbers) do
  if i > limit or bytes > 4194304 then
    reply[1] = tonumber(number)
    break
  end
  local entry = redis.call('XRANGE', KEYS[1], number .. '-0', number .. '-0')[1]
  if entry then
    bytes = bytes + #entry[2][#entry[2]]
    reply[#reply + 1] = entry
  end
end
return reply`,
)

/**
 * Trims the log, at most once a minute, and deletes journals that no replica has opened for long. Never trims a commit
 * that is not in the base of its journal yet. The ids of the log are consecutive, which allows a binary search.
 *
 * Keys: meta, log, nonces, pending, opened, swept. Arguments: prefix of the keys, maximum age, count and bytes of the
 * log, milliseconds after which an unopened journal is deleted, then the journals that this replica has open.
 * Returns 1 if it trimmed, the first commit in the log, and the number of deleted journals.
 */
export const SWEEP = defineScript(
  'sweep',
  `${NOW}
-- A full engine rejects the first write of a script if that needs memory. Trimming must be possible nevertheless.
redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', '(0')
for i = 6, #ARGV do redis.call('ZADD', KEYS[5], now, ARGV[i]) end
local meta = redis.call('HMGET', KEYS[1], 'n', 'first', 'bytes')
if not meta[1] or not redis.call('SET', KEYS[6], 1, 'NX', 'PX', 55000) then return {0, 0, 0} end
local unopened = redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', now - tonumber(ARGV[5]))
for _, journal in ipairs(unopened) do
  redis.call('DEL', ARGV[1] .. 'c:' .. journal, ARGV[1] .. 'b:' .. journal, ARGV[1] .. 'x:' .. journal)
  redis.call('ZREM', KEYS[4], journal)
  redis.call('ZREM', KEYS[5], journal)
end

local head, first, bytes = tonumber(meta[1]), tonumber(meta[2]), tonumber(meta[3])
local maxAge, maxCount, maxBytes = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local function isKept(number)
  local entry = redis.call('XRANGE', KEYS[2], number .. '-0', number .. '-0')[1]
  if not entry then return false end
  local time, sum = 0, 0
  for i = 1, #entry[2], 2 do
    if entry[2][i] == 't' then time = tonumber(entry[2][i + 1]) end
    if entry[2][i] == 's' then sum = tonumber(entry[2][i + 1]) end
  end
  return now - time <= maxAge and bytes - sum <= maxBytes and head - number < maxCount
end
local low, high = first, head + 1
while low < high do
  local middle = math.floor((low + high) / 2)
  if isKept(middle) then high = middle else low = middle + 1 end
end
local oldest = redis.call('ZRANGE', KEYS[4], 0, 0, 'WITHSCORES')
if oldest[2] and tonumber(oldest[2]) < low then low = tonumber(oldest[2]) end
if low > first then
  redis.call('XTRIM', KEYS[2], 'MINID', low .. '-0')
  if low > head then redis.call('DEL', KEYS[3]) else redis.call('LTRIM', KEYS[3], -(head - low + 1), -1) end
  redis.call('HSET', KEYS[1], 'first', low)
end
return {1, math.max(low, first), #unopened}`,
)
