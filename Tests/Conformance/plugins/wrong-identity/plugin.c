/* wrong-identity - its descriptor claims another id than its note and its manifest. */
#include "conformance.h"

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  (void)request;
  return give(inst, c, "{}");
}

OW_PLUGIN_NOTE("org.openwatch.test.wrong-identity", "0.1.0", OW_LANG_C);

static const ow_plugin plugin = {
    CONFORMANCE_DESCRIPTOR("org.openwatch.test.impostor"),
    .create = plain_create,
    .destroy = plain_destroy,
    .run = run,
};

const ow_plugin *ow_plugin_v1(void) { return &plugin; }
