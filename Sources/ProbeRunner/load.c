#define _GNU_SOURCE 1
#include "load.h"

#include "runner.h"
#include "wire.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <string.h>

#define ENTRY "ow_plugin_v1"
#define ID_MAX 63u
#define VERSION_MAX 31u
#define MAJOR_GUESSES 9

typedef const ow_plugin *(*entry_function)(void);

static noreturn void no_entry(void *object, const char *error) {
  char why[512]; /* the next dlsym() overwrites it */
  snprintf(why, sizeof why, "%s", error ? error : ENTRY " is null");
  for (int major = 2; major <= MAJOR_GUESSES; major++) {
    char other[32];
    snprintf(other, sizeof other, "ow_plugin_v%d", major);
    if (dlsym(object, other)) {
      wire_fatal(EXIT_FATAL, OW_E_UNSUPPORTED, "symbol",
                 "the plugin exports %s but not " ENTRY ": it is built for ABI major %d, this host speaks %u", other,
                 major, OW_ABI_MAJOR);
    }
  }
  wire_fatal(EXIT_FATAL, OW_E_UNSUPPORTED, "symbol", "no entry point: %s", why);
}

/* dlsym() searches the object's dependencies too, and would take theirs. */
static entry_function find_entry(void *object) {
  dlerror();
  void *symbol = dlsym(object, ENTRY);
  if (!symbol) no_entry(object, dlerror());
  Dl_info info;
  struct link_map *owner = NULL, *own = NULL;
  if (dladdr1(symbol, &info, (void **)&owner, RTLD_DL_LINKMAP) == 0 || dlinfo(object, RTLD_DI_LINKMAP, &own) != 0) {
    wire_fatal(EXIT_FATAL, OW_E_INTERNAL, "symbol", "cannot tell which object " ENTRY " belongs to");
  }
  if (owner != own) {
    wire_fatal(EXIT_FATAL, OW_E_UNSUPPORTED, "symbol", ENTRY " is not the plugin's own: it comes from %s",
               owner && owner->l_name ? owner->l_name : "another object");
  }
  entry_function entry;
  memcpy(&entry, &symbol, sizeof entry);
  return entry;
}

static void check_text(const char *what, ow_str text, size_t limit) {
  if (!text.p || text.n == 0 || text.n > limit || !utf8_valid((const uint8_t *)text.p, text.n)) {
    wire_fatal(EXIT_FATAL, OW_E_ARG, "abi", "the descriptor's %s is not 1 to %zu bytes of UTF-8", what, limit);
  }
}

static void check_descriptor(const ow_plugin *given) {
  if (!given) wire_fatal(EXIT_FATAL, OW_E_ARG, "abi", ENTRY "() returned NULL");
  if (given->struct_size < sizeof(ow_plugin) || given->struct_size > 64 * 1024) {
    wire_fatal(EXIT_FATAL, OW_E_ARG, "abi", "the descriptor's struct_size is %u, ABI %u.0 has %zu", given->struct_size,
               OW_ABI_MAJOR, sizeof(ow_plugin));
  }
  ow_plugin *plugin = &runner.plugin;
  memcpy(plugin, given, sizeof *plugin);
  if ((plugin->flags & 0xffffu) != 0) {
    wire_fatal(EXIT_FATAL, OW_E_UNSUPPORTED, "abi", "the descriptor's flags %#x must be understood and are not known",
               plugin->flags);
  }
  if (plugin->min_host_minor > runner.abi_minor) {
    wire_fatal(EXIT_FATAL, OW_E_UNSUPPORTED, "abi",
               "the plugin needs host ABI %u.%u or later, this host speaks %u.%u: update the host", OW_ABI_MAJOR,
               plugin->min_host_minor, OW_ABI_MAJOR, runner.abi_minor);
  }
  if (plugin->min_host_minor > plugin->abi_minor) {
    wire_fatal(EXIT_FATAL, OW_E_ARG, "abi", "min_host_minor %u is above abi_minor %u", plugin->min_host_minor,
               plugin->abi_minor);
  }
  if (!plugin->create || !plugin->destroy || !plugin->run) {
    wire_fatal(EXIT_FATAL, OW_E_ARG, "abi", "create, destroy and run must not be NULL");
  }
  check_text("id", plugin->id, ID_MAX);
  check_text("version", plugin->version, VERSION_MAX);
}

const char *load_path(const char *path) {
  static char descriptor_path[64];
  if (runner.plugin_fd == 0) return path;
  snprintf(descriptor_path, sizeof descriptor_path, "/proc/self/fd/%u", runner.plugin_fd);
  return descriptor_path;
}

void load_plugin(const char *path) {
  void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (!object) {
    const char *why = dlerror();
    wire_fatal(EXIT_FATAL, OW_E_UNSUPPORTED, "load", "the plugin does not load: %s", why ? why : "unknown reason");
  }
  entry_function entry = find_entry(object);
  const ow_plugin *given = entry();
  if (given != entry()) {
    wire_fatal(EXIT_FATAL, OW_E_ARG, "abi", ENTRY "() returns another pointer each time");
  }
  check_descriptor(given);

  const ow_plugin *plugin = &runner.plugin;
  if (!str_equal(plugin->id, runner.plugin_id) || !str_equal(plugin->version, runner.plugin_version)) {
    wire_fatal(EXIT_FATAL, OW_E_DENIED, "identity", "the manifest says %.*s %.*s, the plugin says %.*s %.*s",
               (int)runner.plugin_id.n, runner.plugin_id.p, (int)runner.plugin_version.n, runner.plugin_version.p,
               (int)plugin->id.n, plugin->id.p, (int)plugin->version.n, plugin->version.p);
  }
}
