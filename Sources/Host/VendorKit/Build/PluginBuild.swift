import Crypto
import Foundation
import PluginHost

/// Builds one package: compiles, strips, checks and installs its shared object, and fills the hashes in.
package struct PluginBuild: Sendable {
    /// What a build made.
    package struct Product: Sendable {
        /// In the package.
        package let path: String
        package let bytes: Int
        package let sha256: String
        package let language: PluginLanguage
    }

    private let directory: String
    private let programs: Programs

    package init(directory: String, programs: Programs = Programs()) {
        self.directory = directory
        self.programs = programs
    }

    /// Blocks until the compiler has ended. The package's old shared object and manifest stay as they are unless every
    /// step succeeds.
    package func run() throws(VendorKitError) -> Product {
        let manifest = try readManifest()
        guard let file = manifest.files.first(where: { $0.architecture == ELFNote.Machine.host.rawValue }) else {
            throw VendorKitError(
                .manifest, "plugin.toml has no [[file]] for this machine",
                hint: "add one with arch = \"\(ELFNote.Machine.host.rawValue)\"")
        }
        let language = try language(of: file)
        guard FileManager.default.fileExists(atPath: "\(directory)/\(language.buildFile)") else {
            throw VendorKitError(
                .build, "\(directory) has no \(language.buildFile), by which a \(language.rawValue) plugin is built")
        }
        let recipe = BuildRecipe(language)
        let command = try recipe.located(by: programs)
        let status = try programs.run(command, in: directory)
        guard status == 0 else { throw VendorKitError(.build, "\(recipe.command[0]) ended with \(status)") }
        return try install("\(directory)/\(recipe.artifact)", as: file, manifest: manifest, language: language)
    }

    private func readManifest() throws(VendorKitError) -> PluginManifest {
        let path = "\(directory)/plugin.toml"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw VendorKitError(
                .manifest, "\(path) cannot be read", hint: "name the folder of a plugin, or make one: plugin new")
        }
        do {
            return try ManifestParser.parse(Array(data))
        } catch {
            throw VendorKitError(.manifest, error.description, cause: error)
        }
    }

    private func language(of file: PluginManifest.File) throws(VendorKitError) -> PluginLanguage {
        let known = PluginLanguage.allCases.map(\.runtime).joined(separator: ", ")
        if let runtime = file.runtime {
            guard let language = PluginLanguage(runtime: runtime) else {
                throw VendorKitError(
                    .language, "there is no build rule for runtime \"\(runtime)\"", hint: "known: \(known)")
            }
            return language
        }
        // A Makefile builds several; only a manifest can tell them apart.
        let found = PluginLanguage.allCases.filter {
            $0.buildFile != "Makefile" && FileManager.default.fileExists(atPath: "\(directory)/\($0.buildFile)")
        }
        guard found.count == 1 else {
            throw VendorKitError(
                .language, "plugin.toml does not say what the plugin is written in",
                hint: "add runtime = \"…\" to its [[file]]: \(known)")
        }
        return found[0]
    }

    private func install(
        _ artifact: String, as file: PluginManifest.File, manifest: PluginManifest, language: PluginLanguage
    ) throws(VendorKitError) -> Product {
        guard FileManager.default.fileExists(atPath: artifact) else {
            throw VendorKitError(.build, "the build left no \(artifact)")
        }
        let target = URL(filePath: "\(directory)/\(file.path)")
        let scratch = target.deletingLastPathComponent().appending(path: ".plugin-\(UUID().uuidString).so")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let object: [UInt8]
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: artifact, toPath: scratch.path)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path)
        } catch {
            throw VendorKitError(.io, "\(file.path) cannot be written", cause: error)
        }
        let strip = try BuildRecipe(.c).tool("strip", by: programs)
        let status = try programs.run([strip, "--strip-unneeded", scratch.path], in: directory)
        guard status == 0 else { throw VendorKitError(.build, "strip ended with \(status)") }
        object = Array(FileManager.default.contents(atPath: scratch.path) ?? Data())
        try ObjectRules.check(object, manifest: manifest)
        let manifestFile = URL(filePath: "\(directory)/plugin.toml")
        let before = String(
            decoding: FileManager.default.contents(atPath: manifestFile.path) ?? Data(), as: UTF8.self)
        let text = try updatedManifest(before, manifest: manifest, replacing: file.path, by: object)
        guard rename(scratch.path, target.path) == 0 else {
            throw VendorKitError(.io, "\(file.path) cannot be replaced")
        }
        do {
            if text != before {
                // A signature of another manifest would only get the package refused.
                try? FileManager.default.removeItem(atPath: "\(directory)/plugin.toml.minisig")
                try Data(text.utf8).write(to: manifestFile, options: .atomic)
            }
        } catch {
            throw VendorKitError(.io, "plugin.toml cannot be written", cause: error)
        }
        return Product(path: file.path, bytes: object.count, sha256: Self.digest(object), language: language)
    }

    /// The manifest's text with the digests of everything that the package holds.
    private func updatedManifest(
        _ text: String, manifest: PluginManifest, replacing path: String, by object: [UInt8]
    ) throws(VendorKitError) -> String {
        var files: [String: [UInt8]]
        do {
            files = try PackageSigner.files(directory: directory, manifest: manifest)
        } catch {
            throw VendorKitError(.io, error.message, cause: error)
        }
        files[path] = object
        do {
            return try ManifestHashes.update(text, files: files)
        } catch {
            throw VendorKitError(.manifest, error.message, hint: error.hint, cause: error)
        }
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
