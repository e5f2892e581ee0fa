# shellcheck shell=bash disable=SC2034,SC2154
# RabbitMQ, Redis and a browser from the distribution, unpacked below our cache folder and not installed: this needs
# no root, and there is no service that the system would start. What is installed already is used as it is.

# Libraries fit one release of one distribution only.
servers=$cache/servers/$(. /etc/os-release 2>/dev/null && echo "${ID:-linux}-${VERSION_ID:-}")-$(uname -m)

ensure_servers() {
  if [ -z "${REDIS_URL:-}" ]; then
    find_redis || { unpack redis-server && find_redis; } || cannot_install redis-server REDIS_URL
    local version
    version=$("$REDIS_SERVER" --version | sed -n 's/.* v=\([0-9]*\).*/\1/p')
    ((version >= 7)) || fail "$REDIS_SERVER is version $version; Platform needs Redis 7 or newer (REDIS_URL may name one)."
  else
    find_redis || true
  fi
  if [ -z "${RABBITMQ_URL:-}" ]; then
    find_rabbitmq || { unpack rabbitmq-server && find_rabbitmq; } || cannot_install rabbitmq-server RABBITMQ_URL
  fi
}

# Tests start further ones, hence the export.
find_redis() {
  REDIS_SERVER=$(command -v redis-server) || REDIS_SERVER=$servers/redis-server/bin/redis-server
  "$REDIS_SERVER" --version >/dev/null 2>&1 && export REDIS_SERVER
}

# Another Redis, which the tests of it start themselves; without it they are skipped, and say so. Debian 12 has it among its backports.
ensure_valkey() {
  local releases
  releases=$(. /etc/os-release 2>/dev/null && if [ "${ID:-}" = debian ]; then echo "$VERSION_CODENAME $VERSION_CODENAME-backports"; fi) || true
  find_valkey || { from_releases=$releases unpack valkey-server && find_valkey; } ||
    say "no Valkey here, nor from the distribution: the tests of it are skipped (VALKEY_SERVER may name one)"
}

find_valkey() {
  local program
  for program in "${VALKEY_SERVER:-}" valkey-server "$servers/valkey-server/bin/valkey-server"; do
    program=$(command -v "$program") && "$program" --version >/dev/null 2>&1 && export VALKEY_SERVER=$program && return
  done
  unset VALKEY_SERVER
  return 1
}

# The program itself: the distribution's wrapper insists on a user of its own.
find_rabbitmq() {
  local program
  export RABBITMQ_SERVER EPMD
  for program in /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server; do
    [ -x "$program" ] && RABBITMQ_SERVER=$program EPMD=/usr/bin/epmd && return
  done
  program=$servers/rabbitmq-server/bin
  RABBITMQ_SERVER=$program/rabbitmq-server EPMD=$program/epmd
  "$program/erl" -noinput -eval '{ok, _} = application:ensure_all_started(crypto), halt(0).' >/dev/null 2>&1
}

# The tests of the pages need one; without it they are skipped, and say so.
ensure_chromium() {
  find_chromium || { unpack chromium && find_chromium; } ||
    say "no Chromium here, nor from the distribution: the tests of the pages are skipped (CHROMIUM_PATH may name one)"
}

# The Python client needs the package websockets. Without it its test is skipped, and says so.
ensure_python_client() {
  find_websockets || { unpack python3-websockets && find_websockets; } ||
    say "no Python 3 with websockets here, nor from the distribution: the test of the Python client is skipped"
}

# It is Python alone, so that it fits whatever python3 there is. Tests start that, hence the export.
find_websockets() {
  python3 -c "import websockets" 2>/dev/null && return
  export PYTHONPATH=$servers/python3-websockets/usr/lib/python3/dist-packages
  python3 -c "import websockets" 2>/dev/null && return
  unset PYTHONPATH
  return 1
}

