#!/usr/bin/env bash
# A rolling restart, onto what .env says by now: another version, other limits, other settings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./common.sh

usage() {
  cat <<'USAGE'
usage: ./roll.sh [SERVICE...]      publisher, metrics, ingest, edge and gateway, in this order, unless some are named

Of each service one container more is started, and one of the former ones stopped when that is ready, until none of them is left.
Clients of an edge node are told to go elsewhere before it stops. The gateway has the ports, so it can't be there twice: it is away
for some seconds, in which clients try again by themselves.
USAGE
}

main() {
  case ${1:-} in --help | -h) usage && exit ;; esac
  (($#)) || set -- publisher metrics ingest edge gateway
  local service
  for service; do
    runs "$service" || fail "no $service runs here"
  done
  for service; do
    say "$service"
    if [ "$service" = gateway ]; then
      up --force-recreate gateway
    else
      replace_one_by_one "$service"
    fi
  done
}

replace_one_by_one() {
  local service=$1 former id
  mapfile -t former < <(docker compose ps --quiet "$service")
  for id in "${former[@]}"; do
    up --no-recreate --scale "$service=$((${#former[@]} + 1))" "$service"
    docker stop "$id" >/dev/null
    docker rm "$id" >/dev/null
  done
}

up() { docker compose --progress quiet up --detach --wait --no-deps "$@"; }

main "$@"
