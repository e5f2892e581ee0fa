#!/usr/bin/env bash
# Builds Platform and runs all of it on this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/common.sh
. scripts/install.sh
. scripts/processes.sh
. scripts/servers.sh
. scripts/services.sh
. scripts/follow.sh

usage() {
  cat <<'USAGE'
usage: ./run.sh [options]      builds and starts everything, shows the logs; Ctrl-C stops it

  --detach           return as soon as everything is ready
  --stop             stop what runs in this folder
  --restart NAME     start one process again, such as publisher_1 (.run/env has the names)
  --port N           the gateway's port (8080, or a free one when that is taken)
  --edges N          edge nodes (2)
  --publishers N     publishers, of which one reads each lane (1)
  --no-build         run what is built already

RABBITMQ_URL (amqp://user:pass@host:port/vhost) and REDIS_URL (redis://host:port) name servers of yours to
use instead of private ones. While it runs, .run/env holds its addresses and process ids, .run/logs its logs.
USAGE
}

state=$root/.run
port="" edges=2 publishers=1 detach="" build=yes follower=""

main() {
  local action=up name=""
  while (($#)); do
    case $1 in
      --detach) detach=yes ;;
      --no-build) build="" ;;
      --stop) action=down ;;
      --restart)
        action=again name=${2:-}
        shift
        ;;
      --port | --edges | --publishers)
        [[ ${2:-} =~ ^[1-9][0-9]{0,4}$ ]] || fail "$1 needs a number"
        printf -v "${1#--}" %s "$2"
        shift
        ;;
      --help | -h) usage && exit ;;
      *) fail "unknown option $1, see ./run.sh --help" ;;
    esac
    shift || break
  done
  "$action" "$name"
}

up() {
  require_dotnet
  take_over
  trap 'exit 1' INT TERM HUP PIPE
  trap 'end' EXIT
  choose_port
  ensure_servers
  start_servers yes
  if [ -n "$build" ]; then build; fi
  await_servers
  start_services "$port" "$edges" "$publishers"
  write_env
  await_services
  welcome
  if [ -n "$detach" ]; then
    trap - EXIT
    rm "$state/pids/run"
  else
    trap 'exit 0' INT TERM HUP PIPE
    watch
  fi
}

# One run a folder. The lock is held as long as this script lives; what a killed one left behind goes first.
take_over() {
  local running="Platform runs in this folder already. ./run.sh --stop stops it."
  exec 7>"$state/lock"
  flock -n 7 || fail "$running"
  if [ -e "$state/pids/run" ]; then
    say "cleaning up after a run that was killed"
  elif mapfile -t known < <(names) && any_alive "${known[@]}"; then
    fail "$running"
  fi
  stop_all
  rm -rf "$state/logs"
  mkdir -p "$state/pids"
  record run $$
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

$([ -n "$detach" ] && echo "./run.sh --stop stops it." || echo "Ctrl-C stops it.") Logs: .run/logs
WELCOME
}

end() {
  trap '' INT TERM HUP PIPE
  [ -z "$follower" ] || kill "$follower" 2>/dev/null || true
  if [ -e "$state/start" ]; then say "stopping" || true; fi
  stop_all
}

down() {
  mapfile -t known < <(names)
  if alive run; then
    # It stops everything itself, in order.
    kill -TERM "$(pid_of run)"
    until_true 60 none_alive run || fail "it does not stop; its process is $(pid_of run)"
  elif any_alive "${known[@]}"; then
    stop_all
  else
    say "nothing runs in this folder"
    return
  fi
  say "stopped"
}

again() {
  if [ -z "$1" ] || [ ! -e "$state/start/$1" ]; then fail "--restart needs one of: $(names | tr '\n' ' ')"; fi
  stop "$1"
  start "$1"
  write_env
  say "$1 started, process $(pid_of "$1")"
}

main "$@"
