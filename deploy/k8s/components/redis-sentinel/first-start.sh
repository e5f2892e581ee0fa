#!/bin/sh
# Redis and its sentinel write their roles into their own files, and these stay on the volume: who was master is never guessed, also
# when all three start together. Only a volume that has none yet gets them; the first pod begins as master.
set -eu
me=$HOSTNAME.redis
data=${DATA:-/data} config=${CONFIG:-/etc/redis}
if [ ! -e "$data/redis.conf" ]; then
  {
    cat "$config/redis.conf"
    echo "replica-announce-ip $me"
    [ "$HOSTNAME" = redis-0 ] || echo "replicaof redis-0.redis 6379"
  } >"$data/redis.conf.new"
  mv "$data/redis.conf.new" "$data/redis.conf"
fi
if [ ! -e "$data/sentinel.conf" ]; then
  {
    cat "$config/sentinel.conf"
    echo "sentinel announce-ip $me"
    echo "sentinel auth-pass platform $REDIS_PASSWORD"
    echo "requirepass $REDIS_PASSWORD"
  } >"$data/sentinel.conf.new"
  chmod 600 "$data/sentinel.conf.new"
  mv "$data/sentinel.conf.new" "$data/sentinel.conf"
fi
