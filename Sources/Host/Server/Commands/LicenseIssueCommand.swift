import ArgumentParser
import Contract
import Core
import JSON
import Licensing

/// `openwatch license issue`: signs a licence.
struct LicenseIssueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Sign a licence with an issuer's private key.",
        discussion: "Prints the licence to standard output. Keep a copy: nothing is recorded. Exit code 0, 1.")

    @OptionGroup var globals: GlobalOptions

    @Option(help: "The issuer's private key, mode 0600.")
    var key: String

    @Option(help: "Who the licence is for.")
    var customer: String

    @Option(help: "free, openwatch_plus or enterprise. Informational: features count.")
    var tier: String

    @Option(help: "A feature to switch on; may be given several times. With none, every feature up to the tier.")
    var feature: [String] = []

    @Option(help: "Days until the end, 1 to 36500. 30 days of grace follow.")
    var days: Int

    @Option(help: "RFC 3339 time before which the licence is not valid; the days count from it.")
    var notBefore: String?

    @Option(help: "The one installation that may use it: the value of license.fingerprint there.")
    var fingerprint: String?

    @Option(help: "The iss claim, instead of license.issuer.")
    var issuer: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard LicenseTier(rawValue: tier) != nil else {
            throw ValidationError(
                "--tier is one of \(LicenseTier.allCases.map(\.rawValue).joined(separator: ", ")), not \(tier)")
        }
        for id in feature where LicenseFeature.named(id) == nil {
            throw ValidationError(
                "there is no feature \(id); choose of \(LicenseFeature.all.map(\.id).joined(separator: ", "))")
        }
        guard (1...36_500).contains(days) else { throw ValidationError("--days is 1 to 36500, not \(days)") }
        if let notBefore, Timestamp(parsing: notBefore) == nil {
            throw ValidationError("--not-before is an RFC 3339 time such as 2027-01-01T00:00:00Z, not \(notBefore)")
        }
    }

    func run() throws {
        let configuration = try globals.loadValid()
        let pem = String(decoding: try StateDirectory.readSecret(key), as: UTF8.self)
        let signer = try LicenseIssuer(privateKeyPEM: pem)
        let tier = LicenseTier(rawValue: tier) ?? .free
        let now = Timestamp.now()
        let begin = notBefore.flatMap(Timestamp.init(parsing:))
        let token = try signer.issue(
            LicenseOrder(
                issuer: issuer ?? configuration["license.issuer"], customerID: customer, tier: tier,
                features: feature.isEmpty ? Self.features(upTo: tier) : feature.compactMap(LicenseFeature.named),
                issuedAt: now, notBefore: begin, expiresAt: (begin ?? now).adding(seconds: Int64(days) * 86_400),
                fingerprint: fingerprint))
        if json {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("license_jwt", token)
            writer.member("key_id", signer.keyID)
            writer.endObject()
            print(String(decoding: writer.bytes, as: UTF8.self))
        } else {
            print(token)
        }
    }

    /// What a tier sells, those of the free tier aside.
    private static func features(upTo tier: LicenseTier) -> [LicenseFeature] {
        let tiers = LicenseTier.allCases.prefix { $0 != tier } + [tier]
        return LicenseFeature.all.filter { $0.tier != .free && tiers.contains($0.tier) }
    }
}
