-- In front of every script that reads or writes a channel.
--
-- A channel's epoch lasts as long as the life of the server that holds it. After a restart or a promotion nobody can prove that
-- no write was lost, so the channel gets a new epoch, which remembers the former ones with the offsets that were still here:
-- positions at or below them resume as if nothing had happened, later ones are answered with `recovered: false`. Two events
-- can therefore never share one position.

-- A server takes a new replication id whenever it starts and whenever it is promoted, also when it was the master before. It is
-- asked at each run, since a script that remembers it would not see a demotion and a promotion: 3 µs.
local replication = redis.call('INFO', 'replication')
local life = assert(string.match(replication, 'master_replid:(%x+)'), 'INFO replication names no master_replid')

-- How many former epochs a channel remembers.
local remembered_epochs = 8

-- Begins the epoch `fresh` on a channel whose 'life' is not this one. `epoch` is the one before, if there was one. Returns `fresh`.
local function begin_epoch(key, epoch, fresh)
  if epoch then
    local s = redis.call('HMGET', key, 'critical', 'high', 'normal', 'former')
    local former = { epoch .. ' ' .. (s[1] or '0') .. ' ' .. (s[2] or '0') .. ' ' .. (s[3] or '0') }
    for line in string.gmatch(s[4] or '', '[^\n]+') do
      if #former < remembered_epochs then former[#former + 1] = line end
    end
    redis.call('HSET', key, 'former', table.concat(former, '\n'))
  end
  redis.call('HSET', key, 'epoch', fresh, 'life', life)
  return fresh
end
