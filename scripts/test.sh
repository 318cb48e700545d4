#!/bin/bash
# Builds and runs every test; closes with "N passed, N failed". Arguments go to swift build.
#   OPENWATCH_TEST_FILTER=REGEX runs some of them.
set -uo pipefail
cd "$(dirname "$0")/.."
results=build/test-results
mkdir -p "$results"
rm -f "$results"/*

swift build --build-tests "$@" || { echo "the build failed"; exit 1; }
scripts/stage-plugins.sh .build/debug build/plugins
Tests/Conformance/build-plugins.sh build/conformance || exit 1

# One process per target: many tests wait for other programs, and those of one target must not hold up the threads that
# another one measures time on. System tests come last and alone: they watch this very machine as a host, where a user
# that another test makes is a change.
failed=0
build_flags=("$@")
targets=$(cd Tests && ls -d -- *Tests | grep -v '^SystemTests$')
for target in $targets SystemTests; do
    [[ "$target" =~ ${OPENWATCH_TEST_FILTER:-.} ]] || continue
    echo "== $target"
    order=--parallel
    # Its tests run compilers and minisign and wait for them on the threads that the others' calls need.
    [ "$target" = PluginHostTests ] && order=--no-parallel
    # Compilers and case drivers by the dozen, and limits on time: as many at once as there are processors.
    unset SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH
    [ "$target" = PluginVerifyTests ] && export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(nproc)
    swift test "$order" --skip-build "${build_flags[@]}" --filter "^$target\\." --xunit-output "$results/$target.xml" \
        >"$results/$target.log" 2>&1
    code=$?
    grep -E '✘|error:|recorded an issue' "$results/$target.log" | grep -v 'started\.$' || true
    tail -n 1 "$results/$target.log"
    [ "$code" = 0 ] || { echo "$target: exit code $code, see $results/$target.log"; failed=1; }
done
scripts/generate-contract --check || { echo "the generated contract is not current: run make contract"; failed=1; }
swift format lint --recursive --strict Package.swift Sources Plugins Tests Benchmarks || failed=1

python3 - "$results" "$failed" <<'EOF'
import pathlib
import sys
import xml.etree.ElementTree as tree

passed = failures = 0
for path in pathlib.Path(sys.argv[1]).glob("*-swift-testing.xml"):
    for case in tree.parse(path).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failures += 1
            print(f"failed: {case.get('classname')} {case.get('name')}")
            for reason in case.findall("failure") + case.findall("error"):
                print("    " + (reason.get("message") or reason.text or "").strip()[:2000])
        else:
            passed += 1
# A crash or a finding outside the tests leaves no test case behind and fails the run all the same.
if sys.argv[2] != "0" and failures == 0:
    failures = 1
if passed == 0:
    print("no test ran")
    failures = max(failures, 1)
print(f"{passed} passed, {failures} failed")
sys.exit(1 if failures else 0)
EOF
