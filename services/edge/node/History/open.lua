-- Returns what a stream needs to begin: { epoch, offset by lane, former epochs with their last offsets }. A channel that nobody
-- used yet gets its epoch here. KEYS: the channel's state. ARGV: fresh epoch, idle time of a channel (ms).
local channel = open_channel(KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {
  channel.epoch,
  string.format('%.0f', channel.offset.critical),
  string.format('%.0f', channel.offset.high),
  string.format('%.0f', channel.offset.normal),
  redis.call('HGET', KEYS[1], 'former') or '',
}
