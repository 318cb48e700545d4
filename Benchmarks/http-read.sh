#!/bin/sh
# Reads one host over HTTPS with a token, beside Go's HTTPS server with the same answer from memory:
# http-read.sh [-seconds N] [-rounds N]
#
# The server is $OPENWATCH_BINARY or .build/release/openwatch, with a state directory and a private database of its own.
# Standard output is one JSON line per leg and round, standard error a table. Needs go and curl.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
binary=${OPENWATCH_BINARY:-$root/.build/release/openwatch}
[ -x "$binary" ] || { echo "$binary is missing: swift build -c release --product openwatch" >&2; exit 69; }
home=$(mktemp -d /tmp/openwatch-http-XXXXXX)
server= floor=
finish() {
    [ -z "$floor" ] || kill "$floor" 2>/dev/null || :
    [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" || :; }
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT TERM
chmod 755 "$home"
mkdir "$home/plugins" "$home/trust.d"

cat >"$home/openwatch.toml" <<END
[server]
listen = "127.0.0.1:0"
state_dir = "$home/state"
[limits]
requests_per_second = 0
address_requests_per_second = 0
[logging]
level = "warn"
[plugins]
dir = "$home/plugins"
trust_dir = "$home/trust.d"
END
# The port is in a line of level info.
OPENWATCH_LOGGING_LEVEL=info "$binary" serve --config "$home/openwatch.toml" >"$home/log" 2>&1 &
server=$!
port=
for _ in $(seq 300); do
    port=$(sed -n 's/.*"msg":"openwatch ready".*"port":"\([0-9]*\)".*/\1/p;s/.*"port":"\([0-9]*\)".*"msg":"openwatch ready".*/\1/p' \
        "$home/log")
    [ -z "$port" ] || break
    sleep 0.1
done
[ -n "$port" ] || { cat "$home/log" >&2; exit 1; }
url=https://127.0.0.1:$port/api/v1
password='bench-password-of-one-run'
echo "$password" |
    "$binary" create-admin --username bench --email bench@example.org --config "$home/openwatch.toml" >/dev/null
token=$(curl -sk "$url/auth/login" -H 'Content-Type: application/json' \
    -d "{\"username\":\"bench\",\"password\":\"$password\"}" | sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p')
id=$(curl -sk "$url/hosts" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    -d '{"hostname":"bench","ip_address":"127.0.0.1","port":1}' | sed -n 's/.*"id":"\([^"]*\)".*/\1/p')
curl -skf "$url/hosts/$id" -H "Authorization: Bearer $token" -o "$home/body"

go build -o "$home/http_read" "$root/Benchmarks/peers/http-read/main.go"
"$home/http_read" -floor -cert "$home/state/tls/cert.pem" -key "$home/state/tls/key.pem" -body "$home/body" \
    >"$home/floor" &
floor=$!
while [ ! -s "$home/floor" ]; do sleep 0.1; done
"$home/http_read" "$@" -token "$token" \
    -legs "openwatch=$url/hosts/$id=$server,go-floor=https://127.0.0.1:$(cat "$home/floor")/=$floor"
