#!/bin/sh
# One `ssh` process per session: ssh-processes.sh PORT USER KEY SESSIONS WIDTH DIRECTORY
#
# The caller measures time and CPU from outside. The key exchange is the one that libssh2 and asyncssh agree on with the
# server, because OpenSSH's own default costs ssh five times the CPU. No configuration, agent or shared connection.
set -u
port=$1 user=$2 key=$3 sessions=$4 width=$5
errors=0
seq "$sessions" | xargs -P "$width" -I '{}' \
    ssh -F /dev/null -p "$port" -i "$key" -o IdentitiesOnly=yes -o BatchMode=yes -o LogLevel=ERROR \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ControlPath=none -o ConnectTimeout=60 \
    -o KexAlgorithms=curve25519-sha256 "$user@127.0.0.1" true || errors=1
version=$(ssh -V 2>&1 | cut -d, -f1)
printf '{"peer":"ssh","version":"%s","sessions":%s,"errors":%s}\n' "$version" "$sessions" "$errors"
