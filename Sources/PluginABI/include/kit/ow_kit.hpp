// ow_kit.hpp - the plugin ABI for C++17: classes instead of handles, exceptions instead of codes. Header only.
//
// No exception leaves the plugin: every function of the exported table catches all of them and answers with a code.
#ifndef OW_KIT_HPP
#define OW_KIT_HPP

#include <exception>
#include <initializer_list>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ow_kit.h"

namespace ow {

inline ow_str text(std::string_view view) { return ow_str{view.data(), view.size()}; }
inline ow_bytes bytes(std::string_view view) {
  return ow_bytes{reinterpret_cast<const uint8_t *>(view.data()), view.size()};
}
inline std::string_view view(ow_str s) { return s.n ? std::string_view(s.p, s.n) : std::string_view(); }
inline std::string_view view(ow_bytes b) {
  return b.n ? std::string_view(reinterpret_cast<const char *>(b.p), b.n) : std::string_view();
}

/// Ends the call with a code of the ABI. Without a message, the reason is one that the host knows already.
class Failure : public std::exception {
 public:
  explicit Failure(ow_rc code, std::string message = {}) : code_(code), message_(std::move(message)) {}
  ow_rc code() const noexcept { return code_; }
  const char *what() const noexcept override { return message_.c_str(); }

 private:
  ow_rc code_;
  std::string message_;
};

inline void check(ow_rc code) {
  if (code != OW_OK) throw Failure(code);
}

/// Builds one JSON document, growing as needed.
class Json {
 public:
  Json &object() { return opened([](ow_json *j) { ow_json_object(j); }); }
  Json &array() { return opened([](ow_json *j) { ow_json_array(j); }); }
  Json &end() { return opened([](ow_json *j) { ow_json_end(j); }); }
  Json &key(const std::string &name) { return written(name.size() * 6 + 8, [&](ow_json *j) { ow_json_key(j, name.c_str()); }); }
  Json &value(std::string_view string) {
    return written(string.size() * 6 + 8, [&](ow_json *j) { ow_json_string(j, text(string)); });
  }
  Json &value(const char *string) { return value(std::string_view(string)); }
  Json &value(bool flag) { return opened([=](ow_json *j) { ow_json_bool(j, flag); }); }
  Json &value(int number) { return value(static_cast<int64_t>(number)); }
  Json &value(int64_t number) { return opened([=](ow_json *j) { ow_json_int(j, number); }); }
  Json &value(double number) { return opened([=](ow_json *j) { ow_json_double(j, number); }); }
  Json &null() { return opened([](ow_json *j) { ow_json_null(j); }); }
  template <class Value>
  Json &member(const std::string &name, Value &&content) { return key(name).value(std::forward<Value>(content)); }

  /// The finished document; throws if it is none.
  ow_bytes document() const {
    const ow_bytes done = ow_json_bytes(&json_);
    if (done.n == 0) throw Failure(OW_E_INTERNAL, "the JSON document is not finished");
    return done;
  }

 private:
  template <class Body>
  Json &opened(Body body) { return written(64, body); }

  template <class Body>
  Json &written(size_t room, Body body) {
    if (storage_.size() - json_.n < room) storage_.resize((storage_.size() + room) * 2);
    json_.p = storage_.data();
    json_.size = storage_.size();
    body(&json_);
    return *this;
  }

  std::vector<uint8_t> storage_ = std::vector<uint8_t>(256);
  ow_json json_ = ow_json_make(nullptr, 0);
};

/// What a command printed. The views live until the call ends.
struct Answer {
  int exit_code;
  std::string_view out, err;
  bool truncated;
};

/// One connection to the target; given back by the destructor.
class Session {
 public:
  Session(const ow_kit &kit, ow_call call, const ow_request &request) : kit_(kit), call_(call) {
    check(ow_open(&kit_, call_, &request, &handle_));
  }
  Session(const Session &) = delete;
  Session &operator=(const Session &) = delete;
  ~Session() { kit_.ssh->close(kit_.h, call_, handle_); }

  /// Runs a command of the manifest, with one argument per placeholder.
  Answer execute(const char *id, std::initializer_list<std::string_view> arguments = {}) {
    std::vector<ow_str> texts;
    for (const auto argument : arguments) texts.push_back(text(argument));
    ow_ssh_result result;
    check(ow_execute(&kit_, call_, handle_, id, texts.data(), static_cast<uint32_t>(texts.size()), &result));
    return Answer{result.exit_code, view(result.out), view(result.err), result.truncated != 0};
  }

