# The two commands: `make run` and `make test`. Everything they need is installed by `make deps`, which they call.

export PKG_CONFIG_PATH := $(CURDIR)/.vendor/libssh2/lib/pkgconfig:$(PKG_CONFIG_PATH)

# No debug information: builds are a fifth faster. Every target uses the same flags, so objects are shared.
SWIFT_FLAGS := -debug-info-format none
BUILD := .build/debug
PLUGINS := build/plugins

.PHONY: deps build run test lint format contract bench fuzz clean

deps:
	@scripts/deps.sh

build: deps
	swift build $(SWIFT_FLAGS)
	@scripts/stage-plugins.sh $(BUILD) $(PLUGINS)

run: build
	@scripts/demo.sh $(BUILD) $(PLUGINS)

test: deps
	@scripts/test.sh $(SWIFT_FLAGS)

lint:
	swift format lint --recursive --strict Package.swift Sources Plugins Tests Benchmarks
	scripts/generate-contract --check

format:
	swift format --recursive --in-place Package.swift Sources Plugins Tests Benchmarks

contract:
	scripts/generate-contract

bench: deps
	swift build -c release
	Benchmarks/run.sh

# make fuzz [SECONDS=60] [TARGET="json frames"]; see Tests/Fuzz/README.md
fuzz: deps
	SECONDS_EACH=$(or $(SECONDS),60) TARGET="$(TARGET)" Tests/Fuzz/run.sh

clean:
	rm -rf .build build
