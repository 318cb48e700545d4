import PluginHost

/// The ELF note, which tells who a plugin is before any of its code runs.
enum NoteChecks {
    static let all: [StaticCheck] = [
        StaticCheck("note.present", "the shared object carries a well-formed OpenWatch note") { package in
            guard let content = hostObject(package) else { return [.skip("there is no shared object")] }
            do throws(PluginError) {
                _ = try ELFNote(reading: content)
                return []
            } catch {
                return [.fault(error.message + (error.hint.map { "; " + $0 } ?? ""))]
            }
        },
        check("note.identity", "note and manifest name the same plugin and version") { note, manifest in
            note.id == manifest.id && note.version == manifest.version
                ? []
                : [.fault("the note says \(note.id) \(note.version), the manifest \(manifest.id) \(manifest.version)")]
        },
        check("note.abi", "note and manifest name the same ABI range") { note, manifest in
            let same =
                note.abiMajor == manifest.abi.major && note.abiMinor == manifest.abi.builtMinor
                && note.minHostMinor == manifest.abi.minHostMinor
            return same
                ? []
                : [
                    .fault(
                        "the note says \(note.abiMajor).\(note.abiMinor), host \(note.minHostMinor) or later; the manifest "
                            + "\(manifest.abi.major).\(manifest.abi.builtMinor), host \(manifest.abi.minHostMinor) or later"
                    )
                ]
        },
        check("note.machine", "the shared object is for the machine that the manifest says") { note, manifest in
            note.machine == .host ? [] : [.fault("the file listed for this machine is for \(note.machine.rawValue)")]
        },
        StaticCheck("note.language", "the note's language is the manifest's runtime") { package in
            guard let note = package.note, let manifest = package.inspection.manifest else {
                return [.skip("there is no note")]
            }
            let file = manifest.files.first { $0.architecture == ELFNote.Machine.host.rawValue }
            guard let runtime = file?.runtime else { return [.warning("[[file]] names no runtime")] }
            let names = ["", "c", "cpp", "rust", "go", "swift", "zig"]
            guard names.indices.contains(note.language), note.language > 0 else {
                return [.warning("the note's language \(note.language) is unknown")]
            }
            return runtime == names[note.language] || runtime.hasPrefix(names[note.language] + "-")
                ? [] : [.fault("the note says \(names[note.language]), the manifest \(runtime)")]
        },
    ]

    private static func hostObject(_ package: PackageUnderTest) -> [UInt8]? {
        package.inspection.objects.first { $0.file.architecture == ELFNote.Machine.host.rawValue }?.content
    }

    private static func check(
        _ id: String, _ title: String, _ run: @escaping @Sendable (ELFNote, PluginManifest) -> [Finding]
    ) -> StaticCheck {
        StaticCheck(id, title) { package in
            guard let note = package.note else { return [.skip("there is no note")] }
            guard let manifest = package.inspection.manifest else { return [.skip("the manifest cannot be read")] }
            return run(note, manifest)
        }
    }
}
