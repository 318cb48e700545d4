#!/bin/sh
# Lays the built plugins out as the server loads them: DEST/<plugin>/{plugin.toml,schema/,lib/linux-<arch>/plugin.so}.
#   stage-plugins.sh BUILD_DIRECTORY DEST
# Each package is signed with this checkout's development key; servers that are to load them need
# OPENWATCH_PLUGINS_TRUST_DIR=build/trust.d. Only what changed is staged again; files are world-readable and writable by
# their owner alone, as the loader demands.
set -eu
build=$1
dest=$2
root=$(cd "$(dirname "$0")/.." && pwd)
arch=$(uname -m)
umask 022
. "$root/scripts/development-key.sh"
development_key "$build/openwatch"

mkdir -p "$dest"
chmod 755 "$dest"
work=$(mktemp -d "$dest/.stage-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
for plugin in ssh-connectivity sysinfo discovery; do
    source="$root/Plugins/$plugin"
    target="$dest/$plugin"
    library="$build/libplugin-$plugin.so"
    # A changed or removed schema changes its directory or itself.
    if [ -e "$target/plugin.toml.minisig" ] && [ -z "$(find "$source/plugin.toml" "$source/schema" "$library" \
        "$development_key" -newer "$target/plugin.toml.minisig")" ]; then
        continue
    fi
    package="$work/$plugin"
    mkdir -p "$package/schema" "$package/lib/linux-$arch"
    chmod 755 "$package" "$package/schema" "$package/lib" "$package/lib/linux-$arch"
    install -m 644 "$source/plugin.toml" "$package/plugin.toml"
    install -m 644 "$source"/schema/*.json "$package/schema/"
    install -m 755 "$library" "$package/lib/linux-$arch/plugin.so"
    "$build/openwatch" plugin sign "$package" --key "$development_key" --update-hashes >/dev/null
    rm -rf "$target"
    mv "$package" "$target"
done
