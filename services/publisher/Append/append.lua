-- Appends what one flush has for each of its channels, in one lane: gives offsets, remembers ids, stores and publishes. All of it
-- happens or nothing does, so the live order is the stored order, and the same call may be sent again when its outcome is unknown.
--
-- KEYS, for each channel: its state, the lane's history, its ids, its older ids.
-- ARGV: lane, term, fresh epoch, now (ms), window of ids (ms), events to keep, idle time of a channel (ms), hold (1: keep all ids);
--       then for each channel: live name, number of entries, and for each entry: body, number of ids, number of further ids to
--       remember, the ids, the further ids.
-- Returns { events appended, { { channel, entry, known id, … }, … } }: the aggregates that hold known ids, by index from 0.

local lane, term, fresh, now = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local window, keep, idle, hold = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7], ARGV[8] == '1'
local minute = math.floor(tonumber(now) / 60000)

-- Lua's stack bounds what unpack can take.
local chunk = 4000

local function add_all(key, members)
  for i = 1, #members, chunk do
    redis.call('SADD', key, unpack(members, i, math.min(i + chunk - 1, #members)))
  end
end

local function mark_known(known, key, ids)
  for i = 1, #ids, chunk do
    local found = redis.call('SMISMEMBER', key, unpack(ids, i, math.min(i + chunk - 1, #ids)))
    for j = 1, #found do
      if found[j] == 1 then known[ids[i + j - 1]] = true end
    end
  end
end

-- Fencing: a reader whose lane has passed to another may write nothing any more. All channels are looked at before any is written.
local states = {}
for c = 1, #KEYS / 4 do
  states[c] = open_channel(KEYS[c * 4 - 3], fresh)
  if states[c].term[lane] > term then
    return redis.error_reply('FENCED term ' .. ARGV[2] .. ' of lane ' .. lane .. ' is over')
  end
end

local appended, refused, a = 0, {}, 9
for c = 1, #KEYS / 4 do
  local state, history, ids, older = KEYS[c * 4 - 3], KEYS[c * 4 - 2], KEYS[c * 4 - 1], KEYS[c * 4]
  local channel = states[c]
  local live, entries = ARGV[a], tonumber(ARGV[a + 1])
  a = a + 2

  local starts, asked = {}, {}
  for e = 1, entries do
    starts[e] = a
    local count = tonumber(ARGV[a + 1])
    for i = 1, count do asked[#asked + 1] = ARGV[a + 2 + i] end
    a = a + 3 + count + tonumber(ARGV[a + 2])
  end
  local known = {}
  mark_known(known, ids, asked)
  mark_known(known, older, asked)

  local bodies, remember = {}, {}
  for e = 1, entries do
    local at = starts[e]
    local count, further = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
    local doubles = {}
    for i = 1, count do
      if known[ARGV[at + 2 + i]] then doubles[#doubles + 1] = ARGV[at + 2 + i] end
    end
    if #doubles == 0 then
      bodies[#bodies + 1] = ARGV[at]
      for i = 1, count + further do
        local id = ARGV[at + 2 + i]
        remember[#remember + 1] = id
        if i <= count then known[id] = true end
      end
    elseif count > 1 then
      refused[#refused + 1] = { c - 1, e - 1, unpack(doubles) }
    end
  end

  local renew = channel.minute ~= minute
  if tonumber(now) - channel.window > window and not hold then
    if redis.call('EXISTS', ids) == 1 then redis.call('RENAME', ids, older) else redis.call('UNLINK', older) end
    redis.call('HSET', state, 'window', now)
    renew = true
  end

  if #bodies > 0 then
    local first = channel.offset[lane] + 1
    local last = first + #bodies - 1
    -- A history without a state is left over from one that expired or was evicted; its ids would collide with the new offsets.
    if first == 1 then redis.call('UNLINK', history) end
    local frame = string.format('%s %.0f %d %s\30', channel.epoch, first, #bodies, now) .. table.concat(bodies, '\30')
    local id = string.format('%.0f-%d', last, #bodies)
    if last > keep then
      redis.call('XADD', history, 'MINID', '~', string.format('%.0f', last - keep + 1), id, 'f', frame)
    else
      redis.call('XADD', history, id, 'f', frame)
    end
    redis.call('HSET', state, lane, string.format('%.0f', last), 'term:' .. lane, ARGV[2])
    add_all(ids, remember)
    redis.call('PUBLISH', live, frame)
    appended = appended + #bodies
  end

  if renew then
    redis.call('HSET', state, 'minute', minute)
    for _, key in ipairs({ state, history, ids, older }) do redis.call('PEXPIRE', key, idle) end
  end
end

return { appended, refused }
