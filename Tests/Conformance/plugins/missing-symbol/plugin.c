/* missing-symbol - a shared object with a note and no entry point. */
#include "conformance.h"

OW_PLUGIN_NOTE("org.openwatch.test.missing-symbol", "0.1.0", OW_LANG_C);

OW_API int something_else(void);
int something_else(void) { return 1; }
