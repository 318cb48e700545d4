import Foundation

/// A plugin with a secret in its configuration. Its result's `os_version` is the configured label and the secret's length.
///
/// The label `refuse` is refused with a reason, and with the label `log` the secret is written to the log, which no plugin
/// should do.
enum SecretKeeper {
    static func write(to folder: String, name: String) async throws {
        try await Vendor.succeeding(["plugin", "new", name, "--lang", "c", "--dir", folder])
        try source(name).write(toFile: folder + "/plugin.c", atomically: true, encoding: .utf8)
        let file = folder + "/plugin.toml"
        var manifest = try String(contentsOfFile: file, encoding: .utf8)
            .replacing("[[probe]]\n", with: "[[probe]]\nrole = \"discovery\"\n")
            .replacing("services = [\"ow.ssh/1\"]", with: "services = [\"ow.ssh/1\", \"ow.secret/1\"]")
        manifest += "\n[config]\nschema = \"schema/config.json\"\nsecret_fields = [\"/token\"]\nhot = true\n"
        try manifest.write(toFile: file, atomically: true, encoding: .utf8)
        let schemas = [
            "config": #"{"type":"object","additionalProperties":false,"properties":{"#
                + #""label":{"type":"string","maxLength":32},"token":{"type":"string","minLength":8}}}"#,
            "result": #"{"type":"object","required":["os_version"],"properties":{"os_version":{"type":"string"}}}"#,
        ]
        for (name, text) in schemas {
            try text.write(toFile: "\(folder)/schema/\(name).json", atomically: true, encoding: .utf8)
        }
    }

    private static func source(_ name: String) -> String {
        """
        #include <stdlib.h>

        #include "kit/ow_kit.h"

        typedef struct {
          ow_kit kit;
          char label[64], handle[128];
        } instance;

        static ow_rc take(instance *plugin, ow_bytes configuration) {
          ow_str label = {NULL, 0}, handle = {NULL, 0};
          char text[64], token[128];
          ow_json_as_string(ow_json_member(configuration, "label"), text, sizeof text, &label);
          ow_json_as_string(ow_json_member(configuration, "token"), token, sizeof token, &handle);
          if (label.n == 6 && memcmp(label.p, "refuse", 6) == 0) {
            ow_log(&plugin->kit, 0, OW_LOG_ERROR, "the label is not wanted here");
            return OW_E_CONFIG;
          }
          snprintf(plugin->label, sizeof plugin->label, "%.*s", (int)label.n, label.n ? label.p : "");
          snprintf(plugin->handle, sizeof plugin->handle, "%.*s", (int)handle.n, handle.n ? handle.p : "");
          return OW_OK;
        }

        static ow_rc create(const ow_host *host, ow_bytes configuration, int32_t format, void **inst) {
          (void)format;
          instance *made = calloc(1, sizeof *made);
          if (!made) return OW_E_NOMEM;
          ow_rc rc = ow_kit_init(&made->kit, host, OW_NEED_SECRET);
          if (rc == OW_OK) rc = take(made, configuration);
          if (rc != OW_OK) {
            free(made);
            return rc;
          }
          *inst = made;
          return OW_OK;
        }

        static void destroy(void *inst) { free(inst); }

        static ow_rc configure(void *inst, ow_bytes configuration, int32_t format) {
          (void)format;
          return take(inst, configuration);
        }

        static ow_rc run(void *inst, ow_call c, const ow_request *request) {
          const instance *plugin = inst;
          (void)request;
          char secret[1024] = "";
          uint64_t length = 0;
          if (plugin->handle[0]) {
            const ow_str handle = {plugin->handle, strlen(plugin->handle)};
            OW_TRY(ow_reveal(&plugin->kit, c, handle, secret, sizeof secret, &length));
          }
          if (strcmp(plugin->label, "log") == 0) ow_log(&plugin->kit, c, OW_LOG_WARN, "token: %s", secret);
          ow_forget(secret, sizeof secret);
          char text[128], buffer[256];
          snprintf(text, sizeof text, "%s+%d", plugin->label, (int)length);
          ow_json json = ow_json_make(buffer, sizeof buffer);
          ow_json_object(&json);
          ow_json_key(&json, "os_version");
          ow_json_text(&json, text);
          ow_json_end(&json);
          return ow_result(&plugin->kit, c, &json);
        }

        OW_PLUGIN_NOTE("com.example.\(name)", "0.1.0", OW_LANG_C);

        OW_API const ow_plugin *ow_plugin_v1(void) {
          static const ow_plugin table = {.struct_size = sizeof(ow_plugin),
                                          .abi_minor = OW_ABI_MINOR,
                                          .id = {"com.example.\(name)", sizeof("com.example.\(name)") - 1},
                                          .version = {"0.1.0", 5},
                                          .create = create,
                                          .destroy = destroy,
                                          .configure = configure,
                                          .run = run};
          return &table;
        }

        """
    }
}
