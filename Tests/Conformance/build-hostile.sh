#!/bin/sh
# Builds the hostile plugins: build-hostile.sh OUTDIR [CC]
#
# One C file each, and one manifest for all of them; packages as build-plugins.sh makes them.
set -eu

[ $# -ge 1 ] || { echo "usage: $0 OUTDIR [CC]" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
headers=$(cd "$here/../../Sources/PluginABI/include" && pwd)
out=$1
cc=${2:-${CC:-cc}}
flags="-std=gnu11 -O1 -Wall -Wextra -Werror -fPIC -shared -fvisibility=hidden -pthread -Wl,-z,now -Wl,-z,relro"

for source in "$here"/plugins/hostile/*.c; do
    name=$(basename "$source" .c)
    package=$out/$name
    mkdir -p "$package/lib/linux-x86_64" "$package/schema"
    sed "s/NAME/$name/g" "$here/plugins/hostile/plugin.toml" >"$package/plugin.toml"
    echo '{"type": "object"}' >"$package/schema/params.json"
    echo '{"type": "object"}' >"$package/schema/event.json"
    echo '{"type": "object", "properties": {"alive": {"const": true}}, "required": ["alive"]}' \
        >"$package/schema/result.json"
    # shellcheck disable=SC2086  # the flags are separate words
    "$cc" $flags -I "$headers" -I "$here/plugins" "$source" -o "$package/lib/linux-x86_64/plugin.so"
done
