#!/bin/bash
# Builds the fuzzers and runs them: SECONDS_EACH=60 each, all targets or those of TARGET="json frames".
# What they find is put into build/fuzz/findings; new inputs that reach new code are kept in build/fuzz/corpus/TARGET.
#   MERGE=1 collects the smallest set of inputs that reaches everything in build/fuzz/merged/TARGET instead of searching.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${SECONDS_EACH:-60}
scratch=.build/fuzz
work=build/fuzz
all="json frames result events manifest elf schema pattern collection private-key banner key-exchange sql-text cookies runner
signature public-key secret-key trust-ring archive version license report recording"
mkdir -p "$work/findings"

swift build --package-path Tests/Fuzz --scratch-path "$scratch" -c release
# libFuzzer brings main(), which SwiftPM's executables do not let in: the last step is done here.
swiftc -sanitize=fuzzer -parse-as-library -o "$work/fuzz" "$scratch/release/libFuzzMain.a" \
    -lcrypto -lstdc++

# The runtime would print a trace instead of letting libFuzzer keep the input.
export SWIFT_BACKTRACE=enable=no
failed=0
for target in ${TARGET:-$all}; do
    [ -d "Tests/Fuzz/corpus/$target" ] || { echo "no target $target; there are: $all"; exit 64; }
    mkdir -p "$work/corpus/$target"
    export OPENWATCH_FUZZ_TARGET=$target
    if [ "${MERGE:-}" = 1 ]; then
        mkdir -p "$work/merged/$target"
        "$work/fuzz" -merge=1 -max_len=2048 "$work/merged/$target" "Tests/Fuzz/corpus/$target" "$work/corpus/$target" \
            >"$work/$target.log" 2>&1 || { tail -5 "$work/$target.log"; failed=1; }
        continue
    fi
    dictionary=()
    [ -f "Tests/Fuzz/dictionaries/$target.dict" ] && dictionary=(-dict="Tests/Fuzz/dictionaries/$target.dict")
    if "$work/fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 \
        "${dictionary[@]}" -artifact_prefix="$work/findings/$target-" "$work/corpus/$target" "Tests/Fuzz/corpus/$target" \
        >"$work/$target.log" 2>&1; then
        echo "$target: $(grep -o 'number_of_executed_units: *[0-9]*' "$work/$target.log" | grep -o '[0-9]*$') runs, nothing found"
    else
        echo "$target: FOUND, see $work/$target.log and $work/findings"
        failed=1
    fi
done
exit $failed
