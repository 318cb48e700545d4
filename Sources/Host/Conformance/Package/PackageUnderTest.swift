package import PluginHost

/// What all cases know about the package: its inspection, the shared object for this machine, and recorded answers.
package struct PackageUnderTest: Sendable {
    package let inspection: PackageSurvey
    let recordings: [Recorded]
    /// The parsed file of this machine's architecture, or why it cannot be parsed.
    let object: Result<ObjectFile, ObjectFile.Malformed>?

    /// Reads the package in a folder, and the recordings in it unless others are given.
    ///
    /// - Parameter recordings: a file or folder; nil for those of the package.
    /// - Throws: ``ConformanceError/Code/recording`` if a recording is malformed.
    package init(directory: String, recordings: String? = nil) throws(ConformanceError) {
        inspection = PackageSurvey(directory: directory)
        self.recordings = try RecordingReader(words: inspection.commandWords).read(
            directory: directory, other: recordings)
        object = inspection.objects.first { $0.file.architecture == ELFNote.Machine.host.rawValue }?.content
            .map { content in
                Result { () throws(ObjectFile.Malformed) -> ObjectFile in try ObjectFile(content) }
            }
    }

    /// The path of the shared object that this machine runs, nil if the package has none.
    var objectPath: String? {
        inspection.objects.first { $0.file.architecture == ELFNote.Machine.host.rawValue && $0.content != nil }
            .map { "\(inspection.directory)/\($0.file.path)" }
    }

    /// `c`, `rust`, …: as the manifest says, else as the note does.
    var runtime: String {
        if let named = inspection.objects.first(where: { $0.file.architecture == ELFNote.Machine.host.rawValue })?.file
            .runtime
        {
            return named
        }
        guard let note else { return "" }
        return ["", "c", "cpp", "rust", "go", "swift", "zig"].indices.contains(note.language)
            ? ["", "c", "cpp", "rust", "go", "swift", "zig"][note.language] : ""
    }

    var note: ELFNote? {
        inspection.objects.first { $0.file.architecture == ELFNote.Machine.host.rawValue }?.content
            .flatMap { try? ELFNote(reading: $0) }
    }
}
