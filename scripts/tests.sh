# shellcheck shell=bash
# Tests that a step of CI runs by themselves, besides ./test.sh. Sourced by .ci/*.

# unit_tests CLASS: of what is built. The last line is the result; a run that fell over has failed.
unit_tests() {
  local log code=0
  log=$(mktemp)
  dotnet test --project "$root/tests/Platform.UnitTests" -c Release --no-build --filter-class "$1" 2>&1 | tee "$log" || code=$?
  awk -v code=$code '
    $1 == "succeeded:" { p += $2 }
    $1 == "failed:" || $1 == "error:" { f += $2 }
    END { if ((code || !p) && !f) f = 1; print p + 0 " passed, " f + 0 " failed"; exit f > 0 }' "$log" || code=1
  rm -f "$log"
  return "$code"
}
