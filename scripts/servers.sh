# shellcheck shell=bash disable=SC2034,SC2154
# Private RabbitMQ and Redis below $state, on free ports of 127.0.0.1.
# A server that RABBITMQ_URL or REDIS_URL names is used instead, and left alone.

# start_servers APPENDONLY [BROKERS REDIS]: returns before they are ready, so that a build can go on meanwhile.
start_servers() {
  [ -n "${REDIS_URL:-}" ] || start_redis "${3:-single}" "$1"
  [ -n "${RABBITMQ_URL:-}" ] || start_rabbitmq "${2:-1}"
  export RABBITMQ_URL REDIS_URL
}

# await_servers [REDIS]
await_servers() {
  local name
  if [ -n "$(names | grep -m 1 ^redis)" ]; then await_redis "${1:-single}"; fi
  for name in $(names | grep ^rabbitmq); do await "$name" 90 rabbitmq_answers "$name"; done
  note RABBITMQ_URL "$RABBITMQ_URL"
  if [ -n "${RABBITMQ_MANAGEMENT_URL:-}" ]; then note RABBITMQ_MANAGEMENT_URL "$RABBITMQ_MANAGEMENT_URL"; fi
  note REDIS_URL "$REDIS_URL"
}
