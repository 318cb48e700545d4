#include "ow_plugin.h"

OW_PLUGIN_NOTE("org.openwatch.sysinfo", "0.1.0", OW_LANG_SWIFT);
