import Core
import Crypto
import Foundation
import JSON
import Testing

@testable import Licensing

@Suite("Form and signature of a licence")
struct SignatureTests {
    private let issuer: TestIssuer
    private let verifier: LicenseVerifier
    private let now = TestIssuer.now

    init() throws {
        issuer = try TestIssuer()
        verifier = try issuer.verifier()
    }

    private func result(_ text: String) -> LicenseResult { verifier.verify(text, at: now, watermark: nil).result }

    private func base64(_ json: JSONObject) -> String { Base64URL.encode(JSONValue.object(json).encoded()) }

    @Test("white space around a licence does not count, inside it does")
    func whiteSpace() throws {
        let token = try issuer.token()
        #expect(result("\n\t  \(token)\r\n\n") == .valid)
        let middle = token.index(token.startIndex, offsetBy: 20)
        #expect(result(token[..<middle] + "\n" + token[middle...]) == .malformed)
    }

    @Test("text that is no compact JWT is malformed")
    func malformed() throws {
        let token = try issuer.token()
        let parts = token.split(separator: ".").map(String.init)
        let array = Base64URL.encode(Array("[]".utf8))
        for text in [
            "", " ", ".", "..", "a.b.c", parts[0], "\(parts[0]).\(parts[1])", "\(token).x", "\(parts[0])..\(parts[2])",
            ".\(parts[1]).\(parts[2])", "\(array).\(parts[1]).\(parts[2])", "\(parts[0]).\(array).\(parts[2])",
            "\(token)=", token.replacing(".", with: ".."), "\(parts[0]).\(parts[1]).\(parts[2])+",
            "{\"alg\":\"EdDSA\"}",
        ] {
            #expect(result(text) == .malformed, "\(text.prefix(60))")
        }
        let twice = Base64URL.encode(Array(#"{"alg":"none","alg":"EdDSA"}"#.utf8))
        #expect(result("\(twice).\(parts[1]).\(parts[2])") == .malformed)
    }

    @Test("16 KiB are read and one byte more is not")
    func length() throws {
        func token(padding: Int) throws -> String {
            try issuer.token(["customer_id": .string(String(repeating: "x", count: padding))])
        }
        var padding = 11_700
        while try token(padding: padding).utf8.count < 16_384 { padding += 1 }
        let longest = try (padding - 1...padding).map { try token(padding: $0) }.last { $0.utf8.count <= 16_384 }
        #expect(try result(#require(longest)) == .valid)
        let tooLong = try token(padding: padding + 4)
        #expect(tooLong.utf8.count > 16_384)
        let verification = verifier.verify(tooLong, at: now, watermark: nil)
        #expect(verification.result == .malformed && verification.claims == nil)
        #expect(result(try issuer.token() + String(repeating: " ", count: 100_000)) == .valid)
        #expect(result(String(repeating: "x", count: 16_385)) == .malformed)
    }

    @Test("only EdDSA is accepted, whatever the header says and the text is signed with")
    func algorithms() throws {
        for algorithm in ["none", "None", "HS256", "RS256", "ES256", "eddsa", "EDDSA", "Ed25519", ""] {
            let header: JSONObject = ["alg": .string(algorithm), "kid": .string(issuer.pair.keyID)]
            #expect(result(try issuer.token(header: header)) == .signatureInvalid, "\(algorithm)")
        }
        // The classic confusions: no signature, and a MAC whose key is the public key.
        let unsigned = base64(["alg": "none"]) + "." + base64(TestIssuer.claims()) + "."
        #expect(result(unsigned) == .signatureInvalid)
        for key in [Array(issuer.pair.publicKeyPEM.utf8), Array(Data(issuer.pair.publicKeyPEM.utf8).suffix(32))] {
            let input = base64(["alg": "HS256"]) + "." + base64(TestIssuer.claims())
            let mac = HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: SymmetricKey(data: key))
            #expect(result(input + "." + Base64URL.encode(mac)) == .signatureInvalid)
        }
        #expect(result(try issuer.token(header: ["kid": "x"])) == .malformed)
        #expect(result(try issuer.token(header: ["alg": 1])) == .malformed)
        #expect(result(try issuer.token(header: ["alg": "EdDSA", "crit": ["b64"], "b64": false])) == .malformed)
    }

    @Test("one changed bit anywhere in payload or signature is noticed")
    func tampered() throws {
        let parts = try issuer.token().split(separator: ".").map(String.init)
        let payload = try #require(Base64URL.decode(parts[1].utf8))
        let grown = String(decoding: payload, as: UTF8.self).replacing("audit_query", with: "audit_quern")
        #expect(result("\(parts[0]).\(Base64URL.encode(Array(grown.utf8))).\(parts[2])") == .signatureInvalid)
        let signature = try #require(Base64URL.decode(parts[2].utf8))
        for index in stride(from: 0, to: signature.count, by: 7) {
            var changed = signature
            changed[index] ^= 1
            #expect(result("\(parts[0]).\(parts[1]).\(Base64URL.encode(changed))") == .signatureInvalid)
        }
        for length in [0, 1, 63, 65, 128] {
            let bytes = Array((signature + signature).prefix(length))
            #expect(result("\(parts[0]).\(parts[1]).\(Base64URL.encode(bytes))") == .signatureInvalid)
        }
    }

    @Test("kid decides which key is tried first and nothing else")
    func keyID() throws {
        let other = try TestIssuer()
        let ring = LicenseVerifier(
            keys: IssuerKeyRing([try issuer.key(), try other.key(.previous)]), issuer: TestIssuer.name, fingerprint: nil
        )
        func verify(_ signer: TestIssuer, kid: JSONValue?) throws -> LicenseVerification {
            var header: JSONObject = ["alg": "EdDSA"]
            header["kid"] = kid
            return ring.verify(try signer.token(header: header), at: now, watermark: nil)
        }
        let none = try verify(issuer, kid: nil)
        #expect(none.result == .valid && none.license?.mismatchedKeyID == nil)
        let right = try verify(other, kid: .string(other.pair.keyID))
        #expect(right.license?.usesPreviousKey == true && right.license?.mismatchedKeyID == nil)
        #expect(right.warnings.count == 1)
        let wrong = try verify(other, kid: .string(issuer.pair.keyID))
        #expect(wrong.license?.keyID == other.pair.keyID && wrong.license?.mismatchedKeyID == issuer.pair.keyID)
        let unknown = try verify(issuer, kid: .string(String(repeating: "k", count: 500)))
        #expect(unknown.result == .valid && unknown.license?.mismatchedKeyID?.count == 128)
        let stranger = try TestIssuer()
        #expect(try verify(stranger, kid: .string(issuer.pair.keyID)).result == .signatureInvalid)
        #expect(try verify(issuer, kid: 7).result == .malformed)
    }

    @Test("a deprecated key is not accepted, and the refusal says so; without keys nothing is")
    func deprecated() throws {
        func verify(_ keys: [IssuerKey]) throws -> LicenseVerification {
            LicenseVerifier(keys: IssuerKeyRing(keys), issuer: TestIssuer.name, fingerprint: nil)
                .verify(try issuer.token(), at: now, watermark: nil)
        }
        let deprecated = try verify([try issuer.key(.deprecated), try TestIssuer().key()])
        #expect(deprecated.result == .signatureInvalid && deprecated.reason?.contains("deprecated") == true)
        #expect(deprecated.claims?.customerID == "acme" && deprecated.license == nil)
        let empty = try verify([])
        #expect(empty.result == .signatureInvalid && empty.reason == "there is no issuer key")
    }

    @Test("no damage to a licence makes it another valid one or ends the process")
    func fuzz() throws {
        let token = Array(try issuer.token().utf8)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<3_000 {
            var bytes = token
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[Int.random(in: bytes.indices)] = UInt8.random(in: 0...127)
            case 1: bytes.removeSubrange(Int.random(in: 0..<100)..<Int.random(in: 100..<bytes.count))
            case 2: bytes.insert(contentsOf: bytes[0..<Int.random(in: 1..<200)], at: Int.random(in: bytes.indices))
            default: bytes = (0..<Int.random(in: 0..<300)).map { _ in UInt8.random(in: 0...255) }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard text.trimmingCharacters(in: .whitespacesAndNewlines).utf8.elementsEqual(token) == false else {
                continue
            }
            #expect(result(text) != .valid, "\(text)")
        }
    }

    @Test("base64url has one spelling per value")
    func base64url() {
        for bytes in [[], [0], [0, 1], [255, 254, 253], Array(0...255)] as [[UInt8]] {
            let text = Base64URL.encode(bytes)
            let foundation = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: "")
            #expect(text == foundation && Base64URL.decode(text.utf8) == bytes)
        }
        for bad in ["A", "AB=", "AB==", "AB", "AAB", "A+", "A/", "A A", "AAAAA"] {
            #expect(Base64URL.decode(bad.utf8) == nil, "\(bad)")
        }
    }
}
