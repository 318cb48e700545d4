//! The OpenWatch plugin ABI 1.0 for Rust: a safe layer over the structs of `ow_abi.rs`. Needs nothing but `std`.
//!
//! No panic leaves the plugin: `create` and `run` catch them and answer with a code.
#![allow(dead_code)]

use std::ffi::c_void;
use std::marker::PhantomData;
use std::panic::{catch_unwind, AssertUnwindSafe};

use crate::ow_abi::{Bytes, Core, Host, RawEvent, Rc, Request, Ssh, SshExec, SshOpen, SshResult, Str};

pub mod code {
    pub const ARG: i32 = -1;
    pub const UNSUPPORTED: i32 = -2;
    pub const AGAIN: i32 = -7;
    pub const PROTOCOL: i32 = -15;
    pub const CONFIG: i32 = -16;
    pub const INTERNAL: i32 = -99;
}

pub mod severity {
    pub const INFO: u32 = 0;
    pub const LOW: u32 = 1;
    pub const MEDIUM: u32 = 2;
    pub const HIGH: u32 = 3;
    pub const CRITICAL: u32 = 4;
}

/// Ends a call with a code. Without a message, the reason is one that the host knows already.
pub struct Failure {
    code: i32,
    message: String,
}

impl Failure {
    pub fn new(code: i32, message: &str) -> Failure {
        Failure { code, message: message.to_string() }
    }

    fn check(code: Rc) -> Result<(), Failure> {
        if code == 0 { Ok(()) } else { Err(Failure::new(code, "")) }
    }
}

/// What a plugin is. `run` gives the result as JSON text; it may be called on several threads at once.
pub trait Probe: Sized + Send + Sync {
    fn new(configuration: &str) -> Result<Self, Failure>;
    fn run(&self, call: &Call) -> Result<String, Failure>;
}

#[derive(Clone, Copy)]
struct Services {
    h: *mut c_void,
    core: *const Core,
    ssh: *const Ssh,
}

impl Services {
    fn core(&self) -> &Core {
        // Valid as long as the instance; looked up with its full size.
        unsafe { &*self.core }
    }

    fn fail(&self, call: u64, failure: &Failure) -> Rc {
        let message = Str::of(failure.message.as_bytes());
        if failure.message.is_empty() {
        } else if call != 0 {
            unsafe { (self.core().fail)(self.h, call, failure.code, message, Str::EMPTY) };
        } else {
            unsafe { (self.core().log)(self.h, 0, 4, message) };
        }
        failure.code
    }
}

/// One run of a probe.
pub struct Call<'a> {
    services: Services,
    id: u64,
    request: &'a Request,
}

pub struct Event<'a> {
    pub kind: u32,
    pub severity: u32,
    pub subject: &'a str,
    pub message: &'a str,
    /// A JSON object.
    pub attributes: &'a str,
}

/// What a command printed.
pub struct Answer<'a> {
    pub exit_code: i32,
    pub out: &'a [u8],
    pub err: &'a [u8],
}

impl<'a> Call<'a> {
    pub fn probe(&self) -> u32 {
        self.request.probe
    }

    /// A JSON object.
    pub fn parameters(&self) -> &'a str {
        unsafe { self.request.params.text() }
    }

    /// The last result as JSON; empty if there is none.
    pub fn previous(&self) -> &'a str {
        unsafe { self.request.previous.text() }
    }

    pub fn is_cancelled(&self) -> bool {
        unsafe { (self.services.core().cancelled)(self.services.h, self.id) != 0 }
    }

    pub fn open(&self) -> Result<Session<'_>, Failure> {
        let options = SshOpen { struct_size: 16, flags: 0, timeout_ns: 0 };
        let mut id = 0;
        let ssh = unsafe { &*self.services.ssh };
        Failure::check(unsafe { (ssh.open)(self.services.h, self.id, self.request.target, &options, &mut id) })?;
        Ok(Session { services: self.services, call: self.id, id, life: PhantomData })
    }

    /// Emits one event; waits where the host is behind.
    pub fn emit(&self, event: &Event) -> Result<(), Failure> {
        let raw = RawEvent {
            struct_size: 72,
            kind: event.kind,
            severity: event.severity,
            format: 0,
            unix_ns: 0,
            subject: Str::of(event.subject.as_bytes()),
            message: Str::of(event.message.as_bytes()),
            attributes: Str::of(event.attributes.as_bytes()),
        };
        let core = self.services.core();
        loop {
            let code = unsafe { (core.emit)(self.services.h, self.id, &raw, 1) };
            if code != code::AGAIN {
                return Failure::check(code);
            }
            Failure::check(unsafe { (core.wait)(self.services.h, self.id, 5_000_000) })?;
        }
    }
}

/// One connection to the target; given back when it is dropped.
pub struct Session<'a> {
    services: Services,
    call: u64,
    id: u64,
    life: PhantomData<&'a ()>,
}

