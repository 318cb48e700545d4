#!/bin/sh
# Lays the built plugins out as the server loads them: DEST/<plugin>/{plugin.toml,schema/,lib/linux-<arch>/plugin.so}.
#   stage-plugins.sh BUILD_DIRECTORY DEST
# Only what changed is copied; files are world-readable and writable by their owner alone, as the loader demands.
set -eu
build=$1
dest=$2
root=$(cd "$(dirname "$0")/.." && pwd)
arch=$(uname -m)
umask 022
for plugin in ssh-connectivity sysinfo discovery; do
    source="$root/Plugins/$plugin"
    target="$dest/$plugin"
    library="$target/lib/linux-$arch/plugin.so"
    mkdir -p "$target/schema" "$(dirname "$library")"
    chmod 755 "$dest" "$target" "$target/schema" "$target/lib" "$(dirname "$library")"
    cmp -s "$source/plugin.toml" "$target/plugin.toml" || install -m 644 "$source/plugin.toml" "$target/plugin.toml"
    for schema in "$source"/schema/*.json; do
        cmp -s "$schema" "$target/schema/$(basename "$schema")" || install -m 644 "$schema" "$target/schema/"
    done
    cmp -s "$build/libplugin-$plugin.so" "$library" || install -m 755 "$build/libplugin-$plugin.so" "$library"
done
