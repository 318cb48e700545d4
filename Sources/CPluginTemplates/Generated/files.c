/* Written by scripts/embed-templates. */
#include "ow_templates.h"

static const unsigned char file_1[] = {
#embed "../../../Plugins/templates/c/Makefile"
};
static const unsigned char file_2[] = {
#embed "../../../Plugins/templates/c/plugin.c"
};
static const unsigned char file_3[] = {
#embed "../../../Plugins/templates/common/.gitignore"
};
static const unsigned char file_4[] = {
#embed "../../../Plugins/templates/common/exports.map"
};
static const unsigned char file_5[] = {
#embed "../../../Plugins/templates/common/plugin.toml"
};
static const unsigned char file_6[] = {
#embed "../../../Plugins/templates/common/recordings/full.jsonl"
};
static const unsigned char file_7[] = {
#embed "../../../Plugins/templates/common/recordings/partial.jsonl"
};
static const unsigned char file_8[] = {
#embed "../../../Plugins/templates/common/schema/params.json"
};
static const unsigned char file_9[] = {
#embed "../../../Plugins/templates/common/schema/result.json"
};
static const unsigned char file_10[] = {
#embed "../../../Plugins/templates/common/schema/weakened.json"
};
static const unsigned char file_11[] = {
#embed "../../../Plugins/templates/cpp/Makefile"
};
static const unsigned char file_12[] = {
#embed "../../../Plugins/templates/cpp/plugin.cpp"
};
static const unsigned char file_13[] = {
#embed "../../../Plugins/templates/go/Makefile"
};
static const unsigned char file_14[] = {
#embed "../../../Plugins/templates/go/entry.go"
};
static const unsigned char file_15[] = {
#embed "../../../Plugins/templates/go/go.mod"
};
static const unsigned char file_16[] = {
#embed "../../../Plugins/templates/go/ow.go"
};
static const unsigned char file_17[] = {
#embed "../../../Plugins/templates/go/probe.go"
};
static const unsigned char file_18[] = {
#embed "../../../Plugins/templates/go/shim.c"
};
static const unsigned char file_19[] = {
#embed "../../../Plugins/templates/go/shim.h"
};
static const unsigned char file_20[] = {
#embed "../../../Plugins/templates/rust/Cargo.lock"
};
static const unsigned char file_21[] = {
#embed "../../../Plugins/templates/rust/Cargo.toml"
};
static const unsigned char file_22[] = {
#embed "../../../Plugins/templates/rust/src/lib.rs"
};
static const unsigned char file_23[] = {
#embed "../../../Plugins/templates/rust/src/ow_abi.rs"
};
static const unsigned char file_24[] = {
#embed "../../../Plugins/templates/rust/src/ow_plugin.rs"
};
static const unsigned char file_25[] = {
#embed "../../../Plugins/templates/swift/Package.swift"
};
static const unsigned char file_26[] = {
#embed "../../../Plugins/templates/swift/Sources/Note/include/note.h"
};
static const unsigned char file_27[] = {
#embed "../../../Plugins/templates/swift/Sources/Note/note.c"
};
static const unsigned char file_28[] = {
#embed "../../../Plugins/templates/swift/Sources/Probe/AddressRandomisation.swift"
};
static const unsigned char file_29[] = {
#embed "../../../Plugins/templates/zig/build.zig"
};
static const unsigned char file_30[] = {
#embed "../../../Plugins/templates/zig/src/note.c"
};
static const unsigned char file_31[] = {
#embed "../../../Plugins/templates/zig/src/ow.zig"
};
static const unsigned char file_32[] = {
#embed "../../../Plugins/templates/zig/src/plugin.zig"
};
static const unsigned char file_33[] = {
#embed "../../../Plugins/templates/c/README.md"
};
static const unsigned char file_34[] = {
#embed "../../../Plugins/templates/cpp/README.md"
};
static const unsigned char file_35[] = {
#embed "../../../Plugins/templates/go/README.md"
};
static const unsigned char file_36[] = {
#embed "../../../Plugins/templates/rust/README.md"
};
static const unsigned char file_37[] = {
#embed "../../../Plugins/templates/swift/README.md"
};
static const unsigned char file_38[] = {
#embed "../../../Plugins/templates/zig/README.md"
};
static const unsigned char file_39[] = {
#embed "../../../Sources/PluginABI/include/kit/ow_json.h"
};
static const unsigned char file_40[] = {
#embed "../../../Sources/PluginABI/include/kit/ow_kit.h"
};
static const unsigned char file_41[] = {
#embed "../../../Sources/PluginABI/include/kit/ow_kit.hpp"
};
static const unsigned char file_42[] = {
#embed "../../../Sources/PluginABI/include/module.modulemap"
};
static const unsigned char file_43[] = {
#embed "../../../Sources/PluginABI/include/ow_core.h"
};
static const unsigned char file_44[] = {
#embed "../../../Sources/PluginABI/include/ow_kv.h"
};
static const unsigned char file_45[] = {
#embed "../../../Sources/PluginABI/include/ow_plugin.h"
};
static const unsigned char file_46[] = {
#embed "../../../Sources/PluginABI/include/ow_secret.h"
};
static const unsigned char file_47[] = {
#embed "../../../Sources/PluginABI/include/ow_ssh.h"
};
static const unsigned char file_48[] = {
#embed "../../../Sources/PluginABI/include/ow_types.h"
};
static const unsigned char file_49[] = {
#embed "../../../Sources/JSON/JSONError.swift"
};
static const unsigned char file_50[] = {
#embed "../../../Sources/JSON/JSONObject.swift"
};
static const unsigned char file_51[] = {
#embed "../../../Sources/JSON/JSONParser.swift"
};
static const unsigned char file_52[] = {
#embed "../../../Sources/JSON/JSONValue.swift"
};
static const unsigned char file_53[] = {
#embed "../../../Sources/JSON/JSONWriter.swift"
};
static const unsigned char file_54[] = {
#embed "../../../Sources/PluginKit/BorrowedBytes.swift"
};
static const unsigned char file_55[] = {
#embed "../../../Sources/PluginKit/CommandResult.swift"
};
static const unsigned char file_56[] = {
#embed "../../../Sources/PluginKit/ConnectionReport.swift"
};
static const unsigned char file_57[] = {
#embed "../../../Sources/PluginKit/EventBatch.swift"
};
static const unsigned char file_58[] = {
#embed "../../../Sources/PluginKit/FailureCode.swift"
};
static const unsigned char file_59[] = {
#embed "../../../Sources/PluginKit/HostServices+SSH.swift"
};
static const unsigned char file_60[] = {
#embed "../../../Sources/PluginKit/HostServices.swift"
};
static const unsigned char file_61[] = {
#embed "../../../Sources/PluginKit/KeyValueStore.swift"
};
static const unsigned char file_62[] = {
#embed "../../../Sources/PluginKit/LogLevel.swift"
};
static const unsigned char file_63[] = {
#embed "../../../Sources/PluginKit/PluginContext.swift"
};
static const unsigned char file_64[] = {
#embed "../../../Sources/PluginKit/PluginEntry.swift"
};
static const unsigned char file_65[] = {
#embed "../../../Sources/PluginKit/PluginIdentity.swift"
};
static const unsigned char file_66[] = {
#embed "../../../Sources/PluginKit/PluginTable.swift"
};
static const unsigned char file_67[] = {
#embed "../../../Sources/PluginKit/ProbeCall+SSH.swift"
};
static const unsigned char file_68[] = {
#embed "../../../Sources/PluginKit/ProbeCall+Secret.swift"
};
static const unsigned char file_69[] = {
#embed "../../../Sources/PluginKit/ProbeCall.swift"
};
static const unsigned char file_70[] = {
#embed "../../../Sources/PluginKit/ProbeEvent.swift"
};
static const unsigned char file_71[] = {
#embed "../../../Sources/PluginKit/ProbeFailure.swift"
};
static const unsigned char file_72[] = {
#embed "../../../Sources/PluginKit/ProbePlugin.swift"
};
static const unsigned char file_73[] = {
#embed "../../../Sources/PluginKit/RemoteSession.swift"
};
static const unsigned char file_74[] = {
#embed "../../../Sources/PluginKit/SectionReport.swift"
};

