/* runner.h - what one runner process knows: who it runs for and the plugin it runs. Written before the first thread
 * starts, only read afterwards. */
#ifndef RUNNER_H
#define RUNNER_H

#include "ow_plugin.h"
#include "sandbox.h"

#include <stdbool.h>

#define CONCURRENCY_MAX 256u

struct runner {
  /* From HELLO. Strings are views of its body, which is never freed. */
  uint32_t abi_minor;
  uint32_t max_concurrent;
  uint32_t plugin_fd;
  ow_str product, product_version, instance_id, plugin_id, plugin_version;
  bool grants_ssh, grants_kv, grants_secret;
  struct sandbox_wanted sandbox_wanted;
  /* What of it took effect. */
  struct sandbox sandbox;

  /* The plugin's descriptor, cut or zero-filled to the size this runner knows. */
  ow_plugin plugin;
  /* What the plugin is given. */
  ow_host host;
};

extern struct runner runner;

static inline bool str_equal(ow_str a, ow_str b) {
  return a.n == b.n && (a.n == 0 || __builtin_memcmp(a.p, b.p, a.n) == 0);
}

static inline ow_str str_of(const char *text) { return (ow_str){text, __builtin_strlen(text)}; }

#endif
