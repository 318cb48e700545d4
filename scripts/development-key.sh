# Sourced by scripts that sign packages for this checkout:
#   development_key OPENWATCH
# Makes build/keys/development.key once, lets build/trust.d trust it for OpenWatch's own ids and for the tests', and sets
# $development_key. The key stays on this machine: build/ is never committed.
development_key() {
    development_key="$root/build/keys/development.key"
    mkdir -p "$root/build/keys" "$root/build/trust.d"
    chmod 700 "$root/build/keys"
    chmod 755 "$root/build/trust.d"
    if [ ! -e "$development_key" ]; then
        # Several builds may come here at once: the first key that is put in place stays.
        fresh=$(mktemp -d "$root/build/keys/new-XXXXXX")
        "$1" plugin keygen --out "$fresh" --name development >/dev/null
        ln "$fresh/development.key" "$development_key" 2>/dev/null || [ -e "$development_key" ]
        rm -rf "$fresh"
    fi
    if [ ! -e "$root/build/trust.d/development.toml" ] ||
        [ "$development_key" -nt "$root/build/trust.d/development.toml" ]; then
        entry=$(mktemp "$root/build/trust.d/.new-XXXXXX")
        "$1" plugin ring-entry --key "$development_key" --name "This checkout's development key" --tier dev \
            --id-prefix org.openwatch. --id-prefix org.example. >"$entry"
        chmod 644 "$entry"
        mv "$entry" "$root/build/trust.d/development.toml"
    fi
}
