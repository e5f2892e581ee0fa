# shellcheck shell=bash
# Where things are, how the scripts speak, and the one way to build. Sourced by all of them.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# Outside the checkout, so that several checkouts share one copy of the servers and know each other's ports.
cache=${XDG_CACHE_HOME:-${HOME:-$root/.run}/.cache}/platform
mkdir -p "$cache" "$root/.run"

# A build server would outlive the script that needed it; the tests' summary is read in English.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

require_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is needed: https://dotnet.microsoft.com/download"
}

build() {
  local output
  say "building (the first time takes a minute)"
  output=$(dotnet build "$root/Platform.sln" -c Release -v quiet -nologo 2>&1) && return
  printf '%s\n' "$output" >&2
  fail "the build failed, see above"
}

# until_true SECONDS COMMAND...: asks five times a second.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}
