#!/bin/sh
# Builds the conformance plugins: build-plugins.sh OUTDIR [CC]
#
# Each one becomes an unpacked package OUTDIR/<name>/{plugin.toml,lib/linux-x86_64/plugin.so,schema/}. Only what is older
# than its sources is built again. A file is put in place by a rename, so several callers may build at the same time.
set -eu

[ $# -ge 1 ] || { echo "usage: $0 OUTDIR [CC]" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
headers=$(cd "$here/../../Sources/PluginABI/include" && pwd)
out=$1
cc=${2:-${CC:-cc}}
flags="-std=c11 -O1 -Wall -Wextra -Werror -fPIC -shared -fvisibility=hidden -pthread -Wl,-z,now -Wl,-z,relro"

put() { # FILE INTO
    if [ ! -e "$2" ] || [ "$1" -nt "$2" ]; then
        cp "$1" "$2.$$" && mv -f "$2.$$" "$2"
    fi
}

stale() { # TARGET SOURCE...: true if TARGET is missing or older than a SOURCE
    target=$1
    shift
    [ -e "$target" ] || return 0
    for source in "$@"; do
        [ "$source" -nt "$target" ] && return 0
    done
    return 1
}

for folder in "$here"/plugins/*; do
    [ -e "$folder/plugin.toml" ] && [ -e "$folder/plugin.c" ] || continue
    name=$(basename "$folder")
    package=$out/$name
    library=$package/lib/linux-x86_64
    mkdir -p "$library" "$package/schema"
    put "$folder/plugin.toml" "$package/plugin.toml"
    for schema in "$folder"/schema/*.json; do
        put "$schema" "$package/schema/$(basename "$schema")"
    done
    if stale "$library/plugin.so" "$folder/plugin.c" "$here/plugins/conformance.h" "$headers"/*.h; then
        # shellcheck disable=SC2086  # the flags are separate words
        "$cc" $flags -I "$headers" -I "$here/plugins" "$folder/plugin.c" -o "$library/plugin.so.$$"
        mv -f "$library/plugin.so.$$" "$library/plugin.so"
    fi
done
