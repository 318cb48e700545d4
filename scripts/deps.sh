#!/bin/sh
# Installs what building, testing and running OpenWatch needs on Debian 12. A second run finds everything and does nothing.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

# build: compilers and libraries. run: PostgreSQL, and an sshd for the demo. test: what the tests drive or compare with,
# and the compilers of the plugin templates.
packages="
    build-essential pkg-config zlib1g-dev
    libssh2-1-dev libpq-dev libssl-dev libffi-dev libseccomp-dev libargon2-dev
    postgresql openssh-server openssh-client sudo
    curl jq minisign abigail-tools busybox-static python3-yaml iproute2 procps util-linux
    rustc cargo golang-go python3-venv
"

missing=""
for package in $packages; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done

if [ -n "$missing" ]; then
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { echo "deps: run 'make deps' as root, or install sudo" >&2; exit 1; }
        as_root="sudo"
    fi
    # OpenWatch starts a cluster of its own; Debian's default one would only take memory.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        $as_root mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    echo "deps: installing$missing"
    $as_root apt-get -qq -o DPkg::Lock::Timeout=400 update
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=400 \
        -o Dpkg::Options::=--force-confold --no-install-recommends install $missing >/dev/null
fi

"$root/scripts/fetch-libssh2.sh"

# Zig is no Debian package. It comes from PyPI into a folder of its own; only the plugin templates' tests use it.
zig="$root/.vendor/zig"
if [ "$("$zig/bin/python-zig" version 2>/dev/null)" != 0.15.2 ]; then
    echo "deps: fetching Zig 0.15.2"
    rm -rf "$zig"
    python3 -m venv "$zig"
    "$zig/bin/pip" install --quiet --disable-pip-version-check ziglang==0.15.2
fi

command -v swift >/dev/null || { echo "deps: Swift 6.3 is not on PATH; install the toolchain first" >&2; exit 1; }
