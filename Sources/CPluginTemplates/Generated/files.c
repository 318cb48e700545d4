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
#embed "../../../Plugins/templates/c/README.md"
};
static const unsigned char file_14[] = {
#embed "../../../Plugins/templates/cpp/README.md"
};
static const unsigned char file_15[] = {
#embed "../../../Plugins/templates/go/README.md"
};
static const unsigned char file_16[] = {
#embed "../../../Plugins/templates/rust/README.md"
};
static const unsigned char file_17[] = {
#embed "../../../Plugins/templates/swift/README.md"
};
static const unsigned char file_18[] = {
#embed "../../../Plugins/templates/zig/README.md"
};
static const unsigned char file_19[] = {
#embed "../../../Sources/PluginABI/include/kit/ow_json.h"
};
static const unsigned char file_20[] = {
#embed "../../../Sources/PluginABI/include/kit/ow_kit.h"
};
static const unsigned char file_21[] = {
#embed "../../../Sources/PluginABI/include/kit/ow_kit.hpp"
};
static const unsigned char file_22[] = {
#embed "../../../Sources/PluginABI/include/module.modulemap"
};
static const unsigned char file_23[] = {
#embed "../../../Sources/PluginABI/include/ow_core.h"
};
static const unsigned char file_24[] = {
#embed "../../../Sources/PluginABI/include/ow_kv.h"
};
static const unsigned char file_25[] = {
#embed "../../../Sources/PluginABI/include/ow_plugin.h"
};
static const unsigned char file_26[] = {
#embed "../../../Sources/PluginABI/include/ow_ssh.h"
};
static const unsigned char file_27[] = {
#embed "../../../Sources/PluginABI/include/ow_types.h"
};
static const unsigned char file_28[] = {
#embed "../../../Sources/JSON/JSONError.swift"
};
static const unsigned char file_29[] = {
#embed "../../../Sources/JSON/JSONObject.swift"
};
static const unsigned char file_30[] = {
#embed "../../../Sources/JSON/JSONParser.swift"
};
static const unsigned char file_31[] = {
#embed "../../../Sources/JSON/JSONValue.swift"
};
static const unsigned char file_32[] = {
#embed "../../../Sources/JSON/JSONWriter.swift"
};
static const unsigned char file_33[] = {
#embed "../../../Sources/PluginKit/BorrowedBytes.swift"
};
static const unsigned char file_34[] = {
#embed "../../../Sources/PluginKit/CommandResult.swift"
};
static const unsigned char file_35[] = {
#embed "../../../Sources/PluginKit/ConnectionReport.swift"
};
static const unsigned char file_36[] = {
#embed "../../../Sources/PluginKit/EventBatch.swift"
};
static const unsigned char file_37[] = {
#embed "../../../Sources/PluginKit/FailureCode.swift"
};
static const unsigned char file_38[] = {
#embed "../../../Sources/PluginKit/HostServices+SSH.swift"
};
static const unsigned char file_39[] = {
#embed "../../../Sources/PluginKit/HostServices.swift"
};
static const unsigned char file_40[] = {
#embed "../../../Sources/PluginKit/KeyValueStore.swift"
};
static const unsigned char file_41[] = {
#embed "../../../Sources/PluginKit/LogLevel.swift"
};
static const unsigned char file_42[] = {
#embed "../../../Sources/PluginKit/PluginContext.swift"
};
static const unsigned char file_43[] = {
#embed "../../../Sources/PluginKit/PluginEntry.swift"
};
static const unsigned char file_44[] = {
#embed "../../../Sources/PluginKit/PluginIdentity.swift"
};
static const unsigned char file_45[] = {
#embed "../../../Sources/PluginKit/PluginTable.swift"
};
static const unsigned char file_46[] = {
#embed "../../../Sources/PluginKit/ProbeCall+SSH.swift"
};
static const unsigned char file_47[] = {
#embed "../../../Sources/PluginKit/ProbeCall.swift"
};
static const unsigned char file_48[] = {
#embed "../../../Sources/PluginKit/ProbeEvent.swift"
};
static const unsigned char file_49[] = {
#embed "../../../Sources/PluginKit/ProbeFailure.swift"
};
static const unsigned char file_50[] = {
#embed "../../../Sources/PluginKit/ProbePlugin.swift"
};
static const unsigned char file_51[] = {
#embed "../../../Sources/PluginKit/RemoteSession.swift"
};
static const unsigned char file_52[] = {
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
    {"c/README.md", file_13, sizeof file_13},
    {"cpp/README.md", file_14, sizeof file_14},
    {"go/README.md", file_15, sizeof file_15},
    {"rust/README.md", file_16, sizeof file_16},
    {"swift/README.md", file_17, sizeof file_17},
    {"zig/README.md", file_18, sizeof file_18},
    {"include/kit/ow_json.h", file_19, sizeof file_19},
    {"include/kit/ow_kit.h", file_20, sizeof file_20},
    {"include/kit/ow_kit.hpp", file_21, sizeof file_21},
    {"include/module.modulemap", file_22, sizeof file_22},
    {"include/ow_core.h", file_23, sizeof file_23},
    {"include/ow_kv.h", file_24, sizeof file_24},
    {"include/ow_plugin.h", file_25, sizeof file_25},
    {"include/ow_ssh.h", file_26, sizeof file_26},
    {"include/ow_types.h", file_27, sizeof file_27},
    {"kit/JSON/JSONError.swift", file_28, sizeof file_28},
    {"kit/JSON/JSONObject.swift", file_29, sizeof file_29},
    {"kit/JSON/JSONParser.swift", file_30, sizeof file_30},
    {"kit/JSON/JSONValue.swift", file_31, sizeof file_31},
    {"kit/JSON/JSONWriter.swift", file_32, sizeof file_32},
    {"kit/PluginKit/BorrowedBytes.swift", file_33, sizeof file_33},
    {"kit/PluginKit/CommandResult.swift", file_34, sizeof file_34},
    {"kit/PluginKit/ConnectionReport.swift", file_35, sizeof file_35},
    {"kit/PluginKit/EventBatch.swift", file_36, sizeof file_36},
    {"kit/PluginKit/FailureCode.swift", file_37, sizeof file_37},
    {"kit/PluginKit/HostServices+SSH.swift", file_38, sizeof file_38},
    {"kit/PluginKit/HostServices.swift", file_39, sizeof file_39},
    {"kit/PluginKit/KeyValueStore.swift", file_40, sizeof file_40},
    {"kit/PluginKit/LogLevel.swift", file_41, sizeof file_41},
    {"kit/PluginKit/PluginContext.swift", file_42, sizeof file_42},
    {"kit/PluginKit/PluginEntry.swift", file_43, sizeof file_43},
    {"kit/PluginKit/PluginIdentity.swift", file_44, sizeof file_44},
    {"kit/PluginKit/PluginTable.swift", file_45, sizeof file_45},
    {"kit/PluginKit/ProbeCall+SSH.swift", file_46, sizeof file_46},
    {"kit/PluginKit/ProbeCall.swift", file_47, sizeof file_47},
    {"kit/PluginKit/ProbeEvent.swift", file_48, sizeof file_48},
    {"kit/PluginKit/ProbeFailure.swift", file_49, sizeof file_49},
    {"kit/PluginKit/ProbePlugin.swift", file_50, sizeof file_50},
    {"kit/PluginKit/RemoteSession.swift", file_51, sizeof file_51},
    {"kit/PluginKit/SectionReport.swift", file_52, sizeof file_52},
    {0, 0, 0},
};

const ow_template_file *ow_template_files(size_t *count) {
  *count = sizeof files / sizeof files[0] - 1;
  return files;
}
