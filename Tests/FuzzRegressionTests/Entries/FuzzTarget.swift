/// A parser of foreign bytes, as something that takes any bytes.
public enum FuzzTarget: String, CaseIterable, Sendable {
    case json
    case frames
    case result
    case events
    case manifest
    case elf
    case schema
    case pattern
    case collection
    case privateKey = "private-key"
    case banner
    case keyExchange = "key-exchange"
    case sqlText = "sql-text"
    case cookies
    case runner
    case signature
    case publicKey = "public-key"
    case secretKey = "secret-key"
    case trustRing = "trust-ring"
    case archive
    case version
    case license
    case report
    case recording

    /// Feeds the parser. Refusing the bytes is right; a trap is a fault, and so is what is thrown.
    ///
    /// - Throws: ``FuzzFinding`` when the parser contradicts itself.
    public func run(_ bytes: [UInt8]) throws {
        switch self {
        case .json: try JSONEntry.run(bytes)
        case .frames: try FrameEntry.run(bytes)
        case .result: ResultEntry.run(bytes)
        case .events: try EventEntry.run(bytes)
        case .manifest: ManifestEntry.run(bytes)
        case .elf: ELFEntry.run(bytes)
        case .schema: SchemaEntry.run(bytes)
        case .pattern: PatternEntry.run(bytes)
        case .collection: try CollectionEntry.run(bytes)
        case .privateKey: PrivateKeyEntry.run(bytes)
        case .banner: try BannerEntry.run(bytes)
        case .keyExchange: KeyExchangeEntry.run(bytes)
        case .sqlText: SQLTextEntry.run(bytes)
        case .cookies: CookieEntry.run(bytes)
        case .runner: RunnerEntry.run(bytes)
        case .signature: try MinisignEntry.signature(bytes)
        case .publicKey: try MinisignEntry.publicKey(bytes)
        case .secretKey: try MinisignEntry.secretKey(bytes)
        case .trustRing: try TrustRingEntry.run(bytes)
        case .archive: try ArchiveEntry.run(bytes)
        case .version: try VersionEntry.run(bytes)
        case .license: try LicenseEntry.run(bytes)
        case .report: try ReportEntry.run(bytes)
        case .recording: try RecordingEntry.run(bytes)
        }
    }
}

/// A parser answered in a way that cannot be right.
public struct FuzzFinding: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Cuts bytes into chunks of sizes that follow from the bytes themselves, so that the same input is always cut alike.
func chunks(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var rest = bytes[...]
    var state = UInt32(truncatingIfNeeded: bytes.count) &* 2_654_435_761 | 1
    var result: [ArraySlice<UInt8>] = []
    while !rest.isEmpty {
        state = state &* 1_664_525 &+ 1_013_904_223
        let chunk = rest.prefix(Int(state >> 24) % 40 + 1)
        result.append(chunk)
        rest = rest.dropFirst(chunk.count)
    }
    return result
}

/// The parts before and behind the first byte of this value; all and nothing without one.
func parts(of bytes: [UInt8], at separator: UInt8) -> ([UInt8], [UInt8]) {
    guard let place = bytes.firstIndex(of: separator) else { return (bytes, []) }
    return (Array(bytes[..<place]), Array(bytes[(place + 1)...]))
}
