-- In front of every script that reads or writes a channel. `life` is the run id of this server's life.
--
-- A channel's epoch lasts as long as the life of the server that holds it. After a restart or a promotion nobody can prove that
-- no write was lost, so the channel gets a new epoch, which remembers the former ones with the offsets that were still here:
-- positions at or below them resume as if nothing had happened, later ones are answered with `recovered: false`. Two events
-- can therefore never share one position.

local lanes = { 'critical', 'high', 'normal' }

-- How many former epochs a channel remembers.
local remembered = 8

-- Returns the channel's state { epoch, offsets by lane, term by lane, minute of the last EXPIRE, start of the window of ids }.
-- `fresh` becomes the epoch where there is none, or none of this life.
local function open_channel(key, fresh)
  local s = redis.call('HMGET', key, 'epoch', 'life', 'critical', 'high', 'normal',
    'term:critical', 'term:high', 'term:normal', 'minute', 'window')
  local state = {
    epoch = s[1],
    offset = { critical = tonumber(s[3] or 0), high = tonumber(s[4] or 0), normal = tonumber(s[5] or 0) },
    term = { critical = tonumber(s[6] or 0), high = tonumber(s[7] or 0), normal = tonumber(s[8] or 0) },
    minute = tonumber(s[9] or 0),
    window = tonumber(s[10] or 0),
  }
  if s[2] ~= life then
    if state.epoch then
      local former = { string.format('%s %d %d %d', state.epoch, state.offset.critical, state.offset.high, state.offset.normal) }
      for line in string.gmatch(redis.call('HGET', key, 'former') or '', '[^\n]+') do
        if #former < remembered then former[#former + 1] = line end
      end
      redis.call('HSET', key, 'former', table.concat(former, '\n'))
    end
    state.epoch = fresh
    redis.call('HSET', key, 'epoch', fresh, 'life', life)
  end
  return state
end
