#define _GNU_SOURCE 1
#include "answers.h"

#include <string.h>

#define BIG (10u * 1024u * 1024u)
#define NOISE (16u * 1024u)

struct text {
  uint8_t *at;
  uint64_t length, room;
};

static void put(struct text *text, const void *bytes, uint64_t n) {
  if (n > text->room - text->length) n = text->room - text->length;
  if (n) memcpy(text->at + text->length, bytes, n);
  text->length += n;
}

static void put_text(struct text *text, const char *words) { put(text, words, strlen(words)); }

static struct text make_room(struct call *call, uint64_t room) {
  struct text text = {call_memory(call, room ? room : 1, 16), 0, room};
  if (!text.at) text.room = 0;
  return text;
}

static void mutate(struct text *text) {
  uint64_t changes = 1 + random_below(8);
  for (uint64_t i = 0; i < changes && text->length; i++) {
    uint64_t at = random_below(text->length);
    switch (random_below(4)) {
      case 0: text->at[at] = (uint8_t)random_next(); break;
      case 1: text->length = at; break;
      case 2: text->at[at] = (uint8_t) "\n:=,|\0 \t"[random_below(8)]; break;
      default: {
        uint64_t n = random_below(64), from = random_below(text->length);
        if (n > text->length - at) n = text->length - at;
        if (n > text->length - from) n = text->length - from;
        memmove(text->at + at, text->at + from, n);
      }
    }
  }
}

static struct text spoil(struct call *call, ow_bytes base, uint64_t limit) {
  enum answers answers = bench.plan.answers;
  uint64_t want = base.n * 8 + 64 * 1024;
  if (answers == ANSWER_BIG) want = limit + 1 < BIG ? limit + 1 : BIG;
  struct text text = make_room(call, want);
  switch (answers) {
    case ANSWER_EMPTY: break;
    case ANSWER_BIG:
      while (text.length < text.room) {
        put(&text, base.p, base.n);
        put_text(&text, base.n ? "" : "0123456789 abcdef: ghijklm=nopqrstuvwxyz\n");
      }
      break;
    case ANSWER_BINARY:
      for (uint32_t i = 0; i < 4096; i++) put(&text, &(uint8_t){(uint8_t)random_next()}, 1);
      break;
    case ANSWER_BAD_UTF8:
      for (uint64_t i = 0; i < base.n; i++) {
        put(&text, base.p + i, 1);
        if (i % 7 == 3) put(&text, "\xff\xc0\xaf\xed\xa0\x80", 6);
      }
      put(&text, "\xf5\x80\xe2\x82", 4);
      break;
    case ANSWER_NUL:
      for (uint64_t i = 0; i < base.n; i++) {
        put(&text, base.p + i, 1);
        if (i % 5 == 2) put(&text, "\0", 1);
      }
      put(&text, "\0\0\0", 3);
      break;
    case ANSWER_CRLF:
      for (uint64_t i = 0; i < base.n; i++) {
        if (base.p[i] == '\n') put(&text, "\r", 1);
        put(&text, base.p + i, 1);
      }
      if (base.n == 0) put_text(&text, "\r\n");
      break;
    case ANSWER_LOCALE:
      put_text(&text, "Fehler: Datei oder Verzeichnis nicht gefunden\nВсего 12 345,67 кБ\n合計 1.234,5\n");
      put(&text, base.p, base.n);
      break;
    case ANSWER_LONG_LINE:
      for (uint32_t i = 0; i < 60 * 1024; i++) put(&text, "x", 1);
      put(&text, base.p, base.n);
      break;
    case ANSWER_NO_NEWLINE:
      put(&text, base.p, base.n);
      while (text.length && text.at[text.length - 1] == '\n') text.length--;
      break;
    case ANSWER_CUT: put(&text, base.p, base.n / 2); break;
    case ANSWER_MUTATED:
      put(&text, base.p, base.n);
      if (base.n == 0) put_text(&text, "name=value\nkey: 12 34 56\n/dev/sda1 / ext4 rw 0 0\n");
      mutate(&text);
      break;
    case ANSWER_NOISE:
    case ANSWER_PLAIN: put(&text, base.p, base.n); break;
  }
  if (bench.plan.cookies) {
    put_text(&text, call->cookie);
    put_text(&text, "\n");
  }
  return text;
}

static const struct answer *recorded(char kind, ow_str id, ow_str arguments) {
  const struct answer *loose = NULL;
  for (uint32_t i = 0; i < facts.answer_count; i++) {
    const struct answer *answer = &facts.answers[i];
    if (answer->kind != kind || !same(answer->id, id)) continue;
    if (same(answer->arguments, arguments)) return answer;
    if (!loose) loose = answer;
  }
  return loose;
}

struct reply answer_to(struct call *call, char kind, ow_str id, ow_str arguments, uint64_t max_out, uint64_t max_err) {
  const struct answer *base = recorded(kind, id, arguments);
  struct reply reply = {.verdict = OW_SECTION_OK};
  ow_bytes out = {0}, err = {0};
  if (base) {
    reply.exit_code = base->exit_code;
    reply.verdict = base->verdict;
    reply.signal = base->signal;
    out = base->out;
    err = base->err;
  }
  struct text text = spoil(call, out, max_out);
  struct text noise = make_room(call, err.n + NOISE);
  put(&noise, err.p, err.n);
  while (bench.plan.answers == ANSWER_NOISE && noise.length < noise.room) {
    put_text(&noise, "warning: setlocale: LC_ALL: cannot change locale (xx_XX)\n");
  }
  if (bench.plan.set_exit) reply.exit_code = bench.plan.exit_code;
  if (bench.plan.signal) {
    reply.exit_code = -1;
    reply.signal = text_of(bench.plan.signal);
  }
  if (bench.plan.set_exit || bench.plan.signal) {
    reply.verdict = bench.plan.signal        ? OW_SECTION_KILLED
                    : reply.exit_code == 0   ? OW_SECTION_OK
                    : reply.exit_code == 127 ? OW_SECTION_UNSUPPORTED
                                             : OW_SECTION_FAILED;
  }
  reply.truncated_out = text.length > max_out || bench.plan.answers == ANSWER_CUT;
  reply.truncated_err = noise.length > max_err;
  if (reply.truncated_out) reply.verdict = OW_SECTION_TRUNCATED;
  if (bench.plan.set_verdict) {
    reply.verdict = bench.plan.verdict;
    if (reply.verdict != OW_SECTION_OK) reply.exit_code = reply.verdict == OW_SECTION_UNSUPPORTED ? 127 : -1;
    bool silent = reply.verdict == OW_SECTION_UNOBSERVED || reply.verdict == OW_SECTION_DENIED ||
                  reply.verdict == OW_SECTION_UNSUPPORTED;
    if (silent) text.length = 0;
  }
  reply.out = (ow_bytes){text.at, text.length < max_out ? text.length : max_out};
  reply.err = (ow_bytes){noise.at, noise.length < max_err ? noise.length : max_err};
  return reply;
}
