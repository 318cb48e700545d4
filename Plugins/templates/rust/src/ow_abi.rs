//! The C structs of the OpenWatch plugin ABI 1.0, field by field as in the headers.
#![allow(dead_code)]

use std::ffi::c_void;
use std::{ptr, slice, str};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Str {
    pub p: *const u8,
    pub n: u64,
}

pub type Bytes = Str;
pub type Rc = i32;

#[repr(C)]
pub struct Host {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub h: *mut c_void,
    pub product: Str,
    pub version: Str,
    pub instance_id: Str,
    pub service: Option<unsafe extern "C" fn(*mut c_void, Str, u32) -> *const c_void>,
}

#[repr(C)]
pub struct Request {
    pub struct_size: u32,
    pub probe: u32,
    pub target: u64,
    pub attempt: u32,
    pub format: u32,
    pub params: Bytes,
    pub previous: Bytes,
    pub previous_unix_ns: u64,
    pub trace_id: Str,
}

#[repr(C)]
pub struct RawEvent {
    pub struct_size: u32,
    pub kind: u32,
    pub severity: u32,
    pub format: u32,
    pub unix_ns: u64,
    pub subject: Str,
    pub message: Str,
    pub attributes: Bytes,
}

#[repr(C)]
pub struct Core {
    pub struct_size: u32,
    pub reserved: u32,
    pub log: unsafe extern "C" fn(*mut c_void, u64, i32, Str),
    pub mono_ns: unsafe extern "C" fn(*mut c_void) -> u64,
    pub unix_ns: unsafe extern "C" fn(*mut c_void) -> u64,
    pub deadline_mono_ns: unsafe extern "C" fn(*mut c_void, u64) -> u64,
    pub cancelled: unsafe extern "C" fn(*mut c_void, u64) -> u32,
    pub wait: unsafe extern "C" fn(*mut c_void, u64, u64) -> Rc,
    pub emit: unsafe extern "C" fn(*mut c_void, u64, *const RawEvent, u32) -> Rc,
    pub progress: unsafe extern "C" fn(*mut c_void, u64, u32, Str) -> Rc,
    pub fail: unsafe extern "C" fn(*mut c_void, u64, Rc, Str, Bytes) -> Rc,
    pub result: unsafe extern "C" fn(*mut c_void, u64, i32, Bytes) -> Rc,
    pub scratch: unsafe extern "C" fn(*mut c_void, u64, u64, u64) -> *mut c_void,
}

#[repr(C)]
pub struct SshOpen {
    pub struct_size: u32,
    pub flags: u32,
    pub timeout_ns: u64,
}

#[repr(C)]
pub struct SshExec {
    pub struct_size: u32,
    pub nargs: u32,
    pub command_id: Str,
    pub args: *const Str,
    pub stdin_data: Bytes,
    pub timeout_ns: u64,
    pub max_stdout: u64,
    pub max_stderr: u64,
}

#[repr(C)]
pub struct SshResult {
    pub struct_size: u32,
    pub exit_code: i32,
    pub privilege: i32,
    pub truncated: u32,
    pub wall_ns: u64,
    pub signal: Str,
    pub out: Bytes,
    pub err: Bytes,
}

#[repr(C)]
pub struct Ssh {
    pub struct_size: u32,
    pub reserved: u32,
    pub open: unsafe extern "C" fn(*mut c_void, u64, u64, *const SshOpen, *mut u64) -> Rc,
    pub info: *const c_void,
    pub exec: unsafe extern "C" fn(*mut c_void, u64, u64, *const SshExec, *mut SshResult) -> Rc,
    pub exec_stream: *const c_void,
    pub read_file: unsafe extern "C" fn(*mut c_void, u64, u64, Str, u64, *mut Bytes) -> Rc,
    pub collect: *const c_void,
    pub close: unsafe extern "C" fn(*mut c_void, u64, u64) -> Rc,
}

#[repr(C)]
pub struct Table {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub min_host_minor: u32,
    pub flags: u32,
    pub id: Str,
    pub version: Str,
    pub create: Option<unsafe extern "C" fn(*const Host, Bytes, i32, *mut *mut c_void) -> Rc>,
    pub destroy: Option<unsafe extern "C" fn(*mut c_void)>,
    pub configure: Option<unsafe extern "C" fn(*mut c_void, Bytes, i32) -> Rc>,
    pub run: Option<unsafe extern "C" fn(*mut c_void, u64, *const Request) -> Rc>,
    pub cancel: Option<unsafe extern "C" fn(*mut c_void, u64)>,
    pub health: Option<unsafe extern "C" fn(*mut c_void, u64) -> Rc>,
    pub extension: Option<unsafe extern "C" fn(*mut c_void, Str, u32) -> *const c_void>,
}

// The pointers in it are to constants.
unsafe impl Sync for Table {}

#[repr(C)]
pub struct Note {
    pub head: [u32; 3],
    pub name: [u8; 4],
    pub abi: [u16; 4],
    pub id: [u8; 64],
    pub version: [u8; 32],
}

/// The sizes that the headers promise; a mistake above does not compile.
const _: () = {
    use std::mem::size_of;
    assert!(size_of::<Host>() == 72 && size_of::<Request>() == 80 && size_of::<RawEvent>() == 72);
    assert!(size_of::<Core>() == 96 && size_of::<SshOpen>() == 16 && size_of::<SshExec>() == 72);
    assert!(size_of::<SshResult>() == 72 && size_of::<Ssh>() == 64);
    assert!(size_of::<Table>() == 104 && size_of::<Note>() == 120);
};

impl Str {
    pub const fn new(text: &'static str) -> Str {
        Str { p: text.as_ptr(), n: text.len() as u64 }
    }

    pub const EMPTY: Str = Str { p: ptr::null(), n: 0 };

    pub fn of(bytes: &[u8]) -> Str {
        Str { p: bytes.as_ptr(), n: bytes.len() as u64 }
    }

    /// The bytes, for as long as the host keeps them.
    pub unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.n == 0 { &[] } else { slice::from_raw_parts(self.p, self.n as usize) }
    }

    /// JSON from the host is UTF-8.
    pub unsafe fn text<'a>(self) -> &'a str {
        str::from_utf8(self.bytes()).unwrap_or("")
    }
}

pub const fn padded<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let mut index = 0;
    while index < text.len() {
        bytes[index] = text.as_bytes()[index];
        index += 1;
    }
    assert!(index < N, "too long for the note");
    bytes
}
