# shellcheck shell=bash
# How these scripts speak, and whom they speak of. Sourced in this folder by all of them.

say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Whether a service has a container that runs.
runs() { [ -n "$(docker compose ps --quiet --status running "$1")" ]; }

# A path as the caller means it, whose folder this no longer is.
path() { [[ $1 == /* ]] && echo "$1" || echo "$OLDPWD/$1"; }
