import Foundation
import PluginHost

/// A private copy of what a manifest lists, in the place where a server would look for it: what is run is the package,
/// not whatever else lies in a developer's folder, and loose file modes there do not matter.
struct PackageStage {
    /// The folder whose only subfolder is the package.
    let directory: String

    init(directory source: String, manifest: PluginManifest) throws(VendorKitError) {
        directory = FileManager.default.temporaryDirectory.appending(path: "openwatch-run-\(UUID().uuidString)").path
        let package = "\(directory)/\(manifest.id)"
        let machine = ELFNote.Machine.host.rawValue
        let files = manifest.files.filter { $0.architecture == machine }.map(\.path)
        for path in Set(["plugin.toml"] + files + manifest.schemaPaths + manifest.assets.map(\.path)).sorted() {
            guard let content = FileManager.default.contents(atPath: "\(source)/\(path)") else {
                remove()
                throw VendorKitError(
                    .io, "\(source)/\(path) cannot be read",
                    hint: files.contains(path) ? "build it first: openwatch plugin build \(source)" : nil)
            }
            do {
                let target = URL(filePath: "\(package)/\(path)")
                try FileManager.default.createDirectory(
                    at: target.deletingLastPathComponent(), withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
                try content.write(to: target)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target.path)
            } catch {
                remove()
                throw VendorKitError(.io, "no copy of \(path) can be made", cause: error)
            }
        }
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: directory)
    }
}
