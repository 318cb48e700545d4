import Glibc
import System

/// What this program is.
enum Product {
    static let version = "0.1.0"
    static let toolchain = "swift 6.3"

    static var build: BuildInfo {
        BuildInfo(version: version, toolchain: toolchain, commit: "unknown", buildTime: "unknown")
    }

    /// The folder of the running executable.
    static var executableDirectory: String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return "." }
        let path = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
