import Foundation
import PluginHost

/// How long it takes to find and verify 1,000 packages: manifests, signatures, digests, schemas and ELF notes, with every
/// shared object in a sealed memory file at the end, and no code run.
struct CatalogScan {
    private static let count = 1_000
    private static let template = "org.openwatch.test.echo"

    let options: BenchOptions
    let report: Report

    func run() throws {
        raiseDescriptorLimit()
        let directory = "\(options.state)/scan-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let key = MinisignSecretKey()
        try generate(in: directory, key: key)
        let entry = TrustedKey.entry(
            name: "bench", key: key.publicKey, tier: .dev, idPrefixes: ["org.openwatch.test."])
        let ids = Set((0..<Self.count).map(Self.id))
        let policies: [(String, any TrustPolicy)] = [
            ("signed", SignedTrustPolicy(ring: try TrustRing(text: entry))),
            ("allow-listed by id", AllowListedTrustPolicy(ids: ids)),
        ]
        for (name, policy) in policies {
            var times: [Duration] = []
            var work: [UInt64] = []
            for _ in 0..<options.rounds {
                let before = CPUTime.own()
                let start = ContinuousClock.now
                let scanned = try PluginCatalog(trust: policy).scan(directory: directory)
                times.append(ContinuousClock.now - start)
                work.append(CPUTime.own() - before)
                for plugin in scanned {
                    if case .rejected(let rejection) = plugin.outcome { throw BenchFailure("\(rejection)") }
                }
                guard scanned.count == Self.count else { throw BenchFailure("\(scanned.count) packages were found") }
            }
            let milliseconds = times.sorted()[times.count / 2] / .milliseconds(1)
            report.add(
                "\(Self.count) packages, \(name)",
                [
                    ("ms", milliseconds), ("cpu_ms", Double(work.sorted()[work.count / 2]) / 1e6),
                    ("us_per_package", milliseconds * 1_000 / Double(Self.count)),
                ])
        }
    }

    private static func id(_ number: Int) -> String {
        "org.openwatch.test.n\(String(number + 1_000))"
    }

    /// Copies of one conformance plugin, each under an id of its own, in its manifest and in its ELF note.
    private func generate(in directory: String, key: MinisignSecretKey) throws {
        let source = options.conformance + "/echo"
        let manifest = try String(contentsOfFile: source + "/plugin.toml", encoding: .utf8)
        let object = try Data(contentsOf: URL(fileURLWithPath: source + "/lib/linux-x86_64/plugin.so"))
        let field = Data(Self.template.utf8) + Data(repeating: 0, count: 64 - Self.template.utf8.count)
        guard let note = object.range(of: field) else { throw BenchFailure("the conformance plugin has no note") }
        for number in 0..<Self.count {
            let id = Self.id(number)
            let package = "\(directory)/\(id)"
            try FileManager.default.createDirectory(
                atPath: "\(package)/lib/linux-x86_64", withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: source + "/schema", toPath: package + "/schema")
            var own = object
            own.replaceSubrange(note, with: Data(id.utf8) + Data(repeating: 0, count: 64 - id.utf8.count))
            try own.write(to: URL(fileURLWithPath: "\(package)/lib/linux-x86_64/plugin.so"))
            try manifest.replacing(Self.template, with: id)
                .write(toFile: package + "/plugin.toml", atomically: false, encoding: .utf8)
            _ = try PackageSigner.sign(directory: package, key: key, updatesHashes: true)
        }
    }

    /// Each verified package keeps one descriptor.
    private func raiseDescriptorLimit() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }
}
