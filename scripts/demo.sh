#!/bin/bash
# Runs OpenWatch with a demo fleet: three machines to watch, all on this one, and their events as they arrive.
#   demo.sh BUILD_DIRECTORY PLUGIN_DIRECTORY [--until-change]
# The machines are real sshd servers in mount and UTS namespaces of their own, each with its own /etc and hostname, so
# nothing on this machine is changed. State stays in OPENWATCH_DEMO_DIR between runs. Ctrl-C ends everything.
set -euo pipefail

build=$(realpath "$1")
plugins=$(realpath "$2")
trust=${OPENWATCH_PLUGINS_TRUST_DIR:-$(cd "$(dirname "$0")/.." && pwd)/build/trust.d}
unset OPENWATCH_PLUGINS_TRUST_DIR
until_change=${3:-}
dir=${OPENWATCH_DEMO_DIR:-/var/lib/openwatch-demo}
port=${OPENWATCH_DEMO_PORT:-8443}

if [ "$(id -u)" != 0 ]; then
    echo "demo: the demo machines need root (namespaces, sshd); continuing with sudo"
    exec sudo --preserve-env=OPENWATCH_DEMO_DIR,OPENWATCH_PLUGINS_TRUST_DIR,OPENWATCH_DEMO_PORT,LD_LIBRARY_PATH "$0" "$@"
fi

