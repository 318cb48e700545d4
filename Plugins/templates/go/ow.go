package main

/*
#cgo CFLAGS: -I${SRCDIR}/include -std=c11 -Wall
#include "shim.h"
*/
import "C"

import (
	"encoding/json"
	"unsafe"
)

// Codes of the plugin ABI.
const (
	CodeArgument    = C.OW_E_ARG
	CodeUnsupported = C.OW_E_UNSUPPORTED
	CodeProtocol    = C.OW_E_PROTOCOL
	CodeInternal    = C.OW_E_INTERNAL
)

// Severities of events.
const (
	SeverityInfo     = C.OW_SEV_INFO
	SeverityLow      = C.OW_SEV_LOW
	SeverityMedium   = C.OW_SEV_MEDIUM
	SeverityHigh     = C.OW_SEV_HIGH
	SeverityCritical = C.OW_SEV_CRITICAL
)

// Failure ends a call with a code. Without a message, the reason is one that the host knows already.
type Failure struct {
	Code    int
	Message string
}

func (f Failure) Error() string { return f.Message }

func check(rc C.ow_rc) error {
	if rc == C.OW_OK {
		return nil
	}
	return Failure{Code: int(rc)}
}

// Call is one run of a probe. It is valid until runProbe returns.
type Call struct {
	kit     *C.ow_kit
	id      C.ow_call
	request *C.ow_request
}

// Session is one connection to the target.
type Session struct {
	call *Call
	id   C.ow_ssh
}

// Answer is what a command printed.
type Answer struct {
	ExitCode int
	Out, Err []byte
}

// Probe is the place of the probe in the manifest.
func (c *Call) Probe() int { return int(c.request.probe) }

// Parameters is a JSON object.
func (c *Call) Parameters() []byte { return copied(c.request.params) }

// Previous is the last result, nil if there is none.
func (c *Call) Previous() []byte { return copied(c.request.previous) }

// Cancelled says whether to stop.
func (c *Call) Cancelled() bool { return C.shim_cancelled(c.kit, c.id) != 0 }

// Open connects to the target.
func (c *Call) Open() (*Session, error) {
	session := &Session{call: c}
	err := check(C.shim_open(c.kit, c.id, c.request, &session.id))
	return session, err
}

// Emit hands over an event; attributes become a JSON object.
func (c *Call) Emit(kind, severity int, subject, message string, attributes any) error {
	body, err := json.Marshal(attributes)
	if err != nil {
		return err
	}
	return check(C.shim_emit(c.kit, c.id, C.uint32_t(kind), C.uint32_t(severity),
		start(subject), C.uint64_t(len(subject)), start(message), C.uint64_t(len(message)),
		start(string(body)), C.uint64_t(len(body))))
}

// Execute runs a command of the manifest, with one argument per placeholder.
func (s *Session) Execute(command string, arguments ...string) (Answer, error) {
	var result C.ow_ssh_result
	name := C.CString(command)
	defer C.free(unsafe.Pointer(name))
	texts := C.shim_texts(C.uint32_t(len(arguments)))
	defer C.free(unsafe.Pointer(texts))
	for index, argument := range arguments {
		text := C.CString(argument)
		defer C.free(unsafe.Pointer(text))
		C.shim_set_text(texts, C.uint32_t(index), text, C.uint64_t(len(argument)))
	}
	rc := C.shim_execute(s.call.kit, s.call.id, s.id, name, texts, C.uint32_t(len(arguments)), &result)
	if err := check(rc); err != nil {
		return Answer{}, err
	}
	return Answer{int(result.exit_code), copied(result.out), copied(result.err)}, nil
}

// Close gives the connection back.
func (s *Session) Close() { C.shim_close(s.call.kit, s.call.id, s.id) }

func copied(bytes C.ow_bytes) []byte {
	if bytes.n == 0 {
		return nil
	}
	return C.GoBytes(unsafe.Pointer(bytes.p), C.int(bytes.n))
}

// start is good for the length of one call into C, which copies.
func start(text string) *C.uint8_t {
	if len(text) == 0 {
		return nil
	}
	bytes := []byte(text)
	return (*C.uint8_t)(unsafe.Pointer(&bytes[0]))
}
