/* polite-hang - waits for ever in core.wait(), so cancellation and the deadline end it. Tells how often cancel()
 * came. */
#include "conformance.h"

#include <stdatomic.h>

static atomic_uint cancels;

static ow_rc run(void *inst, ow_call c, const ow_request *request) {
  struct probe *p = inst;
  (void)request;
  ow_rc rc = p->core->wait(p->h, c, UINT64_MAX);
  char text[96];
  /* cancel() comes on another thread, right after the wait ends. */
  for (int i = 0; i < 100000 && atomic_load(&cancels) == 0 && rc == OW_E_CANCELLED; i++) p->core->mono_ns(p->h);
  snprintf(text, sizeof text, "wait() gave %d, cancelled() is %u, cancel() came %u times", rc,
           p->core->cancelled(p->h, c), atomic_load(&cancels));
  p->core->fail(p->h, c, rc, str(text), (ow_bytes){0});
  return rc;
}

static void cancel(void *inst, ow_call c) {
  (void)inst, (void)c;
  atomic_fetch_add(&cancels, 1);
}

OW_PLUGIN_NOTE("org.openwatch.test.polite-hang", "0.1.0", OW_LANG_C);

static const ow_plugin plugin = {
    CONFORMANCE_DESCRIPTOR("org.openwatch.test.polite-hang"),
    .create = plain_create,
    .destroy = plain_destroy,
    .run = run,
    .cancel = cancel,
};

const ow_plugin *ow_plugin_v1(void) { return &plugin; }
