#!/usr/bin/env bash
# Puts back what backup.sh saved, into volumes that do not exist yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./common.sh

usage() {
  cat <<'USAGE'
usage: ./restore.sh FOLDER      then: docker compose up --detach --wait

It refuses where there are data already; docker compose down --volumes removes them.
USAGE
}

main() {
  case ${1:-} in "" | -*) usage && exit 2 ;; esac
  local from project volume
  from=$(path "$1")
  [ -e "$from/SHA256" ] || fail "$from holds no backup"
  (cd "$from" && openssl dgst -sha256 -r ./*.tar.gz | cmp -s - SHA256) || fail "$from is damaged"
  project=$(docker compose config --format json | sed -n 's/^  "name": "\(.*\)",*$/\1/p')
  for volume in rabbitmq redis; do
    [ -z "$(docker volume ls --quiet --filter "name=^${project}_$volume\$")" ] || fail "there are data already: docker compose down --volumes removes them"
  done
  put_back rabbitmq /var/lib/rabbitmq "$from/rabbitmq.tar.gz"
  put_back redis /data "$from/redis.tar.gz"
  say "restored from $from"
}

put_back() {
  gzip --decompress --stdout "$3" |
    docker compose --progress quiet run --rm --no-deps --no-TTY --interactive --entrypoint tar "$1" -C "$2" -xf -
}

main "$@"
