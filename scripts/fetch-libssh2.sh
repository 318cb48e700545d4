#!/bin/sh
# Puts Debian 13's libssh2 (1.11.1) as a private static library into .vendor/libssh2. Nothing is installed system-wide.
#
# Debian 12 ships 1.10, which speaks neither AEAD ciphers nor encrypt-then-MAC and accepts no rsa-sha2 host keys, so it
# cannot reach hardened servers. The archive's signature is checked by apt against Debian's own keyring, and its address
# is taken from this machine's apt configuration, so that a mirror keeps working.
#
# Use: PKG_CONFIG_PATH=$PWD/.vendor/libssh2/lib/pkgconfig swift build
set -eu

suite=trixie
version=1.11.1
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
root=$(cd "$(dirname "$0")/.." && pwd)
target=$root/.vendor/libssh2

fail() {
    printf 'fetch-libssh2: %s\n' "$1" >&2
    exit 1
}

[ "$(cat "$target/.complete" 2>/dev/null)" = "$version $root 2" ] && exit 0

for tool in apt-get dpkg dpkg-deb; do
    command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing: this script needs a Debian system"
done
[ -r "$keyring" ] || fail "$keyring is missing: install debian-archive-keyring"

. /etc/os-release
site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: ${VERSION_CODENAME:-bookworm}" | head -n 1)
[ -n "$site" ] || fail "apt knows no Debian archive (run apt-get update, or check /etc/apt)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$site" "$suite" >"$work/sources.list"

apt() {
    apt-get -qq -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o "Dir::State=$work/state" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User="$(id -un)" \
        -o Acquire::Retries=3 "$@"
}

apt update >"$work/log" 2>&1 || fail "cannot read $suite from $site: $(tail -n 1 "$work/log")"
(cd "$work" && apt download libssh2-1-dev) >"$work/log" 2>&1 \
    || fail "cannot download libssh2-1-dev from $suite: $(tail -n 1 "$work/log")"
dpkg-deb -x "$work"/libssh2-1-dev_*.deb "$work/x" || fail "the package cannot be unpacked"
found=$(sed -n 's/^#define LIBSSH2_VERSION  *"\(.*\)"$/\1/p' "$work/x/usr/include/libssh2.h")
case $found in
    "$version"*) ;;
    *) fail "$suite has libssh2 ${found:-of an unknown version}, expected $version" ;;
esac

rm -rf "$target"
mkdir -p "$target/lib/pkgconfig" "$target/include"
# Under a name of its own: other libraries' flags name the system directory first, where libssh2.so would be found.
cp "$work"/x/usr/lib/*/libssh2.a "$target/lib/libopenwatch-ssh2.a"
cp "$work"/x/usr/include/libssh2*.h "$target/include/"
cat >"$target/lib/pkgconfig/libssh2.pc" <<PC
prefix=$target
Name: libssh2
Description: SSH2 client library, private static build
Version: $version
Libs: -L\${prefix}/lib -lopenwatch-ssh2 -lcrypto -lz
Cflags: -I\${prefix}/include
PC
printf '%s %s 2\n' "$version" "$root" >"$target/.complete"
printf 'libssh2 %s is in %s\n' "$version" "$target"
