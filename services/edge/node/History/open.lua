-- Returns what a stream needs to begin: { epoch, offset by lane, former epochs with their last offsets, cache (1: new subscribers
-- get the newest event) }. A channel that nobody used yet gets its epoch here. KEYS: the channel's state. ARGV: fresh epoch, idle time of a channel that has no other (ms).
local channel = redis.call('HMGET', KEYS[1], 'epoch', 'life', 'critical', 'high', 'normal', 'former', 'cache')
if channel[2] ~= life then
  channel[1] = begin_epoch(KEYS[1], channel[1], ARGV[1])
  channel[6] = redis.call('HGET', KEYS[1], 'former')
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
end
return { channel[1], channel[3] or '0', channel[4] or '0', channel[5] or '0', channel[6] or '', channel[7] or '0' }