# Without it the alert rules are not checked.
ensure_promtool() {
  find_promtool || { unpack prometheus && find_promtool; } || {
    say "no promtool here, nor from the distribution: the alert rules are not checked"
    return 1
  }
}

find_promtool() {
  PROMTOOL=$(command -v promtool) || PROMTOOL=$servers/prometheus/usr/bin/promtool
  "$PROMTOOL" --version >/dev/null 2>&1
}

# Without it the manifests are not built. Debian's package is one static program, which runs on older releases and others' too.
kustomize_from=trixie
ensure_kustomize() {
  find_kustomize || { from_releases=$kustomize_from fetch=download_alone unpack kustomize && find_kustomize; } || {
    say "no kustomize here, nor from the distribution: the manifests are not checked"
    return 1
  }
}

# The tests run it, hence the export; kubectl has one built in.
find_kustomize() {
  local program
  for program in kustomize "$servers/kustomize/usr/bin/kustomize"; do
    KUSTOMIZE=$(command -v "$program") && "$KUSTOMIZE" version >/dev/null 2>&1 && export KUSTOMIZE="$KUSTOMIZE build" && return
  done
  program=$(command -v kubectl) && "$program" kustomize --help >/dev/null 2>&1 && export KUSTOMIZE="$program kustomize" && return
  unset KUSTOMIZE
  return 1
}

# A distribution may have a placeholder of that name that only says where to get it, hence the question.
find_chromium() {
  local program
  for program in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome "$servers/chromium/bin/chromium"; do
    program=$(command -v "$program") && "$program" --version >/dev/null 2>&1 && export CHROMIUM_PATH=$program && return
  done
  unset CHROMIUM_PATH
  return 1
}

cannot_install() {
  [ -s "$servers/$1.log" ] && tail -n 5 "$servers/$1.log" >&2
  fail "$1 is not installed here and could not be fetched from the distribution.
Install it (sudo apt-get install --no-install-recommends $1), or let $2 name a server that runs."
}

unpack() (
  command -v apt-get dpkg-deb >/dev/null || return 1
  mkdir -p "$servers"
  exec 8>"$servers/lock"
  flock 8
  # Another checkout may have done it while this one waited.
  case $1 in
    redis-server) find_redis && return ;;
    valkey-server) find_valkey && return ;;
    rabbitmq-server) find_rabbitmq && return ;;
    chromium) find_chromium && return ;;
    python3-websockets) find_websockets && return ;;
    prometheus) find_promtool && return ;;
    kustomize) find_kustomize && return ;;
  esac
  say "installing $1 (once, below $servers)"
  local new=$servers/$1.new target=$servers/$1 deb
  rm -rf "$new" "$target"
  mkdir -p "$new/debs" "$new/bin"
  {
    if [ -n "${from_releases:-}" ]; then
      # shellcheck disable=SC2086  # a list of words
      other_releases "$new" $from_releases && fresh_lists "$new" && "${fetch:-download}" "$1" "$new/debs"
    else
      download "$1" "$new/debs" || { fresh_lists "$new" && download "$1" "$new/debs"; }
    fi
  } >"$target.log" 2>&1 || return 1
  for deb in "$new"/debs/*.deb; do dpkg-deb -x "$deb" "$new" || return 1; done
  rm -rf "$new/debs" "$new/apt"
  case $1 in
    redis-server | valkey-server) wrap "$new" "$target" "$target/usr/bin/$1" ;;
    rabbitmq-server) wrap_rabbitmq "$new" "$target" ;;
    chromium) wrap_chromium "$new" "$target" ;;
  esac
  mv "$new" "$target"
)

apt=(-qq -o APT::Sandbox::User=root)

# The package with everything it needs that this system lacks.
download() (
  packages=$(apt-get "${apt[@]}" -s --no-install-recommends install "$1" | sed -n 's/^Inst \([^ ]*\)[^(]*(\([^ ]*\).*/\1=\2/p') || exit
  cd "$2" || exit
  # shellcheck disable=SC2086  # a list of words
  [ -n "$packages" ] && apt-get "${apt[@]}" download $packages
)

