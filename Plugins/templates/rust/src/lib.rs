//! Reads how much a host randomises addresses, and reports when that is less than expected.

mod ow_abi;
mod ow_plugin;

use ow_plugin::{code, json_integer, severity, Call, Event, Failure, Probe};

struct AddressRandomisation;

impl Probe for AddressRandomisation {
    fn new(_configuration: &str) -> Result<Self, Failure> {
        Ok(AddressRandomisation)
    }

    fn run(&self, call: &Call) -> Result<String, Failure> {
        if call.probe() != 0 {
            return Err(Failure::new(code::ARG, ""));
        }
        let session = call.open()?;
        let answer = session.execute("aslr", &[])?;
        if answer.exit_code != 0 {
            return Err(Failure::new(code::UNSUPPORTED, "the host has no kernel.randomize_va_space"));
        }
        let value = match answer.out.first() {
            Some(digit @ b'0'..=b'2') => i64::from(digit - b'0'),
            _ => return Err(Failure::new(code::PROTOCOL, "kernel.randomize_va_space is not 0, 1 or 2")),
        };
        let expected = json_integer(call.parameters(), "expected").unwrap_or(2);
        let result = format!("{{\"value\":{},\"expected\":{}}}", value, expected);

        // Only a change is an event: the last result says what is known already.
        if value < expected && json_integer(call.previous(), "value") != Some(value) {
            call.emit(&Event {
                kind: 0, // the place of [[event]] in plugin.toml
                severity: severity::MEDIUM,
                subject: "sysctl:kernel.randomize_va_space",
                message: "Addresses are randomised less than expected.",
                attributes: &result,
            })?;
        }
        Ok(result)
    }
}

plugin!("@ID@", "0.1.0", AddressRandomisation);
