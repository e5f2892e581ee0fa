# shellcheck shell=bash disable=SC2154
# What needs Node.js with npm: the tests of the official JavaScript client (18), and those of ours (20). Where there is none they are
# skipped, and say so.

# install_node_packages FOLDER
install_node_packages() {
  if node_is_new_enough 18; then
    say "installing the packages of ${1#"$root"/}"
    npm ci --prefix "$1" --silent --no-fund --no-audit --ignore-scripts
  else
    say "the tests of the JavaScript client are skipped: they need Node.js 18 or newer with npm"
  fi
}

# The TypeScript client by itself: its unit tests, what is made of it, and the package in fresh projects. Adds to $passed and $failed.
test_typescript_client() {
  local log=$state/typescript.log part
  if ! node_is_new_enough 20; then
    say "the tests of the TypeScript client are skipped: they need Node.js 20 or newer with npm"
    return
  fi
  say "testing clients/typescript"
  if ! in_client npm ci --ignore-scripts --silent --no-fund --no-audit; then
    failed=$((failed + 1))
    return
  fi
  in_client npm test --silent -- --test-reporter=tap >"$log" 2>&1 || true
  grep -E '^not ok|error TS' "$log" || true
  passed=$((passed + $(last_count pass "$log"))) failed=$((failed + $(last_count fail "$log")))
  # Types that do not fit, or a runner that fell over, leave no count.
  if ! grep -q '^# pass' "$log"; then
    tail -n 20 "$log"
    failed=$((failed + 1))
  fi
  for part in size "site -- --check" "reference -- --check" trial; do
    # shellcheck disable=SC2086  # a command and its option
    if in_client npm run --silent $part; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  done
}

in_client() { (cd "$root/clients/typescript" && "$@"); }

last_count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$2" | tail -n 1 | grep . || echo 0; }

# node_is_new_enough MAJOR
node_is_new_enough() {
  command -v npm >/dev/null && node -e "process.exit(parseInt(process.versions.node) >= $1 ? 0 : 1)" 2>/dev/null
}
