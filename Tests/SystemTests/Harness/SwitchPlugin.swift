import Foundation

/// A small plugin that can fill the role `discovery`: its result's `os_version` is its version and its configured label.
///
/// Configuration: `label` is a number, `sleep_ms` makes calls last, and the label 13 is refused.
struct SwitchPlugin {
    var name = "switch"
    var version = "0.1.0"
    /// C that `run` does first.
    var body = ""
    /// Commands that it asks for besides that of the template.
    var commands: [String] = []

    var id: String { "com.example.\(name)" }
    /// Name of its probe, from the template.
    static let probe = "aslr"

    /// Writes the sources: those of the template, with another probe and manifest.
    func write(to folder: String) async throws {
        try await Vendor.succeeding(["plugin", "new", name, "--lang", "c", "--dir", folder])
        try source.write(toFile: folder + "/plugin.c", atomically: true, encoding: .utf8)
        let file = folder + "/plugin.toml"
        var manifest = try String(contentsOfFile: file, encoding: .utf8)
            .replacing("version = \"0.1.0\"", with: "version = \"\(version)\"")
            .replacing("[[probe]]\n", with: "[[probe]]\nrole = \"discovery\"\n")
            .replacing("max_concurrent = 4", with: "max_concurrent = 1")
        manifest += "\n[config]\nschema = \"schema/config.json\"\n"
        for command in commands {
            manifest += "\n[[permissions.ssh_command]]\nid = \"\(command)\"\nargv = [\"\(command)\"]\n"
        }
        try manifest.write(toFile: file, atomically: true, encoding: .utf8)
        let schemas = [
            "config": #"{"type":"object","additionalProperties":false,"properties":{"#
                + #""label":{"type":"integer"},"sleep_ms":{"type":"integer","minimum":0}}}"#,
            "result": #"{"type":"object","required":["os_version"],"properties":{"os_version":{"type":"string"}}}"#,
        ]
        for (name, text) in schemas {
            try text.write(toFile: "\(folder)/schema/\(name).json", atomically: true, encoding: .utf8)
        }
    }

    private var source: String {
        """
        #define _POSIX_C_SOURCE 200809L
        #include <stdio.h>
        #include <stdlib.h>
        #include <time.h>

        #include "kit/ow_kit.h"

        typedef struct {
          ow_kit kit;
          int64_t label;
          int64_t sleep_ms;
        } instance;

        static ow_rc create(const ow_host *host, ow_bytes configuration, int32_t format, void **inst) {
          (void)format;
          instance *made = malloc(sizeof *made);
          if (!made) return OW_E_NOMEM;
          made->label = ow_json_int_or(configuration, "label", 0);
          made->sleep_ms = ow_json_int_or(configuration, "sleep_ms", 0);
          const ow_rc rc = made->label == 13 ? OW_E_CONFIG : ow_kit_init(&made->kit, host, OW_NEED_SSH);
          if (rc != OW_OK) {
            free(made);
            return rc;
          }
          *inst = made;
          return OW_OK;
        }

        static void destroy(void *inst) { free(inst); }

        static ow_rc run(void *inst, ow_call c, const ow_request *request) {
          const instance *plugin = inst;
          (void)request;
          \(body)
          const struct timespec pause = {plugin->sleep_ms / 1000, plugin->sleep_ms % 1000 * 1000000};
          nanosleep(&pause, NULL);
          char text[64];
          snprintf(text, sizeof text, "\(version)+%lld", (long long)plugin->label);
          char buffer[128];
          ow_json json = ow_json_make(buffer, sizeof buffer);
          ow_json_object(&json);
          ow_json_key(&json, "os_version");
          ow_json_text(&json, text);
          ow_json_end(&json);
          return ow_result(&plugin->kit, c, &json);
        }

        OW_PLUGIN("\(id)", "\(version)", OW_LANG_C, create, destroy, run);

        """
    }
}
