#!/usr/bin/env bash
# What one machine needs before its first 'docker compose up': .env, and settings/ with secrets, users and a certificate.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./common.sh
. ./certificate.sh

usage() {
  cat <<'USAGE'
usage: ./setup.sh HOST [options]      HOST is the name by which clients reach this machine

  --certificate FILE --key FILE   PEM files for TLS; without them a certificate is made that clients have to be told to believe
  --no-tls                        plain HTTP, behind something that ends TLS

It writes settings/, which holds every secret (keep it as one), and .env, and changes neither where they exist.
USAGE
}

host="" tls=made certificate="" key=""

main() {
  while (($#)); do
    case $1 in
      --certificate | --key)
        printf -v "${1#--}" %s "$(path "${2:-}")"
        [ -f "$(path "${2:-}")" ] || fail "$1 needs a file"
        tls=given
        shift
        ;;
      --no-tls) tls=none ;;
      --help | -h) usage && exit ;;
      -*) fail "unknown option $1, see ./setup.sh --help" ;;
      *) host=$1 ;;
    esac
    shift
  done
  [ -n "$host" ] || { usage >&2 && exit 2; }
  [ "$tls" != given ] || [ -n "$certificate" -a -n "$key" ] || fail "--certificate and --key belong together"
  [ ! -e settings ] || fail "settings/ exists; nothing was changed"
  command -v openssl >/dev/null || fail "openssl is needed"

  # Closed to everybody else by the folder; what is in it is mounted, and must be readable to the users that containers run as.
  making=$(umask 077 && mktemp -d ./settings.XXXXXX)
  trap 'rm -rf "$making"' EXIT
  umask 022
  write_secrets
  write_certificate
  mv "$making" settings
  trap - EXIT
  [ -e .env ] || write_env
  say "settings/ and .env are made. Next: docker compose up --detach --build --wait"
}

# put FILE CONTENT
put() {
  mkdir -p "$making/$(dirname "$1")"
  printf '%s\n' "$2" >"$making/$1"
}

secret() { openssl rand -hex 24; }

write_secrets() {
  local broker store signing producer amqp operator service
  broker=$(secret) store=$(secret) signing=$(secret)$(secret) producer=$(secret) amqp=$(secret) operator=$(secret)

  for service in ingest publisher edge metrics; do
    put $service/RabbitMq__Url "amqp://platform:$broker@rabbitmq/platform"
  done
  for service in publisher edge metrics; do
    put $service/Redis__Url "redis://platform:$store@redis"
  done
  for service in ingest edge metrics; do
    put $service/Auth__SigningKey "$signing"
  done
  put ingest/Ingest__ApiKeys__0__Name producer
  put ingest/Ingest__ApiKeys__0__KeySha256 "$(sha256 "$producer")"
  mkdir "$making/gateway"

  put rabbitmq/definitions.json "$(
    sed -e "$(with_hash platform "$broker")" -e "$(with_hash producer "$amqp")" -e "$(with_hash operator "$operator")" ../rabbitmq/definitions.json)"
  put redis/users.acl "$(
    sed -e "s/^user platform off/user platform on #$(sha256 "$store")/" -e "s/^user operator off/user operator on #$(sha256 "$operator")/" ../redis/users.acl)"

  put load/env "GATEWAY_URL=$(inner_url)
RABBITMQ_URL=amqp://producer:$amqp@rabbitmq/platform
API_KEY=$producer
SIGNING_KEY=$signing"
  put grafana/password "$operator"
  put operator.password "$operator"
  put producer.key "$producer"
}

sha256() { printf %s "$1" | openssl dgst -sha256 -r | cut -d ' ' -f 1; }

# with_hash USER PASSWORD: how sed gives the user of the definitions its password.
with_hash() { printf 's|("name": "%s", "password_hash": )""|\\1"%s"|' "$1" "$(rabbitmq_hash "$2")" | sed 's/[()]/\\&/g'; }

# As RabbitMQ keeps a password: four bytes of salt, and the SHA-256 of them and the password.
rabbitmq_hash() {
  local salt
  salt=$(openssl rand -hex 4)
  { bytes "$salt" && { bytes "$salt" && printf %s "$1"; } | openssl dgst -sha256 -binary; } | openssl base64 -A
}

bytes() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }

# From within, by a name that stands in the certificate.
inner_url() {
  case $tls in
    none) echo http://gateway:8080 ;;
    made) echo https://gateway:8443 ;;
    given) echo "https://$host:8443" ;;
  esac
}

write_certificate() {
  case $tls in
    made) make_certificate "$host" "$making" ;;
    given)
      mkdir "$making/tls"
      cp "$certificate" "$making/tls/tls.crt"
      cp "$key" "$making/tls/tls.key"
      ;;
  esac
}

write_env() {
  local files=compose.yml:tls.yml
  [ "$tls" != none ] || files=compose.yml
  sed -e "s|^COMPOSE_FILE=.*|COMPOSE_FILE=$files|" -e "s|^PLATFORM_HOST=.*|PLATFORM_HOST=$host|" .env.example >.env
}

main "$@"
