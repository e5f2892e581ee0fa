# shellcheck shell=bash disable=SC2034,SC2154
# What a run in the foreground shows: all logs in one stream, each line with the name of who wrote it, and
# which process ended.

follow_logs() {
  local files=() name
  for name in $(names); do files+=("$state/logs/$name.log"); done
  tail --pid=$$ -n 0 -F "${files[@]}" 2>/dev/null > >(prefix_lines) 7>&- &
  follower=$!
}

prefix_lines() {
  local line prefix="" colours=(36 33 32 35 34 31 96 93 92 95 94 91) colour=0
  local -A prefixes
  while IFS= read -r line; do
    if [[ $line =~ ^'==> '.*/(.*)'.log <=='$ ]]; then
      line=${BASH_REMATCH[1]}
      prefix=${prefixes[$line]:-}
      [ -n "$prefix" ] && continue
      printf -v prefix '%-12s' "$line"
      if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
        prefix=$'\e['"${colours[colour++ % ${#colours[@]}]}m$prefix"$'\e[0m'
      fi
      prefixes[$line]=$prefix
    elif [ -n "$line" ]; then
      printf '%s %s\n' "$prefix" "$line"
    fi
  done
}

# A process that ends is told and not replaced: whoever killed it wants to see what happens without it.
watch() {
  local name told=" "
  follow_logs
  while mapfile -t known < <(names) && any_alive "${known[@]}"; do
    for name in "${known[@]}"; do
      if alive "$name"; then
        told=${told/ $name / }
      elif [[ $told != *" $name "* ]]; then
        told+="$name "
        say "$name has ended. ./run.sh --restart $name starts it again."
      fi
    done
    # A signal interrupts wait, but not sleep.
    sleep 1 7>&- &
    wait $!
  done
}
