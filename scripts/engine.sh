# shellcheck shell=bash
# A Docker engine for the checks that need one: the machine's own, or one that is lent for as long as a check runs.

# A folder whose engine.sh (up, down) and images.sh give a machine without an engine one, with the images.
lender=${CONTAINERS_DIR:-$root/../shared/containers}
lent=""

can_have_engine() { engine_answers || [ -e "$lender/engine.sh" ]; }

take_engine() {
  if ! engine_answers; then
    lent=yes
    bash "$lender/engine.sh" up
    bash "$lender/images.sh"
  fi
  # Packages come from where they come from outside the images.
  local config=$HOME/.nuget/NuGet/NuGet.Config
  if [ -e "$config" ]; then
    NUGET_CONFIG=$(<"$config")
    export NUGET_CONFIG
  fi
}

# Returns when it is gone, so that the next one can be started.
give_engine_back() {
  if [ -n "$lent" ]; then
    bash "$lender/engine.sh" down
    until_true 30 no_engine_answers || true
  fi
}

no_engine_answers() { ! engine_answers; }
