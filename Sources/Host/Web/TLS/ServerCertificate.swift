import Crypto
package import Foundation
import NIOConcurrencyHelpers
import NIOSSL
import SwiftASN1
import X509

/// The certificate and key that new connections get. Can be replaced while the server runs.
package final class ServerCertificate: Sendable {
    /// What a certificate says of itself.
    package struct Facts: Sendable, Equatable {
        /// SHA-256 of the leaf in DER, lower-case hex.
        package let fingerprint: String
        package let notAfter: Date
    }

    /// Why a pair cannot be used.
    package enum Fault: Error, CustomStringConvertible {
        case noCertificate
        case expired(Date)
        case notYetValid(Date)
        case unusable

        package var description: String {
            switch self {
            case .noCertificate: "the file holds no certificate in PEM form"
            case .expired(let date): "the certificate ended at \(date.ISO8601Format())"
            case .notYetValid(let date): "the certificate begins at \(date.ISO8601Format())"
            case .unusable: "certificate and key cannot be read or do not belong together"
            }
        }
    }

    private struct State {
        var context: NIOSSLContext
        var facts: Facts
    }

    private let state: NIOLockedValueBox<State>

    /// Takes an expired certificate as well: a server that does not start helps nobody, and the clients say so.
    ///
    /// - Throws: ``Fault``.
    package init(_ identity: TLSIdentity) throws {
        state = NIOLockedValueBox(State(context: try Self.context(identity), facts: try Self.facts(identity).facts))
    }

    package var facts: Facts { state.withLockedValue(\.facts) }

    var context: NIOSSLContext { state.withLockedValue(\.context) }

    /// Uses another pair for connections from now on.
    ///
    /// - Throws: ``Fault``; the pair before stays.
    /// - Returns: whether it is another certificate.
    @discardableResult
    package func replace(with identity: TLSIdentity, at now: Date = .now) throws -> Bool {
        let (facts, notBefore) = try Self.facts(identity)
        guard facts.notAfter > now else { throw Fault.expired(facts.notAfter) }
        guard notBefore <= now else { throw Fault.notYetValid(notBefore) }
        let context = try Self.context(identity)
        return state.withLockedValue { state in
            defer { state = State(context: context, facts: facts) }
            return state.facts != facts
        }
    }

    private static func context(_ identity: TLSIdentity) throws -> NIOSSLContext {
        guard try keyMatches(identity), let context = try? TLSSettings.context(for: identity) else {
            throw Fault.unusable
        }
        return context
    }

    private static func keyMatches(_ identity: TLSIdentity) throws -> Bool {
        let leaf = try leaf(identity)
        guard let key = try? Certificate.PrivateKey(pemEncoded: String(decoding: identity.privateKeyPEM, as: UTF8.self))
        else { return false }
        return key.publicKey == leaf.publicKey
    }

    private static func leaf(_ identity: TLSIdentity) throws -> Certificate {
        let text = String(decoding: identity.certificatePEM, as: UTF8.self)
        guard let document = try? PEMDocument.parseMultiple(pemString: text).first,
            let certificate = try? Certificate(pemDocument: document)
        else { throw Fault.noCertificate }
        return certificate
    }

    private static func facts(_ identity: TLSIdentity) throws -> (facts: Facts, notBefore: Date) {
        let certificate = try leaf(identity)
        var serializer = DER.Serializer()
        guard (try? certificate.serialize(into: &serializer)) != nil else { throw Fault.noCertificate }
        let digest = SHA256.hash(data: serializer.serializedBytes)
        let fingerprint = digest.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        return (Facts(fingerprint: fingerprint, notAfter: certificate.notValidAfter), certificate.notValidBefore)
    }
}
