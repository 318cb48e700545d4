// Reads how much a host randomises addresses, and reports when that is less than expected.
package main

import "encoding/json"

// The place of [[event]] in plugin.toml.
const eventWeakened = 0

type setting struct {
	Value    int `json:"value"`
	Expected int `json:"expected"`
}

func runProbe(call *Call) (any, error) {
	if call.Probe() != 0 {
		return nil, Failure{CodeArgument, ""}
	}
	session, err := call.Open()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	answer, err := session.Execute("aslr")
	if err != nil {
		return nil, err
	}
	if answer.ExitCode != 0 {
		return nil, Failure{CodeUnsupported, "the host has no kernel.randomize_va_space"}
	}
	if len(answer.Out) == 0 || answer.Out[0] < '0' || answer.Out[0] > '2' {
		return nil, Failure{CodeProtocol, "kernel.randomize_va_space is not 0, 1 or 2"}
	}
	found := setting{Value: int(answer.Out[0] - '0'), Expected: 2}
	// The host has checked them against schema/params.json.
	if err := json.Unmarshal(call.Parameters(), &struct {
		Expected *int `json:"expected"`
	}{&found.Expected}); err != nil {
		return nil, err
	}
	known := setting{Value: -1}
	if previous := call.Previous(); previous != nil {
		if err := json.Unmarshal(previous, &known); err != nil {
			return nil, err
		}
	}
	// Only a change is an event: the last result says what is known already.
	if found.Value < found.Expected && known.Value != found.Value {
		err = call.Emit(eventWeakened, SeverityMedium, "sysctl:kernel.randomize_va_space",
			"Addresses are randomised less than expected.", found)
	}
	return found, err
}
