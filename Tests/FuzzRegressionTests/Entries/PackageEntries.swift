import Core
import JSON

@testable import Licensing
@testable import PluginHost
@testable import VendorKit

enum MinisignEntry {
    /// A signature that was read is written and read as the same one.
    static func signature(_ bytes: [UInt8]) throws {
        guard let signature = try? MinisignSignature(file: bytes) else { return }
        guard (try? MinisignSignature(file: signature.file)) == signature else {
            throw FuzzFinding("a signature that was read cannot be written")
        }
        _ = try? signature.verify(bytes, with: MinisignPublicKey(id: signature.keyID, key: Array(bytes.prefix(32))))
    }

    /// So is a public key.
    static func publicKey(_ bytes: [UInt8]) throws {
        guard let key = try? MinisignPublicKey(file: bytes) else { return }
        guard (try? MinisignPublicKey(file: key.file)) == key, MinisignPublicKey(key.text) == key else {
            throw FuzzFinding("a public key that was read cannot be written")
        }
    }

    /// And a secret key. Without a password: deriving takes a gigabyte and seconds.
    static func secretKey(_ bytes: [UInt8]) throws {
        guard let key = try? MinisignSecretKey(file: bytes, password: nil) else { return }
        guard let file = try? key.file(), let again = try? MinisignSecretKey(file: file, password: nil),
            again.publicKey == key.publicKey
        else { throw FuzzFinding("a secret key that was read cannot be written") }
        guard let signature = try? key.sign(bytes, trustedComment: "fuzz"),
            (try? signature.verify(bytes, with: key.publicKey)) != nil
        else { throw FuzzFinding("what the key signed does not verify") }
    }
}

enum TrustRingEntry {
    static func run(_ bytes: [UInt8]) throws {
        guard let ring = try? TrustRing(text: String(decoding: bytes, as: UTF8.self)) else { return }
        guard ring.keys.allSatisfy({ $0.key == $0.value.key.id }) else {
            throw FuzzFinding("a key is listed under another key's id")
        }
    }
}

enum ArchiveEntry {
    private static let verifier = PackageVerifier(trust: UnjudgedTrustPolicy(), floor: InMemoryVersionFloor())

    /// A package has one byte sequence: whatever is accepted is what packing it anew gives.
    static func run(_ bytes: [UInt8]) throws {
        guard let opened = try? PackageArchive.open(bytes, verifier: verifier) else {
            tarHeader(bytes)
            return
        }
        for path in opened.archive.paths() {
            guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
                throw FuzzFinding("a path leads out of the package")
            }
            guard (try? opened.archive.read(path, limit: bytes.count)) != nil else {
                throw FuzzFinding("a file that is listed cannot be read")
            }
        }
        guard let again = try? PackageArchive.make(opened.archive) else { return }
        guard again == bytes else { throw FuzzFinding("packed again, the package is another") }
    }

    /// Sums are hard to guess, so the header is tried with the right one besides.
    private static func tarHeader(_ bytes: [UInt8]) {
        guard bytes.count >= TarEntry.blockSize else { return }
        var block = Array(bytes.prefix(TarEntry.blockSize))
        let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        let digits = String(sum, radix: 8)
        let field = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        block.replaceSubrange(148..<156, with: Array(field.utf8) + [0, 0x20])
        _ = try? TarEntry(header: block[...])
    }
}

enum VersionEntry {
    /// Two versions, a line end between: they are ordered in exactly one way.
    static func run(_ bytes: [UInt8]) throws {
        let (first, second) = parts(of: bytes, at: 0x0a)
        guard let left = SemanticVersion(String(decoding: first, as: UTF8.self)) else { return }
        guard left == left, !(left < left), SemanticVersion(left.description) == left else {
            throw FuzzFinding("a version is not itself")
        }
        guard let right = SemanticVersion(String(decoding: second, as: UTF8.self)) else { return }
        guard [left < right, left == right, right < left].count(where: \.self) == 1 else {
            throw FuzzFinding("two versions are ordered in no way, or in two")
        }
        guard left != right || left.hashValue == right.hashValue else {
            throw FuzzFinding("equal versions have different hashes")
        }
    }
}

enum LicenseEntry {
    /// The key of the first inputs; whoever holds its other half is of no importance.
    static let pem = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAg+Y5EcXBromlAcgFbKPIZKh7GZcfTpIgVWB9Nm5LhAs=
        -----END PUBLIC KEY-----
        """

    private static let verifier: LicenseVerifier? = (try? IssuerKey(pem: pem, role: .current)).map {
        LicenseVerifier(keys: IssuerKeyRing([$0]), issuer: "https://license.example", fingerprint: "f")
    }

    /// The JWT, and as claims whatever JSON there is: a payload is hard to sign by guessing.
    static func run(_ bytes: [UInt8]) throws {
        guard let verifier else { throw FuzzFinding("the issuer's key cannot be read") }
        let now = Timestamp(microseconds: 1_763_942_400_000_000)
        let verification = verifier.verify(String(decoding: bytes, as: UTF8.self), at: now, watermark: now)
        guard verification.license == nil || verification.claims == verification.license?.claims else {
            throw FuzzFinding("the licence has other claims than its text")
        }
        guard let payload = (try? JSONValue(parsing: bytes))?.object, let claims = try? LicenseClaims(payload),
            let issuedAt = claims.issuedAt, let expiresAt = claims.expiresAt
        else { return }
        let license = License(
            token: "", claims: claims, issuedAt: issuedAt, expiresAt: expiresAt, keyID: "", usesPreviousKey: false,
            mismatchedKeyID: nil)
        _ = license.warnings(at: now)
        _ = "\(license.graceEnd) \(issuedAt) \(claims.notBefore?.description ?? "")"
    }
}

enum ReportEntry {
    /// Records one behind the other, as from the pipe.
    static func run(_ bytes: [UInt8]) throws {
        for start in stride(from: 0, to: bytes.count, by: RunnerReport.size) {
            let record = RunnerReport(bytes[start..<min(bytes.count, start + RunnerReport.size)])
            guard case .denied(_, let name, _) = record else { continue }
            guard name.utf8.count <= 128, name.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
                throw FuzzFinding("the name of a system call is not safe to show")
            }
        }
    }
}

enum RecordingEntry {
    /// What was read, written and read again is the same.
    static func run(_ bytes: [UInt8]) throws {
        guard let recording = try? Recording(parsing: bytes) else { return }
        let written = recording.encoded()
        guard let again = try? Recording(parsing: written) else {
            throw FuzzFinding("a recording that was written cannot be read")
        }
        guard again.encoded() == written else { throw FuzzFinding("a recording that was written reads differently") }
    }
}
