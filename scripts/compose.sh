# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# The same stack on a Docker engine: docker-compose.yml, and what one run adds to it.

# An engine that answers, compose, and nobody who wants servers of their own.
uses_docker() {
  [ -n "$docker" ] && [ -z "${RABBITMQ_URL:-}${REDIS_URL:-}" ] && engine_answers
}

engine_answers() {
  command -v docker >/dev/null && docker compose version >/dev/null 2>&1 && timeout 10 docker info >/dev/null 2>&1
}

# Testcontainers asks for version 1.44 of the engine's API; older ones, such as Debian 12's, speak all that it needs.
speak_as_the_engine_does() {
  local version
  version=$(docker version --format '{{.Server.APIVersion}}')
  if [ "$(printf '%s\n' "$version" 1.44 | sort -V | head -n 1)" != 1.44 ]; then export DOCKER_API_VERSION=$version; fi
}

# The containers of this folder, whoever started them: SERVICE NUMBER ID.
containers() {
  command -v docker >/dev/null || return 0
  docker ps "$@" --no-trunc --filter "label=com.docker.compose.project.working_dir=$root" \
    --format '{{.Label "com.docker.compose.service"}} {{.Label "com.docker.compose.container-number"}} {{.ID}}' 2>/dev/null || true
}

containers_run() { [ -n "$(containers)" ]; }

# start_containers GATEWAY_PORT EDGES PUBLISHERS BUILD
start_containers() {
  local added=$state/compose.yml
  export PLATFORM_PORT=$1 RABBITMQ_PORT RABBITMQ_MANAGEMENT_PORT REDIS_PORT
  : "${RABBITMQ_PORT:=$(claim_port 5672 || claim_port)}" "${RABBITMQ_MANAGEMENT_PORT:=$(claim_port 15672 || claim_port)}"
  : "${REDIS_PORT:=$(claim_port)}"
  what_is_added "$2" "$3" >"$added"
  if [ -n "$4" ]; then
    say "building the images (the first time takes some minutes)"
    quietly docker compose build || fail "the images can't be built, see above"
  fi
  say "starting the containers"
  if ! quietly docker compose -f docker-compose.yml -f "$added" up --no-build --detach --wait --remove-orphans; then
    docker compose logs --tail 20 >&2
    fail "not every container became healthy, see above"
  fi
  write_addresses
}

# What a command says is of interest where it fails, or where somebody watches its progress.
quietly() {
  local output
  if [ -t 1 ]; then
    "$@"
  else
    output=$("$@" 2>&1) || { printf '%s\n' "$output" >&2 && return 1; }
  fi
}

# The numbers of edges and publishers, and the caller's own configuration, whose values compose reads from our environment.
what_is_added() {
  local service variable settings=""
  for variable in $(compgen -e | grep -E '__|^OTEL_' | grep -vxE 'RabbitMq__Url|Redis__Url|Service__OnlyReachableFromLoopback'); do
    settings+="$variable: null, "
  done
  echo "services:"
  for service in ingest publisher edge metrics gateway; do
    echo "  $service:"
    case $service in
      publisher) echo "    scale: $2" ;;
      edge) echo "    scale: $1" ;;
    esac
    echo "    environment: {$settings}"
  done
}

write_addresses() {
  local gateway rabbitmq url
  gateway=http://$(docker compose port gateway 8080)
  rabbitmq=$(docker compose port rabbitmq 5672)
  # As the services have it, with its password; their images may hold no program that would print it.
  url=$(docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$(docker compose ps --quiet publisher | head -n 1)" | sed -n 's/^RabbitMq__Url=//p')
  url=${url%@*}
  RABBITMQ_URL=$url@$rabbitmq REDIS_URL=redis://$(docker compose port redis 6379)
  rm -f "$state/urls"
  note GATEWAY_URL "$gateway"
  note URL_GATEWAY "$gateway"
  note RABBITMQ_URL "$RABBITMQ_URL"
  note RABBITMQ_MANAGEMENT_URL "http${url#amqp}@$(docker compose port rabbitmq 15672)"
  note REDIS_URL "$REDIS_URL"
  write_env container_pids
}

# As far as they are processes of this machine: with an engine in a virtual machine, such an id is some other process here.
container_pids() {
  local service number id pid
  while read -r service number id; do
    pid=$(docker inspect --format '{{.State.Pid}}' "$id")
    if grep -qs "$id" "/proc/$pid/cgroup"; then echo "PID_$(name_of "$service" "$number")=$pid"; fi
  done < <(containers | sort)
}

name_of() {
  case $1 in
    edge | publisher) echo "${1^^}_$2" ;;
    *) echo "${1^^}" ;;
  esac
}

restart_container() {
  local service number id known=()
  while read -r service number id; do
    if [ "$(name_of "$service" "$number")" != "${1^^}" ]; then
      known+=("$(name_of "$service" "$number")")
      continue
    fi
    docker restart --time 15 "$id" >/dev/null
    until_true 120 healthy "$id" || fail "$1 is not healthy: docker logs $id"
    write_addresses
    return
  done < <(containers --all | sort)
  fail "--restart needs one of: ${known[*],,}"
}

healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$1")" = healthy ]; }

# Their data stays, in the volumes.
stop_containers() {
  docker compose down --timeout 15 >/dev/null 2>&1
  rm -f "$state"/{compose.yml,urls,env}
}

follow_containers() {
  docker compose logs --follow --tail 0 7>&- &
  follower=$!
  wait "$follower"
}