  /// A file that a glob of the manifest covers.
  std::string_view read(std::string_view path, uint64_t limit) {
    ow_bytes content = {nullptr, 0};
    check(kit_.ssh->read_file(kit_.h, call_, handle_, text(path), limit, &content));
    return view(content);
  }

 private:
  const ow_kit &kit_;
  ow_call call_;
  ow_ssh handle_ = 0;
};

/// One run of a probe. Valid only while it lasts.
class Call {
 public:
  Call(const ow_kit &kit, ow_call call, const ow_request &request) : kit_(kit), call_(call), request_(request) {}

  uint32_t probe() const { return request_.probe; }
  ow_bytes parameters() const { return request_.params; }
  /// Empty if there is none, or the manifest does not want it.
  ow_bytes previous() const { return OW_HAS(&request_, previous) ? request_.previous : ow_bytes{nullptr, 0}; }
  bool is_cancelled() const { return kit_.core->cancelled(kit_.h, call_) != 0; }

  Session open() { return Session(kit_, call_, request_); }
  /// A secret of the configuration, by what stands at its place there. Needs OW_NEED_SECRET; ow_forget() what you copy.
  std::string secret(std::string_view handle) {
    std::string secret(OW_SECRET_MAX, '\0');
    uint64_t length = 0;
    check(kit_.secret->reveal(kit_.h, call_, text(handle), reinterpret_cast<uint8_t *>(&secret[0]), secret.size(),
                              &length));
    secret.resize(length);
    return secret;
  }
  void log(int32_t level, std::string_view line) { kit_.core->log(kit_.h, call_, level, text(line)); }
  void progress(double fraction, std::string_view stage) {
    const double bounded = fraction < 0 ? 0 : fraction > 1 ? 1 : fraction;
    check(kit_.core->progress(kit_.h, call_, static_cast<uint32_t>(bounded * 10000), text(stage)));
  }
  void emit(uint32_t type, uint32_t severity, std::string_view subject, std::string_view message, const Json &json) {
    check(ow_emit(&kit_, call_, type, severity, text(subject), text(message), json.document()));
  }
  void result(const Json &json) { check(kit_.core->result(kit_.h, call_, OW_FMT_JSON, json.document())); }

 private:
  const ow_kit &kit_;
  ow_call call_;
  const ow_request &request_;
};

/// The exported table over a class with `Probe(const ow_kit &, ow_bytes configuration)` and `void run(ow::Call &)`.
template <class Probe>
class Table {
 public:
  static ow_rc create(const ow_host *host, ow_bytes configuration, int32_t, void **out) noexcept {
    ow_kit kit;
    OW_TRY(ow_kit_init(&kit, host, Probe::needs));
    return fenced(kit, 0, [&] { *out = new Instance(kit, configuration); });
  }

  static void destroy(void *inst) noexcept { delete static_cast<Instance *>(inst); }

  static ow_rc run(void *inst, ow_call c, const ow_request *request) noexcept {
    auto &instance = *static_cast<Instance *>(inst);
    return fenced(instance.kit, c, [&] {
      Call call(instance.kit, c, *request);
      instance.probe.run(call);
    });
  }

 private:
  struct Instance {
    Instance(const ow_kit &services, ow_bytes configuration) : kit(services), probe(kit, configuration) {}
    const ow_kit kit;
    Probe probe;
  };

  template <class Body>
  static ow_rc fenced(const ow_kit &kit, ow_call c, Body body) noexcept {
    try {
      body();
      return OW_OK;
    } catch (const Failure &failure) {
      return failed(kit, c, failure.code(), failure.what());
    } catch (const std::bad_alloc &) {
      return failed(kit, c, OW_E_NOMEM, "");
    } catch (const std::exception &error) {
      return failed(kit, c, OW_E_INTERNAL, error.what());
    } catch (...) {
      return failed(kit, c, OW_E_INTERNAL, "an exception that is no std::exception");
    }
  }

  /// create() has no call to explain itself with: there the reason goes to the log.
  static ow_rc failed(const ow_kit &kit, ow_call c, ow_rc code, const char *message) noexcept {
    if (!*message) return code;
    if (c) return ow_fail(&kit, c, code, "%s", message);
    ow_log(&kit, 0, OW_LOG_ERROR, "%s", message);
    return code;
  }
};

}  // namespace ow

/// The exported function and the note, in one line at the end of a source, outside of any namespace.
#define OW_CPP_PLUGIN(ID, VERSION, PROBE)                                                                       \
  extern "C" OW_PLUGIN(ID, VERSION, OW_LANG_CPP, &::ow::Table<PROBE>::create, &::ow::Table<PROBE>::destroy, \
                       &::ow::Table<PROBE>::run)

#endif