children=()
finish() {
    trap - EXIT INT TERM
    # The server first: it stops its runners and its database and says so in its log.
    [ -n "${server:-}" ] && kill -TERM "$server" 2>/dev/null && wait "$server" 2>/dev/null
    for child in "${children[@]}"; do kill -TERM "$child" 2>/dev/null || true; done
    for child in "${children[@]}"; do wait "$child" 2>/dev/null || true; done
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install -d -m 755 "$dir" "$dir/machines" /run/sshd

# --- the machines -----------------------------------------------------------------------------------------------------

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# machine NAME: prepares a private /etc and starts sshd in it. $1 name, $2 sshd options; sets machine_port, machine_pid.
machine() {
    local name=$1 options=$2 home="$dir/machines/$1"
    machine_port=$(cat "$home/port" 2>/dev/null || free_port)
    install -d -m 755 "$home"
    echo "$machine_port" >"$home/port"
    if [ ! -d "$home/etc" ]; then
        cp -a /etc "$home/etc"
        rm -f "$home"/etc/ssh/ssh_host_*
        sed -i '/^operator:/d' "$home/etc/passwd" "$home/etc/shadow"
        echo 'operator:x:4242:4242:Fleet operator:/:/bin/sh' >>"$home/etc/passwd"
        echo "operator:$(openssl passwd -6 "$(cat "$dir/operator-password")"):20000:0:99999:7:::" >>"$home/etc/shadow"
        ssh-keygen -q -t ed25519 -N '' -f "$home/etc/ssh/ssh_host_ed25519_key"
        install -m 644 "$dir/operator-key.pub" "$home/etc/ssh/operator.pub"
        echo "$name" >"$home/etc/hostname"
        cat >"$home/etc/ssh/sshd_demo" <<EOF
Port $machine_port
ListenAddress 127.0.0.1
HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile /etc/ssh/operator.pub
PidFile none
StrictModes no
UseDNS no
PrintMotd no
LogLevel ERROR
MaxSessions 100
MaxStartups 100:30:200
$options
EOF
    fi
    setpriv --pdeathsig KILL unshare --mount --uts --propagation private -- bash -c "
        mount --bind '$home/etc' /etc && hostname '$name' &&
        exec setpriv --pdeathsig KILL /usr/sbin/sshd -D -e -f /etc/ssh/sshd_demo" >"$home/sshd.log" 2>&1 &
    machine_pid=$!
    children+=("$machine_pid")
}

umask 077
[ -f "$dir/operator-key" ] || ssh-keygen -q -t ed25519 -N '' -C openwatch-demo -f "$dir/operator-key"
[ -f "$dir/operator-password" ] || openssl rand -base64 15 >"$dir/operator-password"
[ -f "$dir/admin-password" ] || openssl rand -base64 18 >"$dir/admin-password"
umask 022

machine web-1 "PasswordAuthentication no
UsePAM no"
web_port=$machine_port web_pid=$machine_pid
echo 'operator ALL=(ALL) NOPASSWD: ALL' >"$dir/machines/web-1/etc/sudoers.d/operator"
chmod 440 "$dir/machines/web-1/etc/sudoers.d/operator"
# A change of the last run must not be there already.
sed -i '/^visitor:/d' "$dir/machines/web-1/etc/passwd" "$dir/machines/web-1/etc/shadow"

machine db-1 "PubkeyAuthentication no
PasswordAuthentication yes
UsePAM yes"
db_port=$machine_port
echo 'operator ALL=(ALL) ALL' >"$dir/machines/db-1/etc/sudoers.d/operator"
chmod 440 "$dir/machines/db-1/etc/sudoers.d/operator"

edge_port=$(cat "$dir/machines/edge-1-port" 2>/dev/null || free_port)
echo "$edge_port" >"$dir/machines/edge-1-port"

# --- the server -------------------------------------------------------------------------------------------------------

cat >"$dir/openwatch.toml" <<EOF
[server]
listen = "127.0.0.1:$port"
state_dir = "$dir/state"

[license]
file = "$dir/license.lic"
issuer_keys = "$dir/issuer-keys"

[plugins]
dir = "$plugins"
trust_dir = "$trust"

[probes]
connectivity_interval_s = 15
system_info_interval_s = 15
discovery_interval_s = 300
EOF
openwatch() { "$build/openwatch" "$@" --config "$dir/openwatch.toml"; }

# A licence of the demo's own: its key exists in this directory alone, and no other server accepts it.
if ! openwatch license status 2>/dev/null | grep -q '^status: active'; then
    rm -rf "$dir/issuer" "$dir/issuer-keys"
    openwatch license keygen --out "$dir/issuer" >/dev/null
    install -D -m 644 "$dir/issuer/license-issuer.pem" "$dir/issuer-keys/demo.pem"
    openwatch license issue --key "$dir/issuer/license-issuer.key" --customer demo --tier openwatch_plus \
        --feature vendor_plugins --days 365 | openwatch license install - >/dev/null
fi

if [ ! -f "$dir/admin-created" ]; then
    openwatch create-admin --username admin --email admin@demo.example --password-file "$dir/admin-password" \
        --log-level warn
    touch "$dir/admin-created"
fi
since=$(date -u +%Y-%m-%dT%H:%M:%S)
setpriv --pdeathsig TERM "$build/openwatch" serve --config "$dir/openwatch.toml" >"$dir/openwatch.log" 2>&1 &
server=$!
for _ in $(seq 300); do
    grep -q '"openwatch ready"' "$dir/openwatch.log" && break
    kill -0 "$server" 2>/dev/null || { cat "$dir/openwatch.log" >&2; exit 1; }
    sleep 0.1
done

api="https://127.0.0.1:$port/api/v1"
call() { curl -sS --fail-with-body --cacert "$dir/state/tls/cert.pem" -H "Authorization: Bearer $token" \
    -H 'Content-Type: application/json' "$@"; }
token=""
token=$(jq -n --rawfile password "$dir/admin-password" \
    '{username: "admin", password: ($password | rtrimstr("\n"))}' | call "$api/auth/login" -d @- | jq -r .access_token)

# host NAME PORT TAG, then its credential as JSON on standard input with "scope_id" still open.
host() {
    local id credential
    credential=$(cat)
    id=$(call "$api/hosts" | jq -r --arg name "$1" '.hosts[] | select(.hostname == $name) | .id')
    [ -z "$id" ] || return 0
    id=$(jq -n --arg name "$1" --argjson port "$2" --arg tag "$3" \
        '{hostname: $name, ip_address: "127.0.0.1", port: $port, environment: "demo", tags: [$tag]}' |
        call "$api/hosts" -d @- | jq -r .id)
    echo "$credential" | jq --arg id "$id" '. + {scope: "host", scope_id: $id, name: "demo"}' |
        call "$api/credentials" -d @- >/dev/null
}
jq -n --rawfile key "$dir/operator-key" '{username: "operator", auth_method: "ssh_key", private_key: $key}' |
    host web-1 "$web_port" key-and-sudo
jq -n --rawfile password "$dir/operator-password" \
    '{username: "operator", auth_method: "password", password: ($password | rtrimstr("\n"))}' |
    host db-1 "$db_port" password
jq -n --rawfile key "$dir/operator-key" '{username: "operator", auth_method: "ssh_key", private_key: $key}' |
    host edge-1 "$edge_port" unreachable

cat <<EOF

OpenWatch is running.
  URL        $api  (certificate: $dir/state/tls/cert.pem)
  login      admin / $(cat "$dir/admin-password")
  licence    $(call "$api/license" | jq -r '"\(.tier), \(.status): \(.features | join(", "))"')
  log        $dir/openwatch.log
  fleet      web-1 (key, sudo)   db-1 (password, sudo with password)   edge-1 (nothing listens)

Events as they arrive; in 30 s the user "visitor" is added on web-1. Ctrl-C stops everything.

EOF

# --- events and the change --------------------------------------------------------------------------------------------

# Once web-1 has its first snapshot, a user appears on it.
(
    id=$(call "$api/hosts" | jq -r '.hosts[] | select(.hostname == "web-1") | .id')
    for _ in $(seq 120); do
        call "$api/intelligence/state/$id" >/dev/null 2>&1 && break
        sleep 0.5
    done
    sleep 25
    nsenter --target "$web_pid" --mount -- sh -c 'echo "visitor:x:4343:4343::/:/bin/sh" >>/etc/passwd'
    echo '--- added the user "visitor" on web-1 ---'
) &
children+=($!)

# Only what happens in this run: the log keeps everything of earlier ones.
names=$(call "$api/hosts" | jq -c '[.hosts[] | {(.id): .hostname}] | add')
show='
    select(.timestamp >= $since) | (.payload.HostID // "") as $id
    | [.timestamp[11:19], ($names[$id] // .payload.PluginID // "-"),
       (if .kind == "intelligence.event" then "\(.payload.Severity) \(.payload.Code) \(.payload.Detail | tojson)"
        elif .kind == "monitoring.band.changed" then "band \(.payload.PriorBand) -> \(.payload.NewBand)"
        elif .kind == "host.discovered" then "discovered \(.payload.OSFamily) \(.payload.OSVersion)"
        elif .kind == "plugin.state.changed" then "plugin \(.payload.NewState)"
        else .kind end)] | join("  ")'
topics=host.discovered,monitoring.band.changed,intelligence.event,plugin.state.changed
stream() {
    curl -sSN --cacert "$dir/state/tls/cert.pem" -H "Authorization: Bearer $token" -H 'Last-Event-ID: 0' \
        "$api/events?topics=$topics" | sed -un 's/^data: //p' | jq --unbuffered -r --arg since "$since" --argjson names "$names" "$show"
}
if [ "$until_change" = --until-change ]; then
    # For tests: succeeds once the change has come through as an event, fails after two minutes.
    stream >"$dir/seen.log" &
    children+=($!)
    for _ in $(seq 240); do
        grep -q 'web-1 .*account.user.created.*visitor' "$dir/seen.log" && break
        sleep 0.5
    done
    cat "$dir/seen.log"
    grep -q 'web-1 .*account.user.created.*visitor' "$dir/seen.log"
else
    stream
fi
