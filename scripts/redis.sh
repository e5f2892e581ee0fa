# shellcheck shell=bash disable=SC2034,SC2154
# A private Redis on free ports of 127.0.0.1: one server, a master and two replicas with sentinels, or a Cluster.

# start_redis KIND APPENDONLY
start_redis() {
  local appendonly=$2 hosts=()
  "start_redis_$1"
}

start_redis_single() {
  start_redis_server redis
  REDIS_URL=$(url_of redis)
}

start_redis_sentinel() {
  local n port master
  for n in 1 2 3; do
    # shellcheck disable=SC2046  # words
    start_redis_server "redis_$n" --repl-diskless-sync-delay 0 \
      --min-replicas-to-write 1 --min-replicas-max-lag 10 $( ((n == 1)) || echo --replicaof "${hosts[0]/:/ }")
  done
  master=${hosts[0]/:/ }
  hosts=()
  for n in 1 2 3; do
    port=$(claim_port)
    rm -rf "$state/sentinel_$n"
    mkdir -p "$state/sentinel_$n"
    cat >"$state/sentinel_$n/sentinel.conf" <<CONF
port $port
bind 127.0.0.1
dir $state/sentinel_$n
sentinel monitor platform $master 2
sentinel down-after-milliseconds platform 2000
sentinel failover-timeout platform 10000
CONF
    define "sentinel_$n" "$state/sentinel_$n" "$REDIS_SERVER" sentinel.conf --sentinel
    hosts+=("127.0.0.1:$port")
    note "URL_SENTINEL_$n" "redis://127.0.0.1:$port"
  done
  REDIS_URL=$(IFS=, && echo "${hosts[*]}"),serviceName=platform
}

start_redis_cluster() {
  local n
  for n in {1..6}; do
    start_redis_server "redis_$n" --cluster-enabled yes --cluster-port "$(claim_port)" --cluster-node-timeout 3000
  done
  REDIS_URL=$(IFS=, && echo "${hosts[*]}")
}

# start_redis_server NAME [SETTING VALUE...]: adds to $hosts. One of several begins empty each time, since its peers have other ports.
start_redis_server() {
  local port
  port=$(claim_port)
  [ "$1" = redis ] || rm -rf "${state:?}/$1"
  # A rewrite of the append-only file takes a core for seconds; under load a small one would come every minute.
  define "$1" "$state/$1" "$REDIS_SERVER" --bind 127.0.0.1 --port "$port" --save "" \
    --appendonly "$appendonly" --appendfsync everysec --auto-aof-rewrite-min-size 2gb "${@:2}"
  start "$1"
  hosts+=("127.0.0.1:$port")
  note "URL_${1^^}" "redis://127.0.0.1:$port"
}

# await_redis KIND: until it is whole.
await_redis() {
  local name
  for name in $(names | grep -xE 'redis(_[0-9]+)?'); do await "$name" 30 redis_says "$name" PING '^\+PONG'; done
  case $1 in
    sentinel) await_sentinels ;;
    cluster) form_cluster ;;
  esac
}

await_sentinels() {
  local n
  for n in 2 3; do await "redis_$n" 30 redis_says "redis_$n" "INFO replication" '^master_link_status:up'; done
  for n in 1 2 3; do start "sentinel_$n"; done
  for n in 1 2 3; do await "sentinel_$n" 30 redis_says "sentinel_$n" "INFO sentinel" 'slaves=2,sentinels=3'; done
}

# Three masters with a third of the slots each, and a replica of each.
form_cluster() {
  local n id
  for n in {1..6}; do
    redis_says "redis_$n" "CLUSTER SET-CONFIG-EPOCH $n" '^\+OK' || fail "redis_$n belongs to a cluster already"
    if ((n <= 3)); then redis_says "redis_$n" "CLUSTER ADDSLOTSRANGE $(((n - 1) * 16384 / 3)) $((n * 16384 / 3 - 1))" '^\+OK'; fi
    if ((n > 1)); then redis_says redis_1 "CLUSTER MEET 127.0.0.1 $(port_of "redis_$n") $(bus_of "redis_$n")" '^\+OK'; fi
  done
  for n in 1 2 3; do
    id=$(redis_says "redis_$n" "CLUSTER MYID" | sed -n 2p)
    await "redis_$((n + 3))" 30 redis_says "redis_$((n + 3))" "CLUSTER REPLICATE $id" '^\+OK'
  done
  for n in {1..6}; do
    await "redis_$n" 30 redis_says "redis_$n" "CLUSTER INFO" '^cluster_state:ok'
    if ((n > 3)); then await "redis_$n" 30 redis_says "redis_$n" "INFO replication" '^master_link_status:up'; fi
  done
}

# redis_says NAME COMMAND [PATTERN]: its answer, or whether it matches.
redis_says() {
  local answer
  # QUIT ends the connection, and has an answer of its own, the last line.
  answer=$(
    exec 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$(port_of "$1")" || exit
    printf '%s\r\nQUIT\r\n' "$2" >&3
    timeout 1 cat <&3 | tr -d '\r' | head -n -1
  )
  if (($# == 3)); then grep -qE "$3" <<<"$answer"; else echo "$answer"; fi
}

port_of() {
  local url
  url=$(url_of "$1")
  echo "${url##*:}"
}

bus_of() { redis_says "$1" "CONFIG GET cluster-port" | sed -n 5p; }
