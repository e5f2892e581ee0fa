#!/usr/bin/env bash
# What RabbitMQ and Redis hold, both as of one moment, in a folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./common.sh

usage() {
  cat <<'USAGE'
usage: ./backup.sh FOLDER      a new one

Both servers stand still while they are copied, some seconds for each gigabyte: events wait, clients stay connected, nothing is lost.
The copy holds the content of events. settings/ and .env are not in it: keep them where you keep secrets.
USAGE
}

main() {
  case ${1:-} in "" | -*) usage && exit 2 ;; esac
  local to
  to=$(path "$1")
  [ ! -e "$to" ] || fail "$to exists"
  (umask 077 && mkdir -p "$to")
  trap go_on EXIT
  # RabbitMQ first: what it was told to forget is in Redis then, and has had the time to get from Redis' memory into its file.
  stand_still rabbitmq
  sleep 0.5
  stand_still redis
  copy rabbitmq /var/lib/rabbitmq >"$to/rabbitmq.tar"
  copy redis /data >"$to/redis.tar"
  go_on
  (cd "$to" && gzip ./*.tar && openssl dgst -sha256 -r ./*.tar.gz >SHA256)
  say "saved to $to, $(du -sh "$to" | cut -f 1)"
}

stand_still() { if runs "$1"; then docker compose --progress quiet pause "$1"; fi; }

go_on() {
  trap - EXIT
  local server
  for server in redis rabbitmq; do
    docker compose --progress quiet unpause "$server" 2>/dev/null || true
  done
}

copy() { docker compose --progress quiet run --rm --no-deps --no-TTY --entrypoint tar "$1" -C "$2" -cf - .; }

main "$@"
