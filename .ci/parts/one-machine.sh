# shellcheck shell=bash disable=SC2154
# The parts of .ci/one-machine. Each begins and ends with the whole setup up, but for the last.

first_start() {
  equal "what is published" "gateway" "$(docker compose ps --format '{{.Service}} {{.Ports}}' | grep -e '->' | cut -d ' ' -f 1)"
  equal "a way out of the inner network" false "$(docker network inspect --format '{{not .Internal}}' "${COMPOSE_PROJECT_NAME}_inside")"
  equal "RabbitMQ's users" "operator platform producer" "$(docker compose exec -T rabbitmq rabbitmqctl -q list_users --no-table-headers | cut -f 1 | sort | xargs)"
  equal "Redis to a stranger" NOAUTH "$(docker compose exec -T redis redis-cli get x | cut -d ' ' -f 1)"
  equal "Redis to a health check that asks for more" NOPERM "$(docker compose exec -T redis redis-cli --user health --pass - --no-auth-warning get x | cut -d ' ' -f 1)"
  equal "the memory of a container without a limit" "" "$(docker inspect --format '{{if not .HostConfig.Memory}}{{.Name}}{{end}}' $(docker compose ps --quiet) | xargs)"
  equal "http" 308 "$(status "http://localhost:$HTTP_PORT/")"
  equal "https" 200 "$(status "$url/")"
  equal "Development's token" 404 "$(status "$url/dev/token" -X POST)"
  equal "Development's key" 401 "$(status "$url/api/v1/events" -H 'X-API-Key: dev-key' -d '{}' -H "$json")"
  equal "the history without a token" 401 "$(status "$url/api/v1/channels/topic:first/history")"
  publish first 1 3
  until_true 10 has first 3
  deliver --via http
  deliver --via amqp
}

scale() {
  docker compose --progress quiet up --detach --wait --no-recreate --scale edge=4 --scale publisher=2
  equal "edges and publishers" "4 2" "$(docker compose ps --quiet edge | wc -l) $(docker compose ps --quiet publisher | wc -l)"
  deliver --via http
}

roll() { under_load ./roll.sh; }

# The same images under another name: what rolls is containers.
upgrade() {
  local service former=$PLATFORM_VERSION
  for service in ingest publisher edge metrics gateway; do
    docker build --quiet --tag "platform/$service:drill-next" - <<<"FROM platform/$service:$former
LABEL drill=next" >/dev/null
  done
  export PLATFORM_VERSION=drill-next
  under_load ./roll.sh
  equal "containers of another version" "" "$(docker compose ps --quiet ingest publisher edge metrics gateway |
    xargs docker inspect --format '{{.Config.Image}}' | grep -v ':drill-next$')"
  export PLATFORM_VERSION=$former
  under_load ./roll.sh edge
}

# Half of the events are in history when it is saved, the other half wait in their lane.
restore() {
  publish saved 1 100
  until_true 10 has saved 100
  docker compose --progress quiet stop publisher
  publish saved 101 200
  local epoch
  epoch=$(history saved | sed 's/.*"epoch":"\([^"]*\)".*/\1/')
  ./backup.sh "$work/backup"
  docker compose --progress quiet down --volumes
  ./restore.sh "$work/backup"
  docker compose --progress quiet up --detach --wait
  until_true 20 has saved 200
  equal "what came back, in which order" "$(seq -f 'saved-%g' 200 | xargs)" "$(ids "$(history saved)")"
  equal "what a client gets that had seen 50 before" "$(seq -f 'saved-%g' 51 200 | xargs)" "$(ids "$(history saved "&after=50&epoch=$epoch")")"
  deliver --via http
}

down() {
  docker compose --progress quiet down --volumes
  equal "what is left" "" "$(for kind in container network volume; do
    docker "$kind" ls --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"
  done)"
}

json='Content-Type: application/json'

# equal WHAT EXPECTED ACTUAL
equal() { [ "$2" = "$3" ] || fail "$1 should be '$2' and is '$3'"; }

ask() { curl --silent --show-error --cacert settings/ca.crt "$@"; }

status() { ask --output /dev/null --write-out '%{http_code}' "$@"; }

# publish TOPIC FROM TO: events with the ids TOPIC-FROM to TOPIC-TO.
publish() {
  local events
  events=$(seq -s , -f "{\"id\":\"$1-%g\",\"event_type\":\"drill\",\"topic\":\"$1\",\"data\":0}" "$2" "$3")
  equal "publishing to $1" 202 "$(status "$url/api/v1/events" -H "X-API-Key: $(<settings/producer.key)" -H "$json" -d "[$events]")"
}

# history TOPIC [QUERY]
history() { ask "$url/api/v1/channels/topic:$1/history?limit=1000${2:-}" -H "Authorization: Bearer $(./token.sh drill --channels 'topic:*')"; }

ids() { grep -o '"id":"[^"]*"' <<<"$1" | cut -d '"' -f 4 | xargs; }

has() { [ "$(ids "$(history "$1")" | wc -w)" = "$2" ]; }

# deliver OPTION...: events through the gateway to clients of the hub, each counted.
deliver() { clean docker compose --progress quiet run --rm --no-TTY load latency --rate 100 --duration 5 --warmup 2 --clients 20 --drain 10 --repeat-after 0 "$@"; }

# clean COMMAND...: 3 is a clean ledger of a tool that was too busy for the figures to count.
clean() {
  local code=0
  "$@" || code=$?
  ((code == 0 || code == 3)) || fail "events were not delivered as they should be, see above"
}

# under_load COMMAND...: while events flow. All that were accepted are counted when it is over.
under_load() {
  local load=$COMPOSE_PROJECT_NAME-under-load
  docker compose --progress quiet run --detach --name "$load" load latency --rate 200 --duration 1800 --clients 100 --drain 15 --repeat-after 0 >/dev/null
  until_true 60 has_begun "$load" || fail "the load does not start: $(docker logs "$load" 2>&1)"
  "$@"
  equal "the load's state" running "$(docker inspect --format '{{.State.Status}}' "$load")"
  docker kill --signal INT "$load" >/dev/null
  clean exit_code "$load"
  docker rm "$load" >/dev/null
}

has_begun() { docker logs "$1" 2>&1 | grep -q measure; }

exit_code() {
  local code
  code=$(docker wait "$1")
  docker logs "$1" 2>&1
  return "$code"
}
