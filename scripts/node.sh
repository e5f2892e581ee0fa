# shellcheck shell=bash disable=SC2154
# The tests of the official JavaScript client need Node.js 18 or newer with npm. Where there is none they are skipped, and say so.

# install_node_packages FOLDER
install_node_packages() {
  if node_is_new_enough; then
    say "installing the packages of ${1#"$root"/}"
    npm ci --prefix "$1" --silent --no-fund --no-audit
  else
    say "the tests of the JavaScript client are skipped: they need Node.js 18 or newer with npm"
  fi
}

node_is_new_enough() {
  command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null
}
