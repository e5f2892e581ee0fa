# shellcheck shell=bash disable=SC2034,SC2154
# A private RabbitMQ on free ports of 127.0.0.1: one node, or several that form a cluster.

# start_rabbitmq NODES
start_rabbitmq() {
  local erlang=$state/erlang clean epmd n hosts=()
  # A clean environment and files of our own throughout: nothing of a system's or user's RabbitMQ is read.
  clean=(env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME="$erlang")
  mkdir -p "$erlang"
  : >"$erlang/empty"
  # Nodes that start at once would each make one.
  [ -s "$erlang/.erlang.cookie" ] || (umask 077 && head -c 20 /dev/urandom | base32 >"$erlang/.erlang.cookie")
  epmd=$(claim_port)
  # Started by Erlang itself, the port mapper would stay behind as a daemon.
  # shellcheck disable=SC2153
  define epmd "$erlang" "${clean[@]}" "$EPMD" -address 127.0.0.1 -port "$epmd"
  start epmd
  await epmd 10 listening "$epmd"

  if (($1 == 1)); then
    start_rabbitmq_node rabbitmq platform
  else
    for ((n = 1; n <= $1; n++)); do
      # Nobody's data: a cluster is for trying what becomes of one.
      rm -rf "$state/rabbitmq_$n"
      start_rabbitmq_node "rabbitmq_$n" "platform_$n" "$1"
    done
  fi
  RABBITMQ_URL=amqp://guest:guest@$(IFS=, && echo "${hosts[*]}")
}

# start_rabbitmq_node NAME NODENAME [NODES]: adds to what start_rabbitmq knows.
start_rabbitmq_node() {
  local data=$state/$1 port dist management schedulers=1
  port=$(claim_port)
  dist=$(claim_port)
  management=$(claim_port)
  ((${3:-1} > 1 || $(nproc) == 1)) || schedulers=2
  mkdir -p "$data"
  echo '[rabbitmq_management].' >"$data/plugins"
  # Statistics are for people who watch queues; the management API declares and lists without them.
  cat >"$data/rabbitmq.conf" <<CONF
management.tcp.ip = 127.0.0.1
management.tcp.port = $management
management_agent.disable_metrics_collector = true
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 200MB
$(rabbitmq_cluster "${3:-1}")
CONF
  define "$1" "$data" "${clean[@]}" \
    ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$epmd" \
    RUNNING_UNDER_SYSTEMD=1 `# the start script then becomes the server, whose pid we hold` \
    RABBITMQ_NODENAME="$2@localhost" RABBITMQ_DIST_PORT="$dist" \
    RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" \
    RABBITMQ_CONF_ENV_FILE="$erlang/empty" RABBITMQ_CONFIG_FILE="$data/rabbitmq.conf" \
    RABBITMQ_CONFIG_FILES="$data/none" RABBITMQ_ADVANCED_CONFIG_FILE="$data/none" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$data/plugins" RABBITMQ_MNESIA_BASE="$data/data" \
    RABBITMQ_LOG_BASE="$data" RABBITMQ_LOGS=- RABBITMQ_PID_FILE="$data/pid" \
    RABBITMQ_SERVER_START_ARGS="-kernel inet_dist_use_interface {127,0,0,1} -kernel net_ticktime 8" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S $schedulers:$schedulers +sbwt none +sbwtdcpu none +sbwtdio none" \
    "$RABBITMQ_SERVER"
  start "$1"
  hosts+=("127.0.0.1:$port")
  note "URL_${1^^}" "amqp://guest:guest@127.0.0.1:$port"
  if ((${#hosts[@]} == 1)); then export RABBITMQ_MANAGEMENT_URL=http://guest:guest@127.0.0.1:$management; fi
}

# rabbitmq_cluster NODES: as docs/operations.md advises.
rabbitmq_cluster() {
  local n
  if (($1 > 1)); then
    echo "cluster_partition_handling = pause_minority"
    echo "cluster_formation.peer_discovery_backend = classic_config"
    for ((n = 1; n <= $1; n++)); do echo "cluster_formation.classic_config.nodes.$n = platform_$n@localhost"; done
  fi
}

# A node opens this port as the last step of its start, which is after it has joined the others.
rabbitmq_answers() {
  local url
  url=$(url_of "$1")
  listening "${url##*:}"
}
