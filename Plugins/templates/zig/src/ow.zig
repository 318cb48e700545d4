//! The plugin ABI for Zig: slices and errors over the C headers.
const std = @import("std");

pub const c = @cImport(@cInclude("ow_plugin.h"));

/// Why a call ends. `Known` is an error of a service, which the host has the reason of.
pub const Failure = error{ Argument, Unsupported, Protocol, OutOfMemory, Known };

pub fn text(slice: []const u8) c.ow_str {
    return .{ .p = slice.ptr, .n = slice.len };
}

pub fn bytes(slice: []const u8) c.ow_bytes {
    return .{ .p = slice.ptr, .n = slice.len };
}

pub fn view(span: c.ow_bytes) []const u8 {
    return if (span.n == 0) &.{} else span.p[0..span.n];
}

pub const Services = struct {
    h: ?*anyopaque,
    core: *const c.ow_core_v1,
    ssh: *const c.ow_ssh_v1,

    /// Null if the host does not grant what is needed.
    pub fn find(host: *const c.ow_host) ?Services {
        const service = host.service orelse return null;
        const core = service(host.h, text("ow.core/1"), @sizeOf(c.ow_core_v1)) orelse return null;
        const ssh = service(host.h, text("ow.ssh/1"), @sizeOf(c.ow_ssh_v1)) orelse return null;
        return .{ .h = host.h, .core = @ptrCast(@alignCast(core)), .ssh = @ptrCast(@alignCast(ssh)) };
    }
};

/// One run of a probe.
pub const Call = struct {
    services: *const Services,
    id: c.ow_call,
    request: *const c.ow_request,
    /// The code of the service that failed.
    code: c.ow_rc = c.OW_OK,

    fn check(self: *Call, code: c.ow_rc) Failure!void {
        if (code == c.OW_OK) return;
        self.code = code;
        return Failure.Known;
    }

    pub fn parameters(self: *const Call) []const u8 {
        return view(self.request.params);
    }

    /// The last result as JSON; empty if there is none.
    pub fn previous(self: *const Call) []const u8 {
        return view(self.request.previous);
    }

    /// Explains a failure: return call.fail(error.Protocol, "what is wrong");
    pub fn fail(self: *Call, failure: Failure, message: []const u8) Failure {
        _ = self.services.core.fail.?(self.services.h, self.id, codeOf(failure, self.code), text(message), bytes(""));
        return failure;
    }

    pub fn open(self: *Call) Failure!c.ow_ssh {
        const options: c.ow_ssh_open = .{ .struct_size = @sizeOf(c.ow_ssh_open) };
        var session: c.ow_ssh = 0;
        const ssh = self.services.ssh;
        try self.check(ssh.open.?(self.services.h, self.id, self.request.target, &options, &session));
        return session;
    }

    /// Runs a command of the manifest, with one argument per placeholder.
    pub fn execute(self: *Call, session: c.ow_ssh, command: []const u8, arguments: []const c.ow_str) Failure!c.ow_ssh_result {
        const question: c.ow_ssh_exec = .{
            .struct_size = @sizeOf(c.ow_ssh_exec),
            .command_id = text(command),
            .args = arguments.ptr,
            .nargs = @intCast(arguments.len),
        };
        var answer: c.ow_ssh_result = .{ .struct_size = @sizeOf(c.ow_ssh_result) };
        try self.check(self.services.ssh.exec.?(self.services.h, self.id, session, &question, &answer));
        return answer;
    }

    pub const Event = struct { kind: u32, severity: u32, subject: []const u8, message: []const u8, attributes: []const u8 };

    /// Emits one event; waits where the host is behind.
    pub fn emit(self: *Call, event: Event) Failure!void {
        const raw: c.ow_event = .{
            .struct_size = @sizeOf(c.ow_event),
            .type = event.kind,
            .severity = event.severity,
            .format = c.OW_FMT_JSON,
            .subject = text(event.subject),
            .message = text(event.message),
            .attributes = bytes(event.attributes),
        };
        while (true) {
            const code = self.services.core.emit.?(self.services.h, self.id, &raw, 1);
            if (code != c.OW_E_AGAIN) return self.check(code);
            try self.check(self.services.core.wait.?(self.services.h, self.id, 5_000_000));
        }
    }

    pub fn result(self: *Call, json: []const u8) Failure!void {
        return self.check(self.services.core.result.?(self.services.h, self.id, c.OW_FMT_JSON, bytes(json)));
    }
};

/// A type with `probe`, as the exported table. Errors become codes here.
pub fn Table(comptime id: []const u8, comptime version: []const u8, comptime probe: fn (*Call) Failure!void) type {
    return struct {
        pub const table: c.ow_plugin = .{
            .struct_size = @sizeOf(c.ow_plugin),
            .abi_minor = c.OW_ABI_MINOR,
            .id = .{ .p = id.ptr, .n = id.len },
            .version = .{ .p = version.ptr, .n = version.len },
            .create = create,
            .destroy = destroy,
            .run = run,
        };

        fn create(host: [*c]const c.ow_host, _: c.ow_bytes, _: i32, out: [*c]?*anyopaque) callconv(.c) c.ow_rc {
            const services = Services.find(host) orelse return c.OW_E_UNSUPPORTED;
            const kept = std.heap.c_allocator.create(Services) catch return c.OW_E_NOMEM;
            kept.* = services;
            out.* = kept;
            return c.OW_OK;
        }

        fn destroy(inst: ?*anyopaque) callconv(.c) void {
            const services: *Services = @ptrCast(@alignCast(inst orelse return));
            std.heap.c_allocator.destroy(services);
        }

        fn run(inst: ?*anyopaque, id_: c.ow_call, request: [*c]const c.ow_request) callconv(.c) c.ow_rc {
            const services: *const Services = @ptrCast(@alignCast(inst orelse return c.OW_E_ARG));
            var call: Call = .{ .services = services, .id = id_, .request = request };
            probe(&call) catch |failure| return codeOf(failure, call.code);
            return c.OW_OK;
        }
    };
}

fn codeOf(failure: Failure, known: c.ow_rc) c.ow_rc {
    return switch (failure) {
        Failure.Argument => c.OW_E_ARG,
        Failure.Unsupported => c.OW_E_UNSUPPORTED,
        Failure.Protocol => c.OW_E_PROTOCOL,
        Failure.OutOfMemory => c.OW_E_NOMEM,
        Failure.Known => known,
    };
}
