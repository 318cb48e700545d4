// Reads how much a host randomises addresses, and reports when that is less than expected.
#include "kit/ow_kit.hpp"

namespace {

enum { event_weakened = 0 };  // the place of [[event]] in plugin.toml

class AddressRandomisation {
 public:
  static constexpr uint32_t needs = OW_NEED_SSH;

  AddressRandomisation(const ow_kit &, ow_bytes /* configuration */) {}

  void run(ow::Call &call) {
    if (call.probe() != 0) throw ow::Failure(OW_E_ARG);
    auto session = call.open();
    const auto answer = session.execute("aslr");
    if (answer.exit_code != 0) throw ow::Failure(OW_E_UNSUPPORTED, "the host has no kernel.randomize_va_space");
    if (answer.out.empty() || answer.out[0] < '0' || answer.out[0] > '2')
      throw ow::Failure(OW_E_PROTOCOL, "kernel.randomize_va_space is not 0, 1 or 2");
    const int64_t value = answer.out[0] - '0';
    const int64_t expected = ow_json_int_or(call.parameters(), "expected", 2);

    ow::Json json;
    json.object().member("value", value).member("expected", expected).end();
    // Only a change is an event: the last result says what is known already.
    if (value < expected && ow_json_int_or(call.previous(), "value", -1) != value)
      call.emit(event_weakened, OW_SEV_MEDIUM, "sysctl:kernel.randomize_va_space",
                "Addresses are randomised less than expected.", json);
    call.result(json);
  }
};

}  // namespace

OW_CPP_PLUGIN("@ID@", "0.1.0", AddressRandomisation);
