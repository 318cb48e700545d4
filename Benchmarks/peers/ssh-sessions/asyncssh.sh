#!/bin/sh
# asyncssh in one event loop: asyncssh.sh PORT USER KEY SESSIONS WIDTH DIRECTORY
#
# Installs asyncssh from PyPI into DIRECTORY the first time.
set -eu
port=$1 user=$2 key=$3 sessions=$4 width=$5 environment=$6/asyncssh-2.24.1
here=$(cd "$(dirname "$0")" && pwd)
if [ ! -x "$environment/bin/python" ] || [ ! -e "$environment/ready" ]; then
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check asyncssh==2.24.1 uvloop
    touch "$environment/ready"
fi
exec "$environment/bin/python" "$here/asyncssh_peer.py" "$port" "$user" "$key" "$sessions" "$width"
