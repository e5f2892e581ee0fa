# shellcheck shell=bash disable=SC2034,SC2154
# The list of services, and their start in the order of an event's road.

# start_services GATEWAY_PORT EDGES PUBLISHERS
start_services() {
  local n addresses=()
  start_service ingest "$(claim_port)" services/ingest Platform.Ingest
  for ((n = 1; n <= $3; n++)); do
    start_service "publisher_$n" "$(claim_port)" services/publisher Platform.Publisher
  done
  for ((n = 1; n <= $2; n++)); do
    start_service "edge_$n" "$(claim_port)" services/edge/node Platform.Edge
    addresses+=("Gateway__Edges__$((n - 1))=$(url_of "edge_$n")")
  done
  start_service metrics "$(claim_port)" services/metrics Platform.Metrics
  start_service gateway "$1" services/edge/gateway Platform.Gateway \
    "Gateway__Ingest__0=$(url_of ingest)" "${addresses[@]}" "Gateway__Metrics__0=$(url_of metrics)"
  note GATEWAY_URL "$(url_of gateway)"
}

# What each service is started with unless the caller says otherwise, see share_cores.
few_threads=()

# start_service NAME PORT FOLDER ASSEMBLY [SETTING=VALUE...]
start_service() {
  local name=$1 url=http://127.0.0.1:$2 folder=${from:-$root}/$3/bin/Release/net10.0 assembly=$4.dll settings=("${few_threads[@]}") variable
  shift 4
  [ -f "$folder/$assembly" ] || fail "there is no $folder/$assembly: build it, or run without --no-build"
  # The caller's own configuration too, so that a restart in another terminal has it.
  for variable in $(compgen -e | grep -E '__|^(DOTNET|ASPNETCORE|OTEL)_'); do
    settings+=("$variable=${!variable}")
  done
  settings+=(
    DOTNET_ENVIRONMENT=Development ASPNETCORE_ENVIRONMENT=Development "ASPNETCORE_URLS=$url"
    "Service__Name=$name" "RabbitMq__Url=$RABBITMQ_URL" "Redis__Url=$REDIS_URL" "$@"
  )
  define "$name" "$folder" env "${settings[@]}" dotnet exec "$assembly"
  start "$name"
  note "URL_${name^^}" "$url"
}

# ready NAME: its readiness endpoint says 200.
ready() {
  local address
  address=$(url_of "$1")
  address=${address#http://}
  (
    exec 3<>"/dev/tcp/${address%:*}/${address#*:}"
    printf 'GET /health/ready HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$address" >&3
    read -r -t 2 _ status _ <&3 && [ "$status" = 200 ]
  ) 2>/dev/null
}

# The gateway is asked last: whoever is not ready before it is what people want to know by name.
await_services() {
  local name deadline=$((SECONDS + 120))
  for name in $(names | grep -vxE "$servers_of_a_run|sentinel_.*|gateway") gateway; do
    ready "$name" || say "waiting for $name"
    await "$name" $((deadline - SECONDS)) ready "$name"
  done
}
