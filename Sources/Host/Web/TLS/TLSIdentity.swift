import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate chain and its private key, both as PEM.
package struct TLSIdentity: Sendable, CustomStringConvertible, CustomReflectable {
    package let certificatePEM: [UInt8]
    package let privateKeyPEM: [UInt8]

    package init(certificatePEM: [UInt8], privateKeyPEM: [UInt8]) {
        self.certificatePEM = certificatePEM
        self.privateKeyPEM = privateKeyPEM
    }

    package var description: String { "TLSIdentity" }

    /// Has no children, because one is a private key.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    /// A new P-256 key and a certificate for it that it signs itself, valid for 397 days.
    ///
    /// - Parameter names: DNS names and IPv4 addresses to put into the certificate besides `localhost` and `127.0.0.1`.
    package static func selfSigned(names: [String]) throws -> TLSIdentity {
        let key = P256.Signing.PrivateKey()
        let certificateKey = Certificate.PrivateKey(key)
        let subject = try DistinguishedName {
            CommonName("openwatch")
            OrganizationName("OpenWatch self-signed")
        }
        let now = Date()
        let alternatives: [GeneralName] =
            [.dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))]
            + names.map { name in
                if let address = ipv4(name) { return .ipAddress(ASN1OctetString(contentBytes: address)) }
                return .dnsName(name)
            }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: certificateKey.publicKey,
            notValidBefore: now.addingTimeInterval(-300), notValidAfter: now.addingTimeInterval(397 * 86_400),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(digitalSignature: true, keyCertSign: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(alternatives)
            },
            issuerPrivateKey: certificateKey)
        return TLSIdentity(
            certificatePEM: Array(try certificate.serializeAsPEM().pemString.utf8) + [0x0a],
            privateKeyPEM: Array(key.pemRepresentation.utf8) + [0x0a])
    }

    private static func ipv4(_ text: String) -> ArraySlice<UInt8>? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        return parts.count == 4 && bytes.count == 4 ? bytes[...] : nil
    }
}
