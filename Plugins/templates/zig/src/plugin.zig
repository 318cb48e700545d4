//! Reads how much a host randomises addresses, and reports when that is less than expected.
const std = @import("std");
const ow = @import("ow.zig");

const event_weakened = 0; // the place of [[event]] in plugin.toml

const Setting = struct { value: i64 = -1, expected: i64 = 2 };

fn probe(call: *ow.Call) ow.Failure!void {
    if (call.request.probe != 0) return error.Argument;
    const session = try call.open();
    const answer = try call.execute(session, "aslr", &.{});
    if (answer.exit_code != 0) return call.fail(error.Unsupported, "the host has no kernel.randomize_va_space");
    const out = ow.view(answer.out);
    if (out.len == 0 or out[0] < '0' or out[0] > '2')
        return call.fail(error.Protocol, "kernel.randomize_va_space is not 0, 1 or 2");

    const found: Setting = .{ .value = out[0] - '0', .expected = (try read(call.parameters())).expected };
    const known = try read(call.previous());
    var buffer: [128]u8 = undefined;
    const json = std.fmt.bufPrint(&buffer, "{{\"value\":{d},\"expected\":{d}}}", .{ found.value, found.expected }) catch
        return error.OutOfMemory;

    // Only a change is an event: the last result says what is known already.
    if (found.value < found.expected and known.value != found.value) try call.emit(.{
        .kind = event_weakened,
        .severity = ow.c.OW_SEV_MEDIUM,
        .subject = "sysctl:kernel.randomize_va_space",
        .message = "Addresses are randomised less than expected.",
        .attributes = json,
    });
    try call.result(json);
}

/// The members of a JSON object; the defaults for those that are not there.
fn read(json: []const u8) ow.Failure!Setting {
    if (json.len == 0) return .{};
    var storage: [4096]u8 = undefined;
    var arena = std.heap.FixedBufferAllocator.init(&storage);
    return std.json.parseFromSliceLeaky(Setting, arena.allocator(), json, .{ .ignore_unknown_fields = true }) catch
        return error.Protocol;
}

const exported = ow.Table("@ID@", "0.1.0", probe);

export fn ow_plugin_v1() *const ow.c.ow_plugin {
    return &exported.table;
}
