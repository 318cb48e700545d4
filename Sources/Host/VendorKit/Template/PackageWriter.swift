import Foundation

/// Puts a new package into its place, whole or not at all.
package enum PackageWriter {
    /// Writes the files of a template into a folder that is not there, or empty.
    ///
    /// Throws ``VendorKitError/Code/exists`` if something is in the way and ``VendorKitError/Code/io`` if a file cannot be
    /// written; nothing is left behind then.
    package static func write(_ template: PluginTemplate, to directory: String) throws(VendorKitError) {
        let target = URL(filePath: directory).standardizedFileURL
        let staging = target.deletingLastPathComponent().appending(path: ".\(template.name).new-\(UUID().uuidString)")
        let files = FileManager.default
        if let found = try? files.contentsOfDirectory(atPath: target.path), !found.isEmpty {
            throw VendorKitError(
                .exists, "\(directory) is not empty", hint: "choose another --dir, or remove what is there")
        }
        var isDirectory: ObjCBool = false
        if files.fileExists(atPath: target.path, isDirectory: &isDirectory), !isDirectory.boolValue {
            throw VendorKitError(.exists, "\(directory) is a file", hint: "choose another --dir")
        }
        do {
            try files.createDirectory(at: staging, withIntermediateDirectories: false)
            for (path, bytes) in template.files.sorted(by: { $0.key < $1.key }) {
                let file = staging.appending(path: path)
                try files.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: file)
            }
            // Group and others may not write to a package that a server loads, whatever the umask.
            try restrict(staging)
            // Takes the place of an empty folder too; fails if somebody was faster.
            guard rename(staging.path, target.path) == 0 else { throw CocoaError(.fileWriteFileExists) }
        } catch {
            try? files.removeItem(at: staging)
            throw VendorKitError(
                .io, "\(directory) cannot be written", hint: "check that its parent folder exists and is yours",
                cause: error)
        }
    }

    private static func restrict(_ root: URL) throws {
        let files = FileManager.default
        for path in [root.path] + (try files.subpathsOfDirectory(atPath: root.path).map { "\(root.path)/\($0)" }) {
            let mode = try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0o755
            try files.setAttributes([.posixPermissions: mode & ~0o022], ofItemAtPath: path)
        }
    }
}
