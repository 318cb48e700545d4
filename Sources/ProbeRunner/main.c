/* openwatch-probe-runner - one process around one plugin.
 *
 * Started by the host with the socket as file 3, and the plugin's path as its argument unless HELLO names an open file.
 * Its constructors and its entry point run here, before there is any other thread; everything else of the plugin runs
 * on the threads that reader.h and pool.h describe, of which this is one.
 */
#define _GNU_SOURCE 1
#include "calls.h"
#include "crash.h"
#include "dispatch.h"
#include "instance.h"
#include "load.h"
#include "reader.h"
#include "report.h"
#include "runner.h"
#include "seal.h"

struct runner runner;

static void give_up(const char *what) {
  if (what) wire_fatal(EXIT_FATAL, OW_E_INTERNAL, "sandbox", "the runner cannot give up: %s", what);
}

/* Tells the host before the plugin's code runs in this process. Ends here if that is less than it demands. */
static void say_sandbox(void) {
  const struct sandbox *sandbox = &runner.sandbox;
  uint32_t level = seal_level(sandbox);
  struct buffer body = {0};
  buffer_u32(&body, level);
  buffer_u32(&body, sandbox->flags);
  buffer_u32(&body, sandbox->landlock_abi);
  buffer_u32(&body, sandbox->uid);
  wire_send(OW_WIRE_SANDBOX, 0, 0, &body);
  if (level < runner.sandbox_wanted.minimum_level) {
    wire_fatal(EXIT_FATAL, OW_E_DENIED, "sandbox", "the sandbox here is level %u, level %u is demanded", level,
               runner.sandbox_wanted.minimum_level);
  }
}

static void say_ready(void) {
  const ow_plugin *plugin = &runner.plugin;
  struct buffer body = {0};
  buffer_u32(&body, plugin->abi_minor);
  buffer_u32(&body, (plugin->configure ? 1u : 0u) | (plugin->cancel ? 2u : 0u) | (plugin->health ? 4u : 0u));
  buffer_str(&body, plugin->id);
  buffer_str(&body, plugin->version);
  wire_send(OW_WIRE_READY, 0, 0, &body);
}

int main(int argc, char **argv) {
  report_prepare();
  seal_to_parent();
  dispatch_hello(wire_receive());
  if (runner.plugin_fd == 0 && (argc != 2 || argv[1][0] != '/')) {
    wire_fatal(EXIT_FATAL, OW_E_ARG, "load", "no absolute path of a plugin given");
  }
  seal_files(runner.plugin_fd);
  const char *path = load_path(argc == 2 ? argv[1] : "");
  crash_watch(path);
  give_up(seal_before_load(&runner.sandbox_wanted, runner.plugin_fd ? NULL : path, &runner.sandbox));
  say_sandbox();
  load_plugin(path);
  give_up(seal_after_load(&runner.sandbox));
  if (!calls_prepare(runner.max_concurrent) || !instance_prepare()) {
    wire_fatal(EXIT_FATAL, OW_E_NOMEM, "load", "no memory for %u calls at a time", runner.max_concurrent);
  }
  say_ready();
  reader_main();
}
