#!/bin/sh
# Runs the benchmarks: run.sh [WORKLOAD] [options of openwatch-bench]
# WORKLOAD: plugin-call, ssh-sessions, sysinfo, event-append, kill-storm, scan, sign-in, or all (the default)
#
# Builds nothing of the product. The executable is $OPENWATCH_BENCH or .build/release/openwatch-bench; the runner and the
# plugins lie beside it. Standard output is one JSON line per leg, standard error a table per workload. Needs root for
# the sshd workloads (they make a user) and the network once (asyncssh from PyPI).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
here=$root/Benchmarks
workload=all
case ${1:-} in
    '' | -*) ;;
    *) workload=$1; shift ;;
esac
bench=${OPENWATCH_BENCH:-$root/.build/release/openwatch-bench}
[ -x "$bench" ] || { echo "$bench is missing: swift build -c release" >&2; exit 69; }
build=$(cd "$(dirname "$bench")" && pwd)

# On the disk whose speed counts, and short, because a socket's path is part of it.
state=${OPENWATCH_BENCH_STATE:-/var/tmp/openwatch-bench}
umask 022
mkdir -p "$state"
packages=$(mktemp -d /tmp/openwatch-bench-XXXXXX)
trap 'rm -rf "$packages"' EXIT
trap 'exit 130' INT TERM
chmod 755 "$packages"

run() { # WORKLOAD OPTIONS...
    "$bench" "$@" --peers "$here/peers" --runner "$build/openwatch-probe-runner" --state "$state" \
        --conformance "$packages/conformance" --plugins "$packages/plugins"
}

plugin_call() {
    sh "$root/Tests/Conformance/build-plugins.sh" "$packages/conformance"
    run plugin-call "$@"
    # Once more on one CPU: waking another, idle one can cost more than the call.
    if command -v taskset >/dev/null; then
        bench_on_all=$bench
        bench=$packages/pinned
        printf '#!/bin/sh\nexec taskset -c 0 "%s" "$@"\n' "$bench_on_all" >"$bench"
        chmod +x "$bench"
        run plugin-call "$@"
        bench=$bench_on_all
    fi
}

# Not among `all`: it is a check, and takes minutes.
kill_storm() {
    sh "$root/Tests/Conformance/build-plugins.sh" "$packages/conformance"
    run kill-storm "$@"
}

scan() {
    sh "$root/Tests/Conformance/build-plugins.sh" "$packages/conformance"
    run scan "$@"
}

sysinfo() {
    sh "$root/scripts/stage-plugins.sh" "$build" "$packages/plugins"
    run sysinfo "$@"
}

case $workload in
    plugin-call) plugin_call "$@" ;;
    sysinfo) sysinfo "$@" ;;
    kill-storm) kill_storm "$@" ;;
    scan) scan "$@" ;;
    ssh-sessions | event-append | sign-in) run "$workload" "$@" ;;
    all)
        plugin_call "$@"
        run ssh-sessions "$@"
        sysinfo "$@"
        run event-append "$@"
        run sign-in "$@"
        scan "$@"
        ;;
    *) echo "no workload is called $workload" >&2; exit 64 ;;
esac
