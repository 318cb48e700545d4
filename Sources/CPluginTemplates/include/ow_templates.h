/* ow_templates.h - the plugin templates, the headers and the Swift kit, as the files they are in the repository. */
#ifndef OW_TEMPLATES_H
#define OW_TEMPLATES_H

#include <stddef.h>

typedef struct ow_template_file {
  const char *path; /* "c/plugin.c", "include/ow_core.h"; NULL ends the list */
  const unsigned char *bytes;
  size_t count;
} ow_template_file;

/* The list, and how many entries it has without the last. */
const ow_template_file *ow_template_files(size_t *count);

#endif
