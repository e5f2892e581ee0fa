# shellcheck shell=bash
# A certificate for a machine that has none: of an authority made for it alone, whose key is thrown away.

# make_certificate HOST FOLDER: FOLDER/tls/tls.crt and tls.key, and FOLDER/ca.crt for those who are to believe it.
make_certificate() {
  local host=$1 folder=$2 work name
  work=$(mktemp -d)
  mkdir "$folder/tls"
  name=DNS:$host
  if [[ $host =~ ^[0-9.]+$ ]]; then name=IP:$host; fi

  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Platform's own authority on this machine" \
    -keyout "$work/ca.key" -out "$folder/ca.crt" 2>/dev/null
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$host" \
    -keyout "$folder/tls/tls.key" -out "$work/request" 2>/dev/null
  printf 'subjectAltName=%s,DNS:localhost,IP:127.0.0.1,DNS:gateway\nextendedKeyUsage=serverAuth\n' "$name" >"$work/extensions"
  openssl x509 -req -in "$work/request" -CA "$folder/ca.crt" -CAkey "$work/ca.key" -CAcreateserial -CAserial "$work/serial" \
    -days 397 -extfile "$work/extensions" -out "$folder/tls/tls.crt" 2>/dev/null
  rm -r "$work"
  # openssl keeps a key from everybody; the folder does that here, and the gateway's user has to read it.
  chmod 644 "$folder/tls/tls.key"
  cp "$folder/ca.crt" "$folder/load/ca.crt"
}
