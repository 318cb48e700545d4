#define _GNU_SOURCE 1
#include "facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIELDS_MAX 8u

struct facts facts = {.max_concurrent = 1, .memory_mib = 128};

static _Noreturn void give_up(const char *what) {
  dprintf(STDERR_FILENO, "openwatch-plugin-case: facts: %s\n", what);
  exit(2);
}

static void *grown(void *list, uint32_t count, size_t size) {
  if (count & (count - 1)) return list; /* grows at powers of two, and at the first */
  void *moved = realloc(list, (count ? (size_t)count * 2 : 1) * size);
  if (!moved) give_up("no memory");
  return moved;
}

#define ADD(list, count) \
  (list = grown(list, count, sizeof *list), memset(&list[count], 0, sizeof *list), &list[count++])

static int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

/* In place; the field gets a NUL behind it too. */
static ow_str decode(char *field, size_t length) {
  size_t out = 0;
  for (size_t i = 0; i < length; i++) {
    if (field[i] == '%') {
      if (i + 2 >= length || digit(field[i + 1]) < 0 || digit(field[i + 2]) < 0) give_up("a bad %XX");
      field[out++] = (char)(digit(field[i + 1]) * 16 + digit(field[i + 2]));
      i += 2;
    } else {
      field[out++] = field[i];
    }
  }
  field[out] = 0;
  return (ow_str){field, out};
}

static uint64_t number(ow_str field) { return strtoull(field.p, NULL, 10); }
static ow_bytes bytes(ow_str field) { return (ow_bytes){(const uint8_t *)field.p, field.n}; }

static void add_answer(char kind, const ow_str *f) {
  struct answer *answer = ADD(facts.answers, facts.answer_count);
  answer->kind = kind;
  answer->id = f[0];
  answer->arguments = f[1];
  answer->exit_code = (int32_t)strtol(f[2].p, NULL, 10);
  answer->verdict = (int32_t)strtol(f[3].p, NULL, 10);
  answer->signal = f[4];
  answer->out = bytes(f[5]);
  answer->err = bytes(f[6]);
}

static void take(const char *key, const ow_str *f) {
  if (strcmp(key, "id") == 0) {
    facts.id = f[0];
  } else if (strcmp(key, "version") == 0) {
    facts.version = f[0];
  } else if (strcmp(key, "runtime") == 0) {
    facts.runtime = f[0];
  } else if (strcmp(key, "abi") == 0) {
    facts.abi_minor = (uint32_t)number(f[0]);
    facts.min_host_minor = (uint32_t)number(f[1]);
  } else if (strcmp(key, "isolation") == 0) {
    facts.max_concurrent = (uint32_t)number(f[0]);
    facts.memory_mib = (uint32_t)number(f[1]);
  } else if (strcmp(key, "service") == 0) {
    facts.grants_ssh |= same(f[0], text_of(OW_SSH_V1));
    facts.grants_kv |= same(f[0], text_of(OW_KV_V1));
    facts.grants_secret |= same(f[0], text_of(OW_SECRET_V1));
  } else if (strcmp(key, "command") == 0) {
    *ADD(facts.commands, facts.command_count) =
        (struct command){f[0], (uint32_t)number(f[1]), number(f[2]), number(f[3])};
  } else if (strcmp(key, "section") == 0) {
    *ADD(facts.sections, facts.section_count) = (struct section){f[0], same(f[1], text_of("root")), number(f[2])};
  } else if (strcmp(key, "read") == 0) {
    *ADD(facts.reads, facts.read_count) = (struct read){f[0].p, number(f[1])};
  } else if (strcmp(key, "probe") == 0) {
    *ADD(facts.probes, facts.probe_count) = (struct probe){f[0].p, number(f[1]), number(f[2]) != 0};
  } else if (strcmp(key, "event") == 0) {
    *ADD(facts.events, facts.event_count) = (struct event_type){f[0].p, (uint32_t)number(f[1])};
  } else if (strcmp(key, "params") == 0) {
    *ADD(facts.params, facts.param_count) =
        (struct sample){(uint32_t)number(f[0]), f[1].p, number(f[2]) != 0, bytes(f[3])};
  } else if (strcmp(key, "config") == 0) {
    *ADD(facts.configs, facts.config_count) = (struct sample){0, f[0].p, number(f[1]) != 0, bytes(f[2])};
  } else if (strcmp(key, "secret") == 0) {
    *ADD(facts.secrets, facts.secret_count) = (struct secret){f[0], f[1]};
  } else if (strcmp(key, "answer.command") == 0) {
    add_answer('c', f);
  } else if (strcmp(key, "answer.section") == 0) {
    add_answer('s', f);
  } else if (strcmp(key, "answer.file") == 0) {
    add_answer('f', f);
  } else {
    give_up("an unknown key");
  }
}

static void read_line(char *line, char *end) {
  char *value = memchr(line, '=', (size_t)(end - line));
  if (!value) give_up("a line without '='");
  *value++ = 0;
  ow_str fields[FIELDS_MAX];
  for (uint32_t i = 0; i < FIELDS_MAX; i++) fields[i] = text_of("");
  for (uint32_t i = 0; i < FIELDS_MAX && value <= end; i++) {
    char *tab = memchr(value, '\t', (size_t)(end - value));
    char *stop = tab ? tab : end;
    fields[i] = decode(value, (size_t)(stop - value));
    value = stop + 1;
  }
  take(line, fields);
}

void facts_read(const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) give_up("the file cannot be opened");
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  while ((length = getline(&line, &room, file)) > 0) {
    if (line[length - 1] == '\n') length--;
    char *copy = malloc((size_t)length + 1); /* facts point into it for ever */
    if (!copy) give_up("no memory");
    memcpy(copy, line, (size_t)length);
    copy[length] = 0;
    read_line(copy, copy + length);
  }
  free(line);
  fclose(file);
  if (facts.probe_count == 0) give_up("no probe");
}

ow_bytes facts_params(uint32_t probe) {
  for (uint32_t i = 0; i < facts.param_count; i++) {
    if (facts.params[i].probe == probe && facts.params[i].valid) return facts.params[i].json;
  }
  return bytes_of("{}");
}

ow_bytes facts_config(void) {
  for (uint32_t i = 0; i < facts.config_count; i++) {
    if (facts.configs[i].valid) return facts.configs[i].json;
  }
  return bytes_of("{}");
}
