#!/usr/bin/env bash
# Builds Platform and runs all tests: on RabbitMQ and Redis in containers where a Docker engine answers, else (or with
# --no-docker) on private servers. --quick leaves out those that take minutes each. Other arguments go to dotnet test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/prelude.sh
. scripts/install.sh
. scripts/node.sh
. scripts/processes.sh
. scripts/rabbitmq.sh
. scripts/redis.sh
. scripts/servers.sh
. scripts/compose.sh

# Until the tests say otherwise, something has failed.
passed=0 failed=1
docker=yes quick=()
# More failures than these are no bad luck, and are not run again. 2 is what dotnet test ends with where tests failed, and nothing else.
most_again=20 tests_failed=2 code=0

main() {
  while (($#)); do
    case $1 in
      --no-docker) docker="" ;;
      --quick) quick=(--filter-not-trait "Tier=nightly") ;;
      *) break ;;
    esac
    shift
  done
  require_dotnet
  sweep
  state=$(mktemp -d "$root/.run/test-XXXXXX")
  mkdir "$state/pids"
  record run $$
  trap 'exit 1' INT TERM HUP PIPE
  trap 'end' EXIT
  ensure_chromium
  if [ -e tests/node/package-lock.json ]; then install_node_packages "$root/tests/node"; fi
  ensure_python_client
  if uses_docker; then
    # The tests themselves start the containers, and remove them.
    speak_as_the_engine_does
    build
  else
    ensure_servers
    ensure_valkey
    start_servers no
    build
    await_servers
  fi
  run_tests "$@"
  # Arguments choose among the tests of dotnet.
  if ((!$#)); then test_typescript_client; fi
}

# Folders of test runs that were killed.
sweep() {
  local state
  for state in "$root"/.run/test-*/; do
    if [ -e "$state/pids/run" ] && ! alive run; then
      discard
    fi
  done
}

# Nobody needs this data again, so nobody waits for servers that save it.
discard() {
  local known=()
  mapfile -t known < <(names)
  destroy "${known[@]}"
  rm -rf "$state"
}

run_tests() {
  # The services that tests start live for seconds: compiling again, better, what was called 30 times took a third of their CPU.
  # Nor do they count from the first call, as they otherwise do (Directory.Build.targets). Both are hexadecimal.
  export DOTNET_TC_CallCountThreshold=3E8 DOTNET_TC_CallCountingDelayMs=64
  # 8: a project without any test, which only a filter excuses.
  if (($# + ${#quick[@]})); then set -- --ignore-exit-code 8 "${quick[@]}" "$@"; fi
  ask tests.log "$@"
  if ((code == tests_failed && failed <= most_again)); then ask_again; fi
}

# ask LOG OPTION...: has dotnet run tests, and counts them.
ask() {
  local log=$state/$1
  shift
  code=0
  dotnet test --solution Platform.sln -c Release --no-build --no-ansi "$@" 2>&1 | tee "$log" || code=$?
  # The summary at the end has lines such as "succeeded: 12".
  read -r passed failed < <(awk '
    /^Test run summary/ { p = f = 0 }
    $1 == "succeeded:" { p += $2 }
    $1 == "failed:" || $1 == "error:" { f += $2 }
    END { print p + 0, f + 0 }' "$log")
  # A project that crashed may have no failed test.
  if ((code != 0 && failed == 0)) || ((passed + failed == 0)); then failed=$((failed + 1)); fi
}

# Among others a test may be given too little of a small machine; alone, only the code can fail it. What failed once is
# told too, in the last lines: it is either a test to mend or a race to find.
ask_again() {
  local first=$failed before=$passed names=()
  mapfile -t names < <(failures tests.log | cut -d: -f1)
  # A failure without a name is one that nothing can take back.
  if ((${#names[@]} != first)); then return; fi
  mapfile -t names < <(printf '%s\n' "${names[@]}" | sort -u)
  say "== again, alone: ${names[*]##*.}"
  ask again.log --ignore-exit-code 8 --max-parallel-test-modules 1 --parallel none --filter-method "${names[@]}"
  # What did not run has not passed.
  if ((passed + failed < ${#names[@]})); then failed=$((${#names[@]} - passed)); fi
  passed=$((before + (first > failed ? first - failed : 0)))
}

# failures LOG: "NAME: first words of its message" for each, without a theory's arguments.
failures() {
  awk '
    function tell() { if (name) print name ": " text; name = text = "" }
    /^failed / { tell(); name = $2 ~ /^\(/ ? $3 : $2; sub(/\(.*/, "", name); next }
    name && !/^  from / { sub(/^ +/, ""); text = substr($0, 1, 200); tell() }
    END { tell() }' "$state/$1"
}

tell_failures() {
  if [ -e "$state/again.log" ]; then
    failures tests.log | { grep -vFf <(failures again.log | sed 's/: .*/:/') || true; } | sed 's/^/failed once: /'
    failures again.log | sed 's/^/failed twice: /'
  elif [ -e "$state/tests.log" ]; then
    failures tests.log | sed 's/^/failed: /'
  fi
}

end() {
  trap '' INT TERM HUP PIPE
  tell_failures
  discard
  echo "$passed passed, $failed failed"
  ((failed == 0)) || exit 1
}

main "$@"
