import Foundation
import JSON

/// A package read for a report: everything that can be found out about its files without running any of them, faults
/// included. What the server loads is decided by ``PluginCatalog`` alone.
package struct PackageSurvey: Sendable {
    /// One `[[file]]` of the manifest.
    package struct Object: Sendable {
        package let file: PluginManifest.File
        /// Nil if the file cannot be read.
        package let content: [UInt8]?
        /// Lower-case hexadecimal; empty without content.
        package let sha256: String
    }

    package let directory: String
    /// Nil if ``manifestFaults`` says why.
    package let manifest: PluginManifest?
    package let manifestFaults: [ManifestFault]
    /// The `argv` of each command as the manifest has it, placeholders included.
    package var commandWords: [String: [String]] {
        manifest?.permissions.commands.mapValues(\.template.source) ?? [:]
    }
    package let schemas: [String: SchemaValidator]
    package let schemaTexts: [String: JSONValue]
    package let schemaFaults: [ManifestFault]
    package let objects: [Object]
    /// SHA-256 and size of every file that the manifest names and that can be read.
    package let digests: [String: (sha256: String, size: Int)]
    /// What ``PluginCatalog`` would refuse about owners, modes and kinds of the files.
    package let pathFaults: [String]

    private static let fileLimit = 64 * 1024 * 1024

    /// Reads a package's folder. A file that is missing or wrong is a fault in the result, never an error.
    package init(directory: String) {
        self.directory = directory
        let bytes = Self.content("\(directory)/plugin.toml", limit: PluginManifest.sizeLimit)
        var manifest: PluginManifest?
        var faults: [ManifestFault] = []
        if let bytes {
            do {
                manifest = try ManifestParser.parse(bytes)
            } catch {
                faults = error.faults.isEmpty ? [ManifestFault(path: "", message: error.message)] : error.faults
            }
        } else {
            faults = [ManifestFault(path: "", message: "\(directory)/plugin.toml cannot be read")]
        }
        self.manifest = manifest
        manifestFaults = faults

        let sink = ManifestFaultSink()
        var schemas: [String: SchemaValidator] = [:]
        var texts: [String: JSONValue] = [:]
        for path in manifest?.schemaPaths ?? [] {
            guard let text = Self.content("\(directory)/\(path)", limit: 1 << 20) else {
                sink.add(path: path, "cannot be read")
                continue
            }
            texts[path] = try? JSONValue(parsing: text)
            schemas[path] = SchemaCompiler.compile(text, file: path, sink: sink)
        }
        self.schemas = schemas
        schemaTexts = texts
        schemaFaults = sink.faults

        objects = (manifest?.files ?? []).map { file in
            let content = Self.content("\(directory)/\(file.path)", limit: Self.fileLimit)
            return Object(file: file, content: content, sha256: content.map(SHA256Digest.hex) ?? "")
        }
        var digests: [String: (sha256: String, size: Int)] = [:]
        for path in manifest?.namedPaths ?? [] {
            guard let content = Self.content("\(directory)/\(path)", limit: Self.fileLimit) else { continue }
            digests[path] = (SHA256Digest.hex(content), content.count)
        }
        self.digests = digests
        pathFaults = Self.pathFaults(
            directory, ["plugin.toml"] + (manifest?.schemaPaths ?? []) + objects.map(\.file.path))
    }

    private static func content(_ path: String, limit: Int) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: path), data.count <= limit else { return nil }
        return Array(data)
    }

    private static func pathFaults(_ directory: String, _ paths: [String]) -> [String] {
        var faults: [String] = []
        do throws(PluginRejection) {
            let reader = try PackageReader(path: directory)
            for path in Set(paths).sorted() {
                do throws(PluginRejection) {
                    _ = try reader.read(path, limit: fileLimit)
                } catch {
                    faults.append(error.message)
                }
            }
        } catch {
            faults.append(error.message)
        }
        return Array(Set(faults)).sorted()
    }
}

extension PackageSurvey {
    /// A validator for one schema that refers to no other; nil if it is none.
    package static func validator(for schema: JSONValue) -> SchemaValidator? {
        SchemaCompiler.compile(schema, file: "", sink: ManifestFaultSink())
    }
}
