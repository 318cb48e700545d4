/// A package in one file (`.owp`): an uncompressed ustar archive with `plugin.toml` first, its signature second and every
/// other file after them in the order of their paths.
package struct PackageArchive: PackageSource, Sendable {
    /// Largest archive that is read or made.
    package static let sizeLimit = 64 << 20
    /// The two empty blocks that end an archive.
    private static let end = [UInt8](repeating: 0, count: 2 * TarEntry.blockSize)

    private let bytes: [UInt8]
    private let entries: [String: Range<Int>]

    // MARK: Reading

    /// What an archive that was opened holds, checked as far as trust goes.
    struct Opened {
        let manifest: PluginManifest
        let manifestBytes: [UInt8]
        let trust: PluginTrust
        let archive: PackageArchive
    }

    /// Reads an archive that comes from anywhere.
    ///
    /// Manifest and signature are judged before any byte behind them is looked at. Throws the verifier's rejections, and
    /// `archive` for anything that ``make(_:)`` would not have written from a package with this manifest.
    static func open(_ bytes: [UInt8], verifier: PackageVerifier) throws(PluginRejection) -> Opened {
        guard bytes.count <= sizeLimit else {
            throw PluginRejection(.archive, "the archive is larger than \(sizeLimit >> 20) MiB")
        }
        guard bytes.count % TarEntry.blockSize == 0, bytes.count > end.count else {
            throw PluginRejection(.archive, "the archive is cut off; transfer it again")
        }
        var position = 0
        guard let (first, content) = try next(bytes, &position), first.path == PackageVerifier.manifestName else {
            throw PluginRejection(.archive, "the archive does not begin with plugin.toml")
        }
        var entries = [first.path: content]
        var pending = try next(bytes, &position)
        if let (entry, content) = pending, entry.path == PackageVerifier.signatureName {
            entries[entry.path] = content
            pending = nil
        }
        let head = PackageArchive(bytes: bytes, entries: entries)
        try verifier.authenticate(head)
        let (manifest, manifestBytes) = try verifier.manifest(of: head)
        let trust = try verifier.trust(manifest, bytes: manifestBytes, source: head)

        let named = manifest.namedPaths
        var last = ""
        if pending == nil, entries.count > 1 { pending = try next(bytes, &position) }
        while let (entry, content) = pending {
            guard named.contains(entry.path) else {
                throw PluginRejection(
                    .archive, "\(entry.path) is in the archive and not in its manifest; pack it anew")
            }
            guard last.utf8.lexicographicallyPrecedes(entry.path.utf8) else {
                throw PluginRejection(.archive, "\(entry.path) is in the archive twice or out of order")
            }
            last = entry.path
            entries[entry.path] = content
            pending = try next(bytes, &position)
        }
        guard position == bytes.count else {
            throw PluginRejection(.archive, "there is something behind the end of the archive")
        }
        let archive = PackageArchive(bytes: bytes, entries: entries)
        return Opened(manifest: manifest, manifestBytes: manifestBytes, trust: trust, archive: archive)
    }

    /// The next entry and where its content is; nil at the end of the archive.
    private static func next(
        _ bytes: [UInt8], _ position: inout Int
    ) throws(PluginRejection) -> (entry: TarEntry, content: Range<Int>)? {
        let block = TarEntry.blockSize
        guard bytes.count - position >= block else { throw PluginRejection(.archive, "the archive is cut off") }
        let header = bytes[position..<position + block]
        if header.first == 0 {
            guard bytes.count - position >= end.count, bytes[position..<position + end.count].elementsEqual(end) else {
                throw PluginRejection(.archive, "the archive has an empty header")
            }
            position += end.count
            return nil
        }
        let entry = try TarEntry(header: header)
        let start = position + block
        guard entry.size <= bytes.count - start, entry.paddedSize <= bytes.count - start else {
            throw PluginRejection(.archive, "the archive ends inside of \(entry.path)")
        }
        guard bytes[start + entry.size..<start + entry.paddedSize].allSatisfy({ $0 == 0 }) else {
            throw PluginRejection(.archive, "there is something between \(entry.path) and the entry behind it")
        }
        position = start + entry.paddedSize
        return (entry, start..<start + entry.size)
    }

    func contains(_ path: String) -> Bool { entries[path] != nil }

    func read(_ path: String, limit: Int) throws(PluginRejection) -> [UInt8] {
        guard let range = entries[path] else { throw PluginRejection(.path, "\(path) is missing") }
        guard range.count <= limit else { throw PluginRejection(.path, "\(path) is larger than \(limit) bytes") }
        return Array(bytes[range])
    }

    func paths() -> [String] { entries.keys.sorted() }

    // MARK: Writing

    /// The archive of a package in a directory: the same bytes for the same files, wherever and whenever it is made.
    ///
    /// What the manifest does not name stays where it is: sources, build output, recordings.
    ///
    /// Throws a rejection if a file does not have the digest that the manifest gives, if a signed manifest gives none,
    /// or if a path does not fit the format.
    package static func make(directory: String) throws(PluginRejection) -> [UInt8] {
        try make(PackageReader(path: directory, isStrict: false))
    }

    static func make(_ source: some PackageSource) throws(PluginRejection) -> [UInt8] {
        let verifier = PackageVerifier(trust: UnjudgedTrustPolicy(), floor: InMemoryVersionFloor())
        let (manifest, _) = try verifier.manifest(of: source)
        let isSigned = source.contains(PackageVerifier.signatureName)
        let tree = PackageTree(source, manifest: manifest, takesDocuments: false)
        _ = try PackageFiles.check(manifest, isSigned: isSigned, source: tree)
        let head = [PackageVerifier.manifestName, PackageVerifier.signatureName]
        let rest = manifest.namedPaths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let libraries = Set(manifest.files.map(\.path))
        var archive: [UInt8] = []
        for path in head.filter(source.contains) + rest {
            let content = try source.read(path, limit: ELFNote.sizeLimit)
            let entry = TarEntry(path: path, size: content.count, isExecutable: libraries.contains(path))
            guard let header = entry.header() else {
                throw PluginRejection(.archive, "the path \(path) is too long for a package")
            }
            guard archive.count + entry.paddedSize + 3 * TarEntry.blockSize <= sizeLimit else {
                throw PluginRejection(.archive, "the package is larger than \(sizeLimit >> 20) MiB")
            }
            archive += header
            archive += content
            archive += [UInt8](repeating: 0, count: entry.paddedSize - content.count)
        }
        return archive + end
    }
}

/// Lets every package pass: for looking at one, never for running one.
struct UnjudgedTrustPolicy: TrustPolicy {
    func evaluate(_ candidate: TrustCandidate) -> PluginTrust { .unsigned }
}
