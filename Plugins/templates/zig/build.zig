const std = @import("std");

pub fn build(b: *std.Build) void {
    const module = b.createModule(.{
        .root_source_file = b.path("src/plugin.zig"),
        .target = b.standardTargetOptions(.{}),
        .optimize = b.standardOptimizeOption(.{}),
        .link_libc = true,
        .pic = true,
        .strip = true,
    });
    module.addIncludePath(b.path("include"));
    module.addCSourceFile(.{ .file = b.path("src/note.c"), .flags = &.{ "-std=c11", "-Wall", "-Wextra", "-Werror" } });
    const library = b.addLibrary(.{ .name = "plugin", .linkage = .dynamic, .root_module = module });
    library.setVersionScript(b.path("exports.map"));
    b.installArtifact(library);
}
