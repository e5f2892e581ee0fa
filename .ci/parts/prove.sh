# shellcheck shell=bash

# prove COMMAND OPTION...: a command of the load tool. 3 is clean on a machine that was too busy for the figures to count.
prove() {
  local code=0
  dotnet run --project tests/Platform.Load -c Release --no-build -- "$@" || code=$?
  case $code in
    0 | 3) ;;
    1) fail "$1 found a broken promise, see above" ;;
    *) fail "$1 could not run to its end (exit code $code), see above" ;;
  esac
}
