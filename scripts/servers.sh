# shellcheck shell=bash disable=SC2034,SC2154
# Private RabbitMQ and Redis below $state, on free ports of 127.0.0.1.
# A server that RABBITMQ_URL or REDIS_URL names is used instead, and left alone.

# start_servers APPENDONLY: returns before they are ready, so that a build can go on meanwhile.
start_servers() {
  [ -n "${REDIS_URL:-}" ] || start_redis "$1"
  [ -n "${RABBITMQ_URL:-}" ] || start_rabbitmq
  export RABBITMQ_URL REDIS_URL
}

await_servers() {
  if [ -e "$state/start/redis" ]; then await redis 30 redis_answers; fi
  if [ -e "$state/start/rabbitmq" ]; then await rabbitmq 90 rabbitmq_answers; fi
  note RABBITMQ_URL "$RABBITMQ_URL"
  if [ -n "${RABBITMQ_MANAGEMENT_URL:-}" ]; then note RABBITMQ_MANAGEMENT_URL "$RABBITMQ_MANAGEMENT_URL"; fi
  note REDIS_URL "$REDIS_URL"
}

start_redis() {
  local port
  port=$(claim_port)
  REDIS_URL=redis://127.0.0.1:$port
  # A rewrite of the append-only file takes a core for seconds; under load a small one would come every minute.
  define redis "$state/redis" "$REDIS_SERVER" --bind 127.0.0.1 --port "$port" --save "" \
    --appendonly "$1" --appendfsync everysec --auto-aof-rewrite-min-size 2gb
  start redis
}

redis_answers() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/${REDIS_URL##*:}"
    printf 'PING\r\n' >&3
    # Another answer (LOADING) while it reads its file.
    read -r -t 1 answer <&3 && [[ $answer == +PONG* ]]
  ) 2>/dev/null
}

start_rabbitmq() {
  local data=$state/rabbitmq port dist epmd management schedulers
  port=$(claim_port)
  dist=$(claim_port)
  epmd=$(claim_port)
  management=$(claim_port)
  schedulers=$(($(nproc) > 1 ? 2 : 1))
  mkdir -p "$data/home"
  : >"$data/empty"
  echo '[rabbitmq_management].' >"$data/plugins"
  # Statistics are for people who watch queues; the management API declares and lists without them.
  cat >"$data/rabbitmq.conf" <<CONF
management.tcp.ip = 127.0.0.1
management.tcp.port = $management
management_agent.disable_metrics_collector = true
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 200MB
CONF
  RABBITMQ_URL=amqp://guest:guest@127.0.0.1:$port
  export RABBITMQ_MANAGEMENT_URL=http://guest:guest@127.0.0.1:$management

  # A clean environment and files of our own throughout: nothing of a system's or user's RabbitMQ is read.
  local clean=(env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME="$data/home")
  # Started by Erlang itself, the port mapper would stay behind as a daemon.
  # shellcheck disable=SC2153
  define epmd "$data" "${clean[@]}" "$EPMD" -address 127.0.0.1 -port "$epmd"
  define rabbitmq "$data" "${clean[@]}" \
    ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$epmd" \
    RUNNING_UNDER_SYSTEMD=1 `# the start script then becomes the server, whose pid we hold` \
    RABBITMQ_NODENAME=platform@localhost RABBITMQ_DIST_PORT="$dist" \
    RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" \
    RABBITMQ_CONF_ENV_FILE="$data/empty" RABBITMQ_CONFIG_FILE="$data/rabbitmq.conf" \
    RABBITMQ_CONFIG_FILES="$data/none" RABBITMQ_ADVANCED_CONFIG_FILE="$data/none" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$data/plugins" RABBITMQ_MNESIA_BASE="$data/data" \
    RABBITMQ_LOG_BASE="$data" RABBITMQ_LOGS=- RABBITMQ_PID_FILE="$data/pid" \
    RABBITMQ_SERVER_START_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S $schedulers:$schedulers +sbwt none +sbwtdcpu none +sbwtdio none" \
    "$RABBITMQ_SERVER"
  start epmd
  await epmd 10 listening "$epmd"
  start rabbitmq
}

# It opens this port as the last step of its start.
rabbitmq_answers() { listening "${RABBITMQ_URL##*:}"; }
