#!/usr/bin/env bash
# Builds Platform and runs all of it on this machine: in containers where a Docker engine answers, else as plain processes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/prelude.sh
. scripts/install.sh
. scripts/processes.sh
. scripts/rabbitmq.sh
. scripts/redis.sh
. scripts/servers.sh
. scripts/services.sh
. scripts/cores.sh
. scripts/follow.sh
. scripts/compose.sh

usage() {
  cat <<'USAGE'
usage: ./run.sh [options]      builds and starts everything, shows the logs; Ctrl-C stops it

  --detach           return as soon as everything is ready
  --stop             stop what runs in this folder
  --restart NAME     start one process again, such as publisher_1 (.run/env has the names); SETTING=VALUE after it holds until
                     the next restart, such as --restart edge_1 Drain__WindowSeconds=2
  --port N           the gateway's port (8080, or a free one when that is taken)
  --edges N          edge nodes (2)
  --publishers N     publishers, of which one reads each lane (1)
  --brokers N        nodes of the private RabbitMQ (1); several form a cluster
  --redis KIND       the private Redis: single, sentinel (a master, two replicas, three sentinels), cluster (three masters, each
                     with a replica)
  --from FOLDER      services of another version: a checkout that is built. With --restart of that one alone, until its next restart
  --no-build         run what is built already
  --no-docker        as processes with private servers, although a Docker engine answers; the three options above imply it

RABBITMQ_URL (amqp://user:pass@host:port/vhost, of a cluster its hosts with commas between them) and REDIS_URL (redis://host:port)
name servers of yours to use instead of private ones; everything else then runs as processes. While it runs, .run/env holds its
addresses and process ids; logs are in .run/logs, or shown by docker compose logs. On fewer than eight cores processes are started so
that they hinder each other less (docs/performance/what-changed-what.md, "Few cores"); SHARE_CORES=no, set at the start, leaves that out.
USAGE
}

state=$root/.run
port="" edges=2 publishers=1 brokers=1 redis=single from="" detach="" build=yes docker=yes follower="" settings=()

main() {
  local action=up name=""
  while (($#)); do
    case $1 in
      --detach) detach=yes ;;
      --no-build) build="" ;;
      --no-docker) docker="" ;;
      --stop) action=down ;;
      --restart)
        action=again name=${2:-}
        shift
        ;;
      --port | --edges | --publishers | --brokers)
        [[ ${2:-} =~ ^[1-9][0-9]{0,4}$ ]] || fail "$1 needs a number"
        printf -v "${1#--}" %s "$2"
        shift
        ;;
      --redis)
        [[ ${2:-} =~ ^(single|sentinel|cluster)$ ]] || fail "--redis needs single, sentinel or cluster"
        redis=$2
        shift
        ;;
      --from)
        from=$(cd "${2:-}" 2>/dev/null && pwd -P) || fail "--from needs the folder of a checkout"
        shift
        ;;
      [A-Z]*=*) settings+=("$1") ;;
      --help | -h) usage && exit ;;
      *) fail "unknown option $1, see ./run.sh --help" ;;
    esac
    shift || break
  done
  if [ "$brokers$redis$from" != 1single ]; then docker=""; fi
  "$action" "$name"
}

up() {
  local start=start_processes follow=watch
  if uses_docker; then start=start_containers follow=follow_containers; else require_dotnet; fi
  take_over
  trap 'exit 1' INT TERM HUP PIPE
  trap 'end' EXIT
  choose_port
  "$start" "$port" "$edges" "$publishers" "$build"
  welcome
  if [ -n "$detach" ]; then
    trap - EXIT
    rm "$state/pids/run"
  else
    trap 'exit 0' INT TERM HUP PIPE
    "$follow"
  fi
}

# start_processes GATEWAY_PORT EDGES PUBLISHERS BUILD
start_processes() {
  ensure_servers
  share_cores
  start_servers yes "$brokers" "$redis"
  if [ -n "$4" ]; then build; fi
  await_servers "$redis"
  start_services "$1" "$2" "$3"
  write_env process_pids
  await_services
}

# One run a folder. The lock is held as long as this script lives; what a killed one left behind goes first.
take_over() {
  local running="Platform runs in this folder already. ./run.sh --stop stops it."
  exec 7>"$state/lock"
  flock -n 7 || fail "$running"
  if [ -e "$state/pids/run" ]; then
    say "cleaning up after a run that was killed"
  elif runs; then
    fail "$running"
  fi
  stop_run
  rm -rf "$state/logs"
  mkdir -p "$state/pids"
  record run $$
}

runs() {
  local known
  mapfile -t known < <(names)
  any_alive "${known[@]}" || containers_run
}

stop_run() {
  if [ -n "$(containers --all)" ]; then stop_containers; fi
  stop_all
}

choose_port() {
  if [ -n "$port" ]; then
    claim_port "$port" >/dev/null || fail "port $port is taken"
  elif ! port=$(claim_port 8080); then
    port=$(claim_port)
    say "port 8080 is taken, using $port"
  fi
}

welcome() {
  local url
  url=$(url_of gateway)
  cat <<WELCOME

Platform is ready.
  demo        $url/
  dashboard   $url/dashboard
  RabbitMQ    $RABBITMQ_URL
  Redis       $REDIS_URL

Publish an event:
  curl $url/api/v1/events -H 'X-API-Key: dev-key' -H 'Content-Type: application/json' \\
    -d '{"event_type": "hello", "user_id": "42", "data": {"text": "Hello"}}'

$([ -n "$detach" ] && echo "./run.sh --stop stops it." || echo "Ctrl-C stops it.") Logs: $(containers_run && echo "docker compose logs" || echo .run/logs)
WELCOME
}

end() {
  trap '' INT TERM HUP PIPE
  [ -z "$follower" ] || kill "$follower" 2>/dev/null || true
  if runs; then say "stopping" || true; fi
  stop_run
}

down() {
  if alive run; then
    # It stops everything itself, in order.
    kill -TERM "$(pid_of run)"
    until_true 60 none_alive run || fail "it does not stop; its process is $(pid_of run)"
  elif runs; then
    stop_run
  else
    say "nothing runs in this folder"
    return
  fi
  say "stopped"
}

again() {
  if containers_run; then
    ((${#settings[@]} == 0)) || fail "containers get their settings from docker-compose.yml"
    restart_container "$1"
    say "$1 started"
    return
  fi
  if [ -z "$1" ] || [ ! -e "$state/start/$1" ]; then fail "--restart needs one of: $(names | tr '\n' ' ')"; fi
  stop "$1"
  start "$1" "${settings[@]}"
  write_env process_pids
  say "$1 started, process $(pid_of "$1")"
}

main "$@"
