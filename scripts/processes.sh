# shellcheck shell=bash disable=SC2034,SC2154
# Owns ports and processes. $state is the folder of one run: pids/ start/ logs/ urls env.

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# claim_port [PORT]: prints a free port. A claim holds while the claiming script lives, and closes the time
# between choosing a port and listening on it: other checkouts of this user read the same list.
claim_port() (
  exec 8>>"$cache/ports"
  flock 8
  local claims="" port owner
  while read -r port owner; do
    kill -0 "$owner" 2>/dev/null && claims+="$port $owner"$'\n'
  done <"$cache/ports"
  # Below the range that the kernel gives to outgoing connections.
  for port in ${1:-$(shuf -i 20000-31999 -n 50)}; do
    [[ $'\n'$claims == *$'\n'"$port "* ]] && continue
    listening "$port" && continue
    printf '%s' "$claims$port $$"$'\n' >"$cache/ports"
    echo "$port"
    return
  done
  return 1
)

# What each command that is defined starts with, see share_cores.
in_turn=()

# define NAME FOLDER COMMAND...: how to start a process, kept so that it can be started again.
define() {
  local name=$1 folder=$2
  shift 2
  mkdir -p "$state"/{pids,start,logs} "$folder"
  # Settings may hold secrets.
  (
    umask 077
    printf 'cd %q\nexec' "$folder" >"$state/start/$name"
    printf ' %q' "${in_turn[@]}" "$@" >>"$state/start/$name"
  )
}

# start NAME [SETTING=VALUE...]: with settings that win over those that it was defined with, for this time; a service
# with the binaries of the checkout $from, if that is set.
start() {
  local script folder extra=""
  script=$(<"$state/start/$1")
  folder=${script%%$'\n'*}
  if [ -n "${from:-}" ] && [[ $folder == */services/* ]]; then
    script="cd ${from@Q}/services/${folder##*/services/}"$'\n'${script#*$'\n'}
  fi
  if (($# > 1)); then
    printf -v extra ' %q' "${@:2}"
    script=${script/ dotnet exec /"$extra" dotnet exec }
  fi
  # A session of its own, so that Ctrl-C reaches only the script, which then stops things in order.
  # The descriptors are the scripts' locks.
  setsid bash -c "$script" </dev/null >>"$state/logs/$1.log" 2>&1 7>&- 8>&- &
  record "$1" $!
  # Or bash would comment on each process that is killed.
  disown $!
}

# record NAME PID: with its start time, which tells it from a later process of the same id.
record() {
  local started
  started_at "$2" || true
  echo "$2 $started" >"$state/pids/$1"
}

# started_at PID: sets $started, without a fork since it is asked all the time. An unreaped process is gone, but not while a thread of
# it waits for the disk: until then its ports are taken.
started_at() {
  local stat
  started=""
  read -r stat 2>/dev/null <"/proc/$1/stat" || return
  # shellcheck disable=SC2086  # fields; what is before the last bracket may hold spaces
  set -- ${stat##*) }
  [ "$1" = Z ] && ((${18} < 2)) && return 1
  started=${20}
}

pid_of() { cut -d' ' -f1 "$state/pids/$1"; }

alive() {
  local pid recorded started
  read -r pid recorded 2>/dev/null <"$state/pids/$1" && started_at "$pid" && [ "$started" = "$recorded" ]
}

# What is no service; sentinels are not here, since they stop before what they watch.
servers_of_a_run='(rabbitmq|redis)(_[0-9]+)?|epmd'

# All processes that were started, whether they live or not.
names() {
  local file
  for file in "$state"/start/*; do
    [ -e "$file" ] && echo "${file##*/}"
  done
}

any_alive() {
  local name
  for name in "$@"; do
    if alive "$name"; then return; fi
  done
  return 1
}

none_alive() { ! any_alive "$@"; }

# signal SIGNAL NAME...: to the living ones and what they started.
signal() {
  local signal=$1 name
  shift
  for name in "$@"; do
    if alive "$name"; then kill "-$signal" -- "-$(pid_of "$name")" 2>/dev/null || true; fi
  done
}

# stop NAME...: all of them at once, by force after 15 s.
stop() {
  signal TERM "$@"
  if ! until_true 15 none_alive "$@"; then destroy "$@"; fi
}

destroy() {
  signal KILL "$@"
  until_true 5 none_alive "$@" || say "could not be killed: $*"
}

# What depends on others goes first.
stop_all() {
  local services=() servers=()
  mapfile -t services < <(names | grep -vxE "$servers_of_a_run")
  mapfile -t servers < <(names | grep -xE "$servers_of_a_run" | grep -vx epmd)
  stop "${services[@]}"
  stop "${servers[@]}"
  stop epmd
  rm -rf "$state"/{pids,start,urls,env}
}

# note KEY VALUE: a line of the env file, for scripts that look at what runs.
note() { printf '%s=%q\n' "$1" "$2" >>"$state/urls"; }

url_of() { sed -n "s/^URL_${1^^}=//p" "$state/urls"; }

# write_env COMMAND: the addresses, and the PID_… lines that the command prints.
write_env() {
  {
    cat "$state/urls"
    "$1"
  } >"$state/env.new"
  mv "$state/env.new" "$state/env"
}

process_pids() {
  local name
  for name in $(names); do echo "PID_${name^^}=$(pid_of "$name")"; done
}

# await NAME SECONDS COMMAND...: until the command is true; what died or takes too long shows its last words.
await() {
  local name=$1 seconds=$2
  shift 2
  # shellcheck disable=SC2317  # called by until_true
  settled() { "$@" || ! alive "$name"; }
  until_true "$seconds" settled "$@" && alive "$name" && return
  tail -n 20 "$state/logs/$name.log" >&2
  fail "$name did not start, see above and $state/logs"
}