static const ow_template_file files[] = {
    {"c/Makefile", file_1, sizeof file_1},
    {"c/plugin.c", file_2, sizeof file_2},
    {"common/.gitignore", file_3, sizeof file_3},
    {"common/exports.map", file_4, sizeof file_4},
    {"common/plugin.toml", file_5, sizeof file_5},
    {"common/recordings/full.jsonl", file_6, sizeof file_6},
    {"common/recordings/partial.jsonl", file_7, sizeof file_7},
    {"common/schema/params.json", file_8, sizeof file_8},
    {"common/schema/result.json", file_9, sizeof file_9},
    {"common/schema/weakened.json", file_10, sizeof file_10},
    {"cpp/Makefile", file_11, sizeof file_11},
    {"cpp/plugin.cpp", file_12, sizeof file_12},
    {"go/Makefile", file_13, sizeof file_13},
    {"go/entry.go", file_14, sizeof file_14},
    {"go/go.mod", file_15, sizeof file_15},
    {"go/ow.go", file_16, sizeof file_16},
    {"go/probe.go", file_17, sizeof file_17},
    {"go/shim.c", file_18, sizeof file_18},
    {"go/shim.h", file_19, sizeof file_19},
    {"rust/Cargo.lock", file_20, sizeof file_20},
    {"rust/Cargo.toml", file_21, sizeof file_21},
    {"rust/src/lib.rs", file_22, sizeof file_22},
    {"rust/src/ow_abi.rs", file_23, sizeof file_23},
    {"rust/src/ow_plugin.rs", file_24, sizeof file_24},
    {"swift/Package.swift", file_25, sizeof file_25},
    {"swift/Sources/Note/include/note.h", file_26, sizeof file_26},
    {"swift/Sources/Note/note.c", file_27, sizeof file_27},
    {"swift/Sources/Probe/AddressRandomisation.swift", file_28, sizeof file_28},
    {"zig/build.zig", file_29, sizeof file_29},
    {"zig/src/note.c", file_30, sizeof file_30},
    {"zig/src/ow.zig", file_31, sizeof file_31},
    {"zig/src/plugin.zig", file_32, sizeof file_32},
    {"c/README.md", file_33, sizeof file_33},
    {"cpp/README.md", file_34, sizeof file_34},
    {"go/README.md", file_35, sizeof file_35},
    {"rust/README.md", file_36, sizeof file_36},
    {"swift/README.md", file_37, sizeof file_37},
    {"zig/README.md", file_38, sizeof file_38},
    {"include/kit/ow_json.h", file_39, sizeof file_39},
    {"include/kit/ow_kit.h", file_40, sizeof file_40},
    {"include/kit/ow_kit.hpp", file_41, sizeof file_41},
    {"include/module.modulemap", file_42, sizeof file_42},
    {"include/ow_core.h", file_43, sizeof file_43},
    {"include/ow_kv.h", file_44, sizeof file_44},
    {"include/ow_plugin.h", file_45, sizeof file_45},
    {"include/ow_secret.h", file_46, sizeof file_46},
    {"include/ow_ssh.h", file_47, sizeof file_47},
    {"include/ow_types.h", file_48, sizeof file_48},
    {"kit/JSON/JSONError.swift", file_49, sizeof file_49},
    {"kit/JSON/JSONObject.swift", file_50, sizeof file_50},
    {"kit/JSON/JSONParser.swift", file_51, sizeof file_51},
    {"kit/JSON/JSONValue.swift", file_52, sizeof file_52},
    {"kit/JSON/JSONWriter.swift", file_53, sizeof file_53},
    {"kit/PluginKit/BorrowedBytes.swift", file_54, sizeof file_54},
    {"kit/PluginKit/CommandResult.swift", file_55, sizeof file_55},
    {"kit/PluginKit/ConnectionReport.swift", file_56, sizeof file_56},
    {"kit/PluginKit/EventBatch.swift", file_57, sizeof file_57},
    {"kit/PluginKit/FailureCode.swift", file_58, sizeof file_58},
    {"kit/PluginKit/HostServices+SSH.swift", file_59, sizeof file_59},
    {"kit/PluginKit/HostServices.swift", file_60, sizeof file_60},
    {"kit/PluginKit/KeyValueStore.swift", file_61, sizeof file_61},
    {"kit/PluginKit/LogLevel.swift", file_62, sizeof file_62},
    {"kit/PluginKit/PluginContext.swift", file_63, sizeof file_63},
    {"kit/PluginKit/PluginEntry.swift", file_64, sizeof file_64},
    {"kit/PluginKit/PluginIdentity.swift", file_65, sizeof file_65},
    {"kit/PluginKit/PluginTable.swift", file_66, sizeof file_66},
    {"kit/PluginKit/ProbeCall+SSH.swift", file_67, sizeof file_67},
    {"kit/PluginKit/ProbeCall+Secret.swift", file_68, sizeof file_68},
    {"kit/PluginKit/ProbeCall.swift", file_69, sizeof file_69},
    {"kit/PluginKit/ProbeEvent.swift", file_70, sizeof file_70},
    {"kit/PluginKit/ProbeFailure.swift", file_71, sizeof file_71},
    {"kit/PluginKit/ProbePlugin.swift", file_72, sizeof file_72},
    {"kit/PluginKit/RemoteSession.swift", file_73, sizeof file_73},
    {"kit/PluginKit/SectionReport.swift", file_74, sizeof file_74},
    {0, 0, 0},
};

const ow_template_file *ow_template_files(size_t *count) {
  *count = sizeof files / sizeof files[0] - 1;
  return files;
}
