package main

/*
#include "shim.h"
*/
import "C"

import (
	"encoding/json"
	"errors"
	"fmt"
)

// owRun is the fence: neither an error nor a panic crosses into C.
//
//export owRun
func owRun(kit *C.ow_kit, id C.ow_call, request *C.ow_request) (rc C.ow_rc) {
	defer func() {
		if reason := recover(); reason != nil {
			rc = failed(kit, id, Failure{CodeInternal, fmt.Sprintf("panic: %v", reason)})
		}
	}()
	result, err := runProbe(&Call{kit, id, request})
	if err != nil {
		return failed(kit, id, err)
	}
	body, err := json.Marshal(result)
	if err != nil {
		return failed(kit, id, err)
	}
	return C.shim_result(kit, id, start(string(body)), C.uint64_t(len(body)))
}

func failed(kit *C.ow_kit, id C.ow_call, err error) C.ow_rc {
	failure := Failure{CodeInternal, err.Error()}
	errors.As(err, &failure)
	if failure.Message != "" {
		C.shim_fail(kit, id, C.ow_rc(failure.Code), start(failure.Message), C.uint64_t(len(failure.Message)))
	}
	return C.ow_rc(failure.Code)
}

func main() {}
