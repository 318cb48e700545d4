import Foundation
import JSON

@testable import PluginHost

/// Versions of one small plugin that tests put beside each other.
enum VersionedPlugin {
    static let id = "com.example.versioned"

    /// Adds a version; its result says which one it is and which configuration it was given.
    ///
    /// - Parameter body: C that `run` does first, for example `abort();`.
    static func add(
        _ version: String, to directory: String, body: String = "", create: String = "", idempotent: Bool = true,
        manifest edit: (String) -> String = { $0 }
    ) throws {
        let source = """
            #include "conformance.h"
            #include <stdio.h>
            #include <stdlib.h>
            #include <unistd.h>
            static char config[256];
            static ow_rc create(const ow_host *host, ow_bytes given, int32_t format, void **inst) {
              snprintf(config, sizeof config, "%.*s", (int)given.n, (const char *)given.p);
              \(create)
              return plain_create(host, given, format, inst);
            }
            static ow_rc run(void *inst, ow_call c, const ow_request *request) {
              (void)request;
              \(body)
              char out[512];
              snprintf(out, sizeof out, "{\\"version\\":\\"\(version)\\",\\"config\\":%s}", config);
              return give(inst, c, out);
            }
            __attribute__((section(OW_NOTE_SECTION), used, aligned(4))) static const ow_note note = {
                4, sizeof(ow_note) - 16, OW_NOTE_TYPE, "OWP", 1, OW_ABI_MINOR, 0, OW_LANG_C, "\(id)", "\(version)"};
            static const ow_plugin plugin = {
                .struct_size = sizeof(ow_plugin), .id = {"\(id)", \(id.utf8.count)},
                .version = {"\(version)", \(version.utf8.count)},
                .create = create, .destroy = plain_destroy, .run = run};
            OW_API const ow_plugin *ow_plugin_v1(void);
            const ow_plugin *ow_plugin_v1(void) { return &plugin; }
            """
        let text = ManifestSample.text(id: id, idempotent: idempotent).replacing("1.4.2", with: version)
        try PluginFixture.compile("v\(version)", source: source, into: directory, manifest: edit(text))
    }

    /// Settings that ask for a version.
    static func wanting(_ version: String?, configuration: [String: String] = [:]) -> PluginSettings {
        var settings = PluginSettings(requiresApproval: false)
        var value = JSONObject()
        for (key, text) in configuration { value[key] = .string(text) }
        settings.plugins[id] = .init(version: version, configuration: configuration.isEmpty ? nil : .object(value))
        return settings
    }
}
