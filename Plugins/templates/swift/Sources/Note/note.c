#include "ow_plugin.h"

OW_PLUGIN_NOTE("@ID@", "0.1.0", OW_LANG_SWIFT);
