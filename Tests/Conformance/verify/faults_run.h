/* faults_run.h - the rules that subject.c can break inside run(). */
#ifndef FAULTS_RUN_H
#define FAULTS_RUN_H

#if defined(BAD_SSH_UNCHECKED)
#define FAULT_IN_RUN(s, c, request) (s)->ssh->close((s)->h, c, 0)
#elif defined(BAD_CANCEL_LATE)
#define FAULT_IN_RUN(s, c, request) \
  (s)->core->progress((s)->h, c, 0, (ow_str){"", 0}); \
  if ((s)->core->cancelled((s)->h, c)) usleep(1300000)
#elif defined(BAD_PARAMS_CRASH)
#define FAULT_IN_RUN(s, c, request) \
  if ((request)->params.n && memmem((request)->params.p, (request)->params.n, "unknown-member", 14)) abort()
#elif defined(BAD_PARAMS_REFUSED)
#define FAULT_IN_RUN(s, c, request) \
  if ((request)->params.n && memmem((request)->params.p, (request)->params.n, "\"depth\":5}", 10)) return OW_OK
#elif defined(BAD_UNKNOWN_PROBE)
#define FAULT_IN_RUN(s, c, request) \
  if ((request)->probe != 0) abort()
#elif defined(BAD_FORMAT)
#define FAULT_IN_RUN(s, c, request) \
  if ((request)->format != 0) abort()
#elif defined(BAD_PREVIOUS_CRASH)
#define FAULT_IN_RUN(s, c, request) \
  if ((request)->previous.n && memmem((request)->previous.p, (request)->previous.n, "\"schema\":99", 11)) abort()
#elif defined(BAD_LEAK_RUN)
#define FAULT_IN_RUN(s, c, request) \
  static void *volatile kept; \
  kept = malloc(200)
#elif defined(BAD_MALLOC)
#define FAULT_IN_RUN(s, c, request) \
  char *volatile block = malloc(32); \
  block[0] = 1; \
  free(block)
#elif defined(BAD_CLOCK)
#define FAULT_IN_RUN(s, c, request) \
  uint64_t first = (s)->core->unix_ns((s)->h); \
  if ((s)->core->unix_ns((s)->h) + UINT64_C(3600000000000) < first) abort()
#elif defined(BAD_FILE_LEFT)
#define FAULT_IN_RUN(s, c, request) (void)!open("/dev/null", O_RDONLY)
#elif defined(BAD_FOREIGN_CALL)
#define FAULT_IN_RUN(s, c, request) \
  static ow_call last; \
  if (last && last != c) (s)->core->cancelled((s)->h, last); \
  last = c
#else
#define FAULT_IN_RUN(s, c, request) NOTHING
#endif

#ifdef BAD_FAILED_SESSION
#define FAULT_OPENED(rc) (session != 0)
#else
#define FAULT_OPENED(rc) ((rc) == OW_OK)
#endif
#ifdef BAD_COMMAND
#define FAULT_COMMAND "kernels"
#else
#define FAULT_COMMAND "kernel"
#endif
#ifdef BAD_PATH
#define FAULT_PATH "/etc/shadow"
#else
#define FAULT_PATH "/etc/hostname"
#endif
#ifdef BAD_EVENT_TYPE
#define FAULT_EVENT_TYPE 7
#else
#define FAULT_EVENT_TYPE 0
#endif
#ifdef BAD_AGAIN
#define FAULT_ON_AGAIN return OW_OK + 5
#else
#define FAULT_ON_AGAIN NOTHING
#endif

#if defined(BAD_ON_IO)
#define FAULT_AFTER_EXEC(s, c, session, rc) \
  if ((rc) == OW_E_IO) abort()
#elif defined(BAD_CODE)
#define FAULT_AFTER_EXEC(s, c, session, rc) \
  if ((rc) == OW_E_STATE) return 5
#elif defined(BAD_NO_RESULT)
#define FAULT_AFTER_EXEC(s, c, session, rc) \
  if ((rc) == OW_E_UNREACHABLE) return OW_OK
#elif defined(BAD_CLOSED_SESSION)
#define FAULT_AFTER_EXEC(s, c, session, rc) \
  if ((rc) == OW_E_LIMIT) { \
    (s)->ssh->close((s)->h, c, session); \
    (s)->ssh->exec((s)->h, c, session, &x, &kernel); \
  }
#else
#define FAULT_AFTER_EXEC(s, c, session, rc) (void)(session)
#endif

#if defined(BAD_ON_EXIT_126)
#define FAULT_ON_ANSWER(answer) \
  if ((answer).exit_code == 126) exit(0)
#elif defined(BAD_HANG)
#define FAULT_ON_ANSWER(answer) \
  while ((answer).exit_code == 127) sleep(1)
#elif defined(BAD_UTF8)
#define FAULT_ON_ANSWER(answer) \
  if (memmem((answer).out.p, (answer).out.n, "\xf5\x80", 2)) __builtin_trap()
#elif defined(BAD_SIGNAL_NAME)
#define FAULT_ON_ANSWER(answer) \
  if ((answer).signal.n) abort()
#else
#define FAULT_ON_ANSWER(answer) NOTHING
#endif

#ifdef BAD_STRIDE
#define FAULT_SECTION_AT(found, i) ((found)->items + (i))
#else
#define FAULT_SECTION_AT(found, i) ow_section_at(found, i)
#endif
#if defined(BAD_VERDICT)
#define FAULT_ON_SECTION(section) \
  if ((section)->verdict > OW_SECTION_KILLED) abort()
#elif defined(BAD_STRIDE)
#define FAULT_ON_SECTION(section) \
  if ((section)->id.p[0] == 0) abort()
#else
#define FAULT_ON_SECTION(section) NOTHING
#endif

#if defined(BAD_RESULT)
#define FAULT_MEMBERS(t, request) \
  if ((request)->attempt == 2) add(t, ",\"surplus\":1")
#elif defined(BAD_CHANCE)
#define FAULT_MEMBERS(t, request) \
  static int64_t looks; \
  add(t, ",\"looks\":"); \
  add_number(t, ++looks)
#else
#define FAULT_MEMBERS(t, request) (void)(request)
#endif

#ifdef BAD_SHARED_BUFFER
static char shared[16384];
static uint64_t shared_length;
#define FAULT_SHARE(t) \
  if (memmem((t)->bytes, (t)->length, "owck", 4)) { \
    if (!shared_length) memcpy(shared, (t)->bytes, shared_length = (t)->length); \
    memcpy((t)->bytes, shared, (t)->length = shared_length); \
  }
#else
#define FAULT_SHARE(t) NOTHING
#endif

#ifdef BAD_TWO_RESULTS
#define FAULT_AFTER_RESULT(s, c) (s)->core->result((s)->h, c, OW_FMT_JSON, (ow_bytes){(const uint8_t *)"{}", 2})
#else
#define FAULT_AFTER_RESULT(s, c) NOTHING
#endif

#endif