impl<'a> Session<'a> {
    /// Runs a command of the manifest, with one argument per placeholder.
    pub fn execute(&self, command: &str, arguments: &[&str]) -> Result<Answer<'a>, Failure> {
        let arguments: Vec<Str> = arguments.iter().map(|text| Str::of(text.as_bytes())).collect();
        let question = SshExec {
            struct_size: 72,
            nargs: arguments.len() as u32,
            command_id: Str::of(command.as_bytes()),
            args: arguments.as_ptr(),
            stdin_data: Str::EMPTY,
            timeout_ns: 0,
            max_stdout: 0,
            max_stderr: 0,
        };
        let mut answer = SshResult {
            struct_size: 72,
            exit_code: 0,
            privilege: 0,
            truncated: 0,
            wall_ns: 0,
            signal: Str::EMPTY,
            out: Str::EMPTY,
            err: Str::EMPTY,
        };
        let ssh = unsafe { &*self.services.ssh };
        Failure::check(unsafe { (ssh.exec)(self.services.h, self.call, self.id, &question, &mut answer) })?;
        // Both live until the call ends.
        Ok(unsafe { Answer { exit_code: answer.exit_code, out: answer.out.bytes(), err: answer.err.bytes() } })
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        unsafe { ((*self.services.ssh).close)(self.services.h, self.call, self.id) };
    }
}

pub struct Instance<P> {
    services: Services,
    probe: P,
}

/// # Safety
/// Called by the host, as the ABI says.
pub unsafe extern "C" fn create<P: Probe>(host: *const Host, config: Bytes, _: i32, out: *mut *mut c_void) -> Rc {
    let host = &*host;
    let service = match host.service {
        Some(service) => service,
        None => return code::UNSUPPORTED,
    };
    let core = service(host.h, Str::new("ow.core/1"), 96) as *const Core;
    let ssh = service(host.h, Str::new("ow.ssh/1"), 64) as *const Ssh;
    if core.is_null() || ssh.is_null() {
        return code::UNSUPPORTED;
    }
    let services = Services { h: host.h, core, ssh };
    fenced(services, 0, || {
        let probe = P::new(config.text())?;
        *out = Box::into_raw(Box::new(Instance { services, probe })) as *mut c_void;
        Ok(())
    })
}

/// # Safety
/// Called by the host, as the ABI says.
pub unsafe extern "C" fn destroy<P: Probe>(inst: *mut c_void) {
    let _ = catch_unwind(AssertUnwindSafe(|| drop(Box::from_raw(inst as *mut Instance<P>))));
}

/// # Safety
/// Called by the host, as the ABI says.
pub unsafe extern "C" fn run<P: Probe>(inst: *mut c_void, id: u64, request: *const Request) -> Rc {
    let instance = &*(inst as *const Instance<P>);
    let services = instance.services;
    fenced(services, id, || {
        let result = instance.probe.run(&Call { services, id, request: &*request })?;
        Failure::check((services.core().result)(services.h, id, 0, Str::of(result.as_bytes())))
    })
}

fn fenced(services: Services, call: u64, body: impl FnOnce() -> Result<(), Failure>) -> Rc {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => 0,
        Ok(Err(failure)) => services.fail(call, &failure),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            services.fail(call, &Failure::new(code::INTERNAL, &format!("panic: {}", text)))
        }
    }
}

/// The exported function and the ELF note.
#[macro_export]
macro_rules! plugin {
    ($id:literal, $version:literal, $probe:ty) => {
        static OW_TABLE: $crate::ow_abi::Table = $crate::ow_abi::Table {
            struct_size: 104,
            abi_minor: 1,
            min_host_minor: 0,
            flags: 0,
            id: $crate::ow_abi::Str::new($id),
            version: $crate::ow_abi::Str::new($version),
            create: Some($crate::ow_plugin::create::<$probe>),
            destroy: Some($crate::ow_plugin::destroy::<$probe>),
            configure: None,
            run: Some($crate::ow_plugin::run::<$probe>),
            cancel: None,
            health: None,
            extension: None,
        };

        #[no_mangle]
        pub extern "C" fn ow_plugin_v1() -> *const $crate::ow_abi::Table {
            &OW_TABLE
        }

        #[used]
        #[link_section = ".note.ow"]
        static OW_NOTE: $crate::ow_abi::Note = $crate::ow_abi::Note {
            head: [4, 104, 0x4f57_0001],
            name: *b"OWP\0",
            abi: [1, 1, 0, 3],
            id: $crate::ow_abi::padded($id),
            version: $crate::ow_abi::padded($version),
        };
    };
}

/// An integer member of a JSON object; members of values inside of it do not count.
pub fn json_integer(json: &str, name: &str) -> Option<i64> {
    let bytes = json.as_bytes();
    let (mut depth, mut index) = (0, 0);
    while index < bytes.len() {
        match bytes[index] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let start = index + 1;
                index = start;
                while index < bytes.len() && bytes[index] != b'"' {
                    index += if bytes[index] == b'\\' { 2 } else { 1 };
                }
                let rest = json.get(index + 1..).unwrap_or("").trim_start();
                if depth == 1 && json.get(start..index) == Some(name) && rest.starts_with(':') {
                    let value = rest[1..].trim_start();
                    let end = value.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(value.len());
                    return value[..end].parse().ok().filter(|_| !value[end..].starts_with(&['.', 'e', 'E']));
                }
            }
            _ => {}
        }
        index += 1;
    }
    None
}