# One that needs nothing else: what this system has of it does not count.
download_alone() (
  cd "$2" && apt-get "${apt[@]}" download "$1"
)

# other_releases UNPACKED NAME...: reads these releases of Debian, from the mirror and with the keys that this system uses for its own.
other_releases() {
  local mirror release keys=/usr/share/keyrings/debian-archive-keyring.gpg
  mirror=$(own_mirror)
  # It is told of lists that are there.
  [ -n "$mirror" ] || { fresh_lists "$1" && mirror=$(own_mirror); }
  [ -n "$mirror" ] && [ -e "$keys" ] || return 1
  mkdir -p "$1/apt"
  for release in "${@:2}"; do echo "deb [signed-by=$keys] $mirror $release main"; done >"$1/apt/sources.list"
  apt+=(-o "Dir::Etc::SourceList=$1/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null)
}

own_mirror() {
  apt-get "${apt[@]}" indextargets --format '$(ORIGIN) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "main" && $3 !~ /security/ { print $3; exit }'
}

# The system's package lists may be absent (container images) or stale, and only root may refresh them.
fresh_lists() {
  mkdir -p "$1/apt/lists/partial" "$1/apt/cache/archives/partial"
  apt+=(-o "Dir::State::lists=$1/apt/lists" -o "Dir::Cache=$1/apt/cache")
  # Somebody's broken third-party source must not matter: the download tells.
  apt-get "${apt[@]}" update || true
}

# wrap UNPACKED FINAL PROGRAM [VARIABLE=VALUE...]: bin/… runs the program with the libraries that were unpacked beside it.
wrap() {
  local wrapper=$1/bin/${3##*/} triplet variable
  triplet=$(uname -m)-linux-gnu
  {
    echo '#!/bin/bash'
    # shellcheck disable=SC2016  # the wrapper's PATH
    printf 'export LD_LIBRARY_PATH=%q ERL_LIBS=%q PATH=%q:$PATH\n' \
      "$2/usr/lib/$triplet:$2/lib/$triplet" "$2/usr/lib/erlang/lib" "$2/usr/lib/erlang/bin:$2/usr/bin"
    for variable in "${@:4}"; do printf 'export %q\n' "$variable"; done
    printf 'exec %q "$@"\n' "$3"
  } >"$wrapper"
  chmod +x "$wrapper"
}

wrap_rabbitmq() {
  local server erlang=/usr/lib/erlang
  # Erlang's start scripts name the folder that they were packaged for. Where the system has an Erlang,
  # only the applications that it lacks were unpacked, and ERL_LIBS adds them.
  if [ -e "$1$erlang/bin/erl" ]; then
    sed -i "s|$erlang|$2$erlang|g" "$1$erlang"/bin/{erl,start} "$1$erlang"/erts-*/bin/{erl,start}
    erlang=$2$erlang
  fi
  wrap "$1" "$2" "$erlang/bin/erl"
  wrap "$1" "$2" "$erlang/bin/epmd"
  server=$(cd "$1" && echo usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server)
  wrap "$1" "$2" "$2/$server"
}

# Fonts are looked for where fontconfig was told to when it was packaged; the user's own are an address that can be given.
wrap_chromium() {
  local libraries=$2/usr/lib/$(uname -m)-linux-gnu
  local settings=("LD_LIBRARY_PATH=$libraries:$libraries/pulseaudio:$2/lib/$(uname -m)-linux-gnu")
  if [ -e "$1/etc/fonts/fonts.conf" ]; then settings+=("FONTCONFIG_PATH=$2/etc/fonts" "XDG_DATA_HOME=$2/usr/share"); fi
  wrap "$1" "$2" "$2/usr/lib/chromium/chromium" "${settings[@]}"
}
