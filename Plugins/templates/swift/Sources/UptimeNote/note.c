#include "ow_plugin.h"

OW_PLUGIN_NOTE("com.example.uptime", "0.1.0", OW_LANG_SWIFT);
