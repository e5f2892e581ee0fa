-- Appends what one flush has for each of its channels, in one lane: gives offsets, remembers ids, stores and publishes. Nothing
-- comes between these, so the live order is the stored order, and the same call may be sent again when its outcome is unknown.
--
-- KEYS, for each channel: its state, the lane's history, its ids, its older ids; then, unless on a Cluster, the lane's chain.
-- ARGV: lane, term, fresh epoch, now (ms), window of ids (ms), idle time of a channel (ms), hold (1: keep all ids), the command
--       that publishes, this call's number, the number of the call that must have run before (0: any), number of history rules; for each rule: events to keep (0: no history), their greatest age (ms, 0: any), cache (1: new subscribers get
--       the newest event);
--       then for each channel: live name, its rule, number of entries, and for each entry: body, number of ids, number of further ids
--       that are remembered but not looked at, the ids, the further ids.
-- Returns { events appended, { { channel, entry, known id, … }, … }, replicas that follow }: the aggregates that hold known ids, by
-- index from 0. From there on the channel's entries are not looked at: its order holds only if they come again behind the aggregate
-- that is made anew.
--
-- It runs for every event, on the one thread that Redis has: no table is made for a channel or an entry that can do without.

local call = redis.call
local lane, term, fresh, now = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local window, idle, hold, publish = tonumber(ARGV[5]), ARGV[6], ARGV[7] == '1', ARGV[8]
local number, after = tonumber(ARGV[9]), tonumber(ARGV[10])
local time, channels = tonumber(now), math.floor(#KEYS / 4)
local chain = #KEYS % 4 == 1 and KEYS[#KEYS]

-- What a channel's last call in this lane ran under. As long as it is the same, the epoch goes on, the term holds, and nothing is
-- due: the usual call compares one string. Windows turn, and idle times begin anew, once in a period at most.
local period = string.format('%d', math.floor(time / math.min(window, 60000)))
local stamp_field, stamp = 'stamp:' .. lane, ARGV[2] .. ' ' .. period .. ' ' .. life

local rules, a = {}, 12
for r = 1, tonumber(ARGV[11]) do
  local keep, age = tonumber(ARGV[a]), tonumber(ARGV[a + 1])
  rules[r] = {
    keep = keep,
    age = age,
    cache = ARGV[a + 2],
    expiry = age > 0 and math.min(age, tonumber(idle)) or idle,
    stamp = stamp .. ' ' .. ARGV[a] .. '/' .. ARGV[a + 1] .. '/' .. ARGV[a + 2],
  }
  a = a + 3
end

-- Fencing: a reader whose lane has passed to another may write nothing any more. All channels are looked at before any is written.
local states, passed = {}, nil
for c = 1, channels do
  local state = call('HMGET', KEYS[c * 4 - 3], 'epoch', lane, stamp_field)
  if state[3] ~= passed then
    if tonumber(string.match(state[3] or '0', '%d+')) > term then
      return redis.error_reply('FENCED term ' .. ARGV[2] .. ' of lane ' .. lane .. ' is over')
    end
    passed = state[3]
  end
  states[c] = state
end

-- Calls of one session are sent without waiting for each other. One that was lost may not let the next pass: "term number" says
-- which was the last to run, and by its term that the lane has passed to another.
local ran = 0
if chain then
  local ran_term, ran_number = string.match(call('GET', chain) or '', '^(%d+) (%d+)$')
  if ran_term and tonumber(ran_term) > term then return redis.error_reply('FENCED term ' .. ARGV[2] .. ' of lane ' .. lane .. ' is over') end
  if ran_term == ARGV[2] then ran = tonumber(ran_number) end
  if after > ran then return redis.error_reply('EARLY call ' .. number .. ' came before call ' .. after) end
end

-- Of an aggregate, all ids must be new before any is remembered. Returns the known ones.
local function known_of(ids, older, from, to)
  local known = {}
  for i = from, to do
    if call('SISMEMBER', ids, ARGV[i]) == 1 or call('SISMEMBER', older, ARGV[i]) == 1 then known[#known + 1] = ARGV[i] end
  end
  return known
end

-- Forgets by windows: what was remembered in the present one moves to the older, whose ids are gone. They are unlinked first,
-- since RENAME would free them here and now: half a second for 1,000 channels that turn together.
local function turn_window(state, ids, older)
  call('UNLINK', older)
  if call('EXISTS', ids) == 1 then call('RENAME', ids, older) end
  call('HSET', state, 'window', now)
end

-- An error undoes nothing by itself. An id that stayed known without its event would make the repeated call lose it.
local function forget(ids, added, count)
  for i = 1, count do call('SREM', ids, added[i]) end
end

-- A few at a time, so that no append pays for a burst long ago; each one that comes takes more than it adds.
local function drop_aged(history, oldest)
  for _ = 1, 8 do
    local head = call('XRANGE', history, '-', '+', 'COUNT', 1)[1]
    if not head or tonumber(string.match(head[2][2], '^%S+ %d+ %d+ (%S-)\30')) >= oldest then return end
    call('XDEL', history, head[1])
  end
end

-- Appends a frame to the history as its rule says. Trimmed once in a hundred events, since a look at the oldest entry costs a
-- third of the append; a short history at each. Returns the error if Redis has one.
local function store(history, rule, frame, last, count)
  local id, keep, stored = last .. '-' .. count, rule.keep, nil
  if last > keep and (keep < 100 or last % 100 < count) then
    stored = redis.pcall('XADD', history, 'MINID', keep < 100 and '=' or '~', last - keep + 1, id, 'f', frame)
  else
    stored = redis.pcall('XADD', history, id, 'f', frame)
  end
  if type(stored) == 'table' and stored.err then return stored.err end
  if rule.age > 0 then
    drop_aged(history, time - rule.age)
    call('PEXPIRE', history, rule.expiry)
  end
end

-- Replicas that are in step, and were heard of within 3 s: they say each second how far they are.
local function followers()
  if string.find(replication, 'connected_slaves:0', 1, true) then return 0 end
  local count = 0
  for lag in string.gmatch(replication, 'state=online,offset=%d+,lag=(%d+)') do
    if tonumber(lag) <= 3 then count = count + 1 end
  end
  return count
end

local appended, refused, bodies, added = 0, {}, {}, {}
for c = 1, channels do
  local key, history, ids, older = KEYS[c * 4 - 3], KEYS[c * 4 - 2], KEYS[c * 4 - 1], KEYS[c * 4]
  local state = states[c]
  local live, rule, entries = ARGV[a], rules[tonumber(ARGV[a + 1])], tonumber(ARGV[a + 2])
  local count, remembered, is_over = 0, 0, false
  a = a + 3

  local is_due = state[3] ~= rule.stamp
  if is_due then
    local at = call('HMGET', key, 'life', 'window')
    if at[1] ~= life then state[1] = begin_epoch(key, state[1], fresh) end
    if not hold and time - tonumber(at[2] or 0) > window then turn_window(key, ids, older) end
  end

  for e = 1, entries do
    local last_id = a + 2 + tonumber(ARGV[a + 1])
    local last_further = last_id + tonumber(ARGV[a + 2])
    local is_new = false
    if is_over then -- comes again
    elseif last_id == a + 3 then
      is_new = call('SADD', ids, ARGV[last_id]) == 1 and call('SISMEMBER', older, ARGV[last_id]) == 0
      if is_new then
        remembered = remembered + 1
        added[remembered] = ARGV[last_id]
      end
    else
      local known = known_of(ids, older, a + 3, last_id)
      is_new = #known == 0
      if is_new then
        for i = a + 3, last_id do
          call('SADD', ids, ARGV[i])
          remembered = remembered + 1
          added[remembered] = ARGV[i]
        end
      else
        is_over = true
        refused[#refused + 1] = { c - 1, e - 1, unpack(known) }
      end
    end
    if is_new then
      count = count + 1
      bodies[count] = ARGV[a]
      for i = last_id + 1, last_further do
        call('SADD', ids, ARGV[i])
        remembered = remembered + 1
        added[remembered] = ARGV[i]
      end
    end
    a = last_further + 1
  end

  if count > 0 then
    local first = tonumber(state[2] or 0) + 1
    local last = first + count - 1
    -- A history without a state is left over from one that expired or was evicted; its entries would collide with the new offsets.
    if first == 1 then call('UNLINK', history) end
    local frame = state[1] .. ' ' .. first .. ' ' .. count .. ' ' .. now .. '\30'
      .. (count == 1 and bodies[1] or table.concat(bodies, '\30', 1, count))
    local err = rule.keep > 0 and store(history, rule, frame, last, count)
    if err then
      forget(ids, added, remembered)
      return redis.error_reply(err)
    end
    call('HSET', key, lane, last)
    call(publish, live, frame)
    appended = appended + count
  end

  if is_due then
    call('HSET', key, stamp_field, rule.stamp, 'cache', rule.cache)
    call('PEXPIRE', key, idle)
    if rule.keep > 0 then call('PEXPIRE', history, rule.expiry) else call('UNLINK', history) end
    call('PEXPIRE', ids, idle)
    call('PEXPIRE', older, idle)
  end
end

-- WAIT counts what its connection wrote: a call that is repeated on another one, and finds all of it known, must write as well.
local following = followers()
if following > 0 and appended == 0 then call('HSET', KEYS[1], 'life', life) end

if chain and number > ran then call('SET', chain, ARGV[2] .. ' ' .. number) end

return { appended, refused, following }
