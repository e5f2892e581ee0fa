-- Returns what a stream needs to begin: { epoch, offset by lane, former epochs with their last offsets }. A channel that nobody
-- used yet gets its epoch here. KEYS: the channel's state. ARGV: fresh epoch, idle time of a channel (ms).
local channel = open_channel(KEYS[1], ARGV[1], 'critical', 'high', 'normal')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { channel[1], channel[3] or '0', channel[4] or '0', channel[5] or '0', redis.call('HGET', KEYS[1], 'former') or '' }
