import Foundation
import TestSupport
import Testing

@Suite("The kit's headers")
struct NativeKitTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    private static var include: String { "\(root)/Sources/PluginABI/include" }

    @Test("write and read JSON within their buffers, whatever the text is")
    func json() async throws {
        let directory = try TemporaryDirectory()
        try await TestCommand.run([
            "cc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-O1",
            "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-I", Self.include,
            "-o", "\(directory.path)/json", "\(Self.root)/Tests/VendorKitTests/native/json.c",
        ])
        try await TestCommand.run(["\(directory.path)/json"])
    }

    @Test("compile without a warning as C11 and C++17, alone and in any order", arguments: ["cc", "clang"])
    func warnings(compiler: String) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("a.c", "#include \"kit/ow_json.h\"\n#include \"kit/ow_kit.h\"\n")
        try directory.write("b.cpp", "#include \"kit/ow_kit.hpp\"\n#include \"ow_plugin.h\"\n")
        let strict = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-I", Self.include]
        // Swift brings its own clang, which is not on the PATH that programs of tests get.
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        for arguments in [
            ["-std=c11", "-Wconversion", "\(directory.path)/a.c"], ["-std=c++17", "\(directory.path)/b.cpp"],
        ] {
            try await TestCommand.run(["/usr/bin/env", "PATH=\(path)", compiler] + strict + arguments)
        }
    }
}
