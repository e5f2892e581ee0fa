#!/usr/bin/env bash
# A token, signed with this machine's key: to look around with, until what signs your users' tokens is in place.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./common.sh

usage() {
  cat <<'USAGE'
usage: ./token.sh SUBJECT [options]

  --channels LIST   what it may subscribe to beside user:SUBJECT, such as 'topic:*,location:7'
  --scope LIST      publish, metrics:read, admin
  --role ROLE       for your own use
  --hours N         how long it lives (1)
USAGE
}

subject="" channels="" scope="" role="" hours=1

main() {
  while (($#)); do
    case $1 in
      --channels | --scope | --role | --hours)
        (($# > 1)) || fail "$1 needs a value"
        printf -v "${1#--}" %s "$2"
        shift
        ;;
      --help | -h) usage && exit ;;
      -*) fail "unknown option $1, see ./token.sh --help" ;;
      *) subject=$1 ;;
    esac
    shift
  done
  [ -n "$subject" ] || { usage >&2 && exit 2; }
  [[ "$subject$channels$scope$role" != *[\"\\]* ]] || fail "quotes and backslashes are not taken"
  [[ $hours =~ ^[0-9]+$ ]] || fail "--hours needs a number"
  [ -r settings/edge/Auth__SigningKey ] || fail "there is no key; ./setup.sh makes one"

  local now unsigned
  now=$(date +%s)
  unsigned=$(printf %s '{"alg":"HS256","typ":"JWT"}' | base64url).$(
    printf '{"iss":"platform","aud":"platform","sub":"%s","role":"%s","channels":[%s],"scope":"%s","iat":%d,"exp":%d}' \
      "$subject" "$role" "$(quoted "$channels")" "${scope//,/ }" "$now" $((now + hours * 3600)) | base64url)
  printf '%s.%s\n' "$unsigned" "$(printf %s "$unsigned" | openssl dgst -sha256 -hmac "$(<settings/edge/Auth__SigningKey)" -binary | base64url)"
}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d =; }

quoted() { [ -z "$1" ] || printf '"%s"' "${1//,/\",\"}"; }

main "$@"
