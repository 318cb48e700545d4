/* wrong-major - built for ABI 2, in the note as well as by its entry point. */
#include "conformance.h"

__attribute__((section(OW_NOTE_SECTION), used, aligned(4))) static const ow_note note = {
    4, sizeof(ow_note) - 16, OW_NOTE_TYPE, "OWP", 2, 0, 0, OW_LANG_C, "org.openwatch.test.wrong-major", "0.1.0"};

static const ow_plugin plugin = {CONFORMANCE_DESCRIPTOR("org.openwatch.test.wrong-major")};

OW_API const ow_plugin *ow_plugin_v2(void);
const ow_plugin *ow_plugin_v2(void) { return &plugin; }
