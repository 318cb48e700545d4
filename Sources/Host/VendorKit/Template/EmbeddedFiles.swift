import CPluginTemplates

/// The files that are built into this program: templates, ABI headers, the Swift kit.
package enum EmbeddedFiles {
    /// Contents by path, as `c/plugin.c`, `include/ow_core.h`, `kit/PluginKit/ProbeCall.swift`.
    package static let all: [String: [UInt8]] = {
        var count = 0
        guard let files = ow_template_files(&count) else { return [:] }
        var all: [String: [UInt8]] = [:]
        for file in UnsafeBufferPointer(start: files, count: count) {
            guard let path = file.path else { continue }
            all[String(cString: path)] = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
        }
        return all
    }()

    /// The files below a folder, by their path in it.
    package static func folder(_ name: String) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for (path, bytes) in all where path.hasPrefix(name + "/") {
            files[String(path.dropFirst(name.count + 1))] = bytes
        }
        return files
    }
}
