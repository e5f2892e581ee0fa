-- Takes what one node knows of one channel: who is there, and who has left. A connection that nobody has named for too long is
-- taken for gone, whatever node it was on; so presence is right again after a node was killed. A call may be repeated.
--
-- KEYS: the channel's connections, its users. ARGV: for how long a connection counts (ms), number of those present, for each of
-- them: connection, subject, role; then for each that left: connection, subject.
-- Returns { users, { subject, role, … } who joined, { subject, role, … } who left }: users, of whom the first connection came or
-- the last one left.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local lifetime, present = tonumber(ARGV[1]), tonumber(ARGV[2])
local joined, left = {}, {}

local function count(subject, change, role)
  local user = redis.call('HGET', KEYS[2], subject)
  local connections = tonumber(string.match(user or '0', '^%d+')) + change
  role = role or string.match(user or '', '^%d+ (.*)$') or ''
  if connections > 0 then redis.call('HSET', KEYS[2], subject, connections .. ' ' .. role) else redis.call('HDEL', KEYS[2], subject) end
  return connections, role
end

local function leave(member)
  if redis.call('ZREM', KEYS[1], member) == 1 then
    local subject = string.match(member, '\n(.*)$')
    local connections, role = count(subject, -1)
    if connections <= 0 then
      left[#left + 1] = subject
      left[#left + 1] = role
    end
  end
end

local a = 3
for _ = 1, present do
  if redis.call('ZADD', KEYS[1], now + lifetime, ARGV[a] .. '\n' .. ARGV[a + 1]) == 1 and count(ARGV[a + 1], 1, ARGV[a + 2]) == 1 then
    joined[#joined + 1] = ARGV[a + 1]
    joined[#joined + 1] = ARGV[a + 2]
  end
  a = a + 3
end

while a < #ARGV do
  leave(ARGV[a] .. '\n' .. ARGV[a + 1])
  a = a + 2
end

for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 1000)) do leave(member) end

-- Nobody is there for longer than this after the last word of any node: who asks then sees no users of nodes that were killed.
redis.call('PEXPIRE', KEYS[1], lifetime)
redis.call('PEXPIRE', KEYS[2], lifetime)
return { redis.call('HLEN', KEYS[2]), joined, left }
