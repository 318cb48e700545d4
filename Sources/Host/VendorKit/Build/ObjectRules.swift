package import PluginHost

/// The rules that a shared object must keep to be loaded anywhere but on the machine that built it.
package enum ObjectRules {
    /// What every Linux server has. libstdc++ is not among them: link it statically.
    private static let libraries: Set<String> = [
        "libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libresolv.so.2",
        "libgcc_s.so.1",
        "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
    ]

    /// The static Swift runtime asks for it by name; the server is written in Swift and has it for the same reason.
    private static let swiftLibraries: Set<String> = ["libstdc++.so.6"]
    private static let swiftLanguage = 5

    /// Throws ``VendorKitError/Code/object`` with every broken rule, each line beginning with the rule's name.
    package static func check(_ file: [UInt8], manifest: PluginManifest) throws(VendorKitError) {
        let note: ELFNote
        do {
            note = try ELFNote(reading: file)
            try note.check(against: manifest)
        } catch {
            throw VendorKitError(.object, "note: \(error.message)", hint: error.hint, cause: error)
        }
        let object = try SharedObject(file)
        var faults: [String] = []
        // cgo names the Go side of each exported function.
        let exports = object.exports.filter { $0 != "ow_plugin_v1" && !$0.hasPrefix("_cgoexp_") }
        if !object.exports.contains("ow_plugin_v1") {
            faults.append("exports: ow_plugin_v1 is not exported")
        }
        if !exports.isEmpty {
            let shown = exports.prefix(5).joined(separator: ", ")
            faults.append(
                "exports: \(exports.count) symbols besides ow_plugin_v1 (\(shown)); "
                    + "link with -Wl,--version-script=exports.map")
        }
        let foreign = object.needed.filter {
            !libraries.contains($0) && !(note.language == swiftLanguage && swiftLibraries.contains($0))
        }
        if !foreign.isEmpty {
            faults.append(
                "needed: \(foreign.joined(separator: ", ")) may be missing on a server; link statically")
        }
        if object.hasRunPath { faults.append("runpath: the file is loaded without a path; link without -rpath") }
        if object.hasTextRelocations { faults.append("textrel: code is changed at load time; compile with -fPIC") }
        if !object.bindsNow { faults.append("now: symbols are bound while calls run; link with -Wl,-z,now") }
        guard faults.isEmpty else { throw VendorKitError(.object, faults.joined(separator: "\n  ")) }
    }
}
