import Core
import Crypto
import CryptoExtras
import Foundation
import Testing

@testable import Identity

@Suite("Session tokens")
struct SessionTokenTests {
    @Test("tokens are 32 random bytes in base64url, their CSRF tokens follow from them and from nothing else")
    func tokens() {
        let tokens = (0..<100).map { _ in SessionToken.make() }
        #expect(Set(tokens.map(\.text)).count == 100)
        #expect(tokens.allSatisfy { $0.text.wholeMatch(of: /[A-Za-z0-9_-]{43}/) != nil })
        #expect(Set(tokens.map(\.csrfToken)).count == 100)
        for token in tokens {
            #expect(token.csrfToken.wholeMatch(of: /[0-9a-f]{64}/) != nil)
            #expect(SessionToken(text: token.text).csrfToken == token.csrfToken)
            #expect(SessionToken(text: token.text).hash == token.hash && token.hash.count == 32)
        }
    }
}

@Suite("Access tokens")
struct AccessTokenTests {
    private let session = UUID.v7()

    private func encode(_ bytes: some Sequence<UInt8>) -> String { Base64URL.encode(Array(bytes)) }

    private func claims(expiring seconds: Double = 600, session: String? = nil) -> String {
        let now = Date().timeIntervalSince1970
        return """
            {"iss":"openwatch","aud":["openwatch-api"],"sub":"u","sid":"\(session ?? self.session.text)","iat":\(Int(now)),"exp":\(Int(now + seconds)),"jti":"j","role":"admin"}
            """
    }

    private func signed(header: String, claims: String, key: _RSA.Signing.PrivateKey) throws -> String {
        let body = encode(header.utf8) + "." + encode(claims.utf8)
        let signature = try key.signature(for: SHA256.hash(data: Array(body.utf8)), padding: .insecurePKCS1v1_5)
        return body + "." + encode(signature.rawRepresentation)
    }

    /// The header that the signer itself writes.
    private func header(_ signer: AccessTokenSigner, alg: String = "RS256") async throws -> String {
        let token = try await signer.token(userID: .v7(), sessionID: session, role: "")
        let text = try #require(token.split(separator: ".").first)
        let base64 = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
        let data = try #require(Data(base64Encoded: String(base64) + padding))
        return String(decoding: data, as: UTF8.self).replacing("RS256", with: alg)
    }

    @Test("a token leads to its session; so does one made by hand with the same key")
    func valid() async throws {
        let signer = try await IdentityBench.signer()
        let token = try await signer.token(userID: .v7(), sessionID: session, role: "admin")
        #expect(await signer.sessionID(of: token) == session)
        let key = try IdentityBench.rsaKey.get()
        #expect(
            await signer.sessionID(of: try signed(header: try await header(signer), claims: claims(), key: key))
                == session)
    }

    @Test("an expired token, one without an end and one without a session lead nowhere")
    func expired() async throws {
        let signer = try await IdentityBench.signer()
        let key = try IdentityBench.rsaKey.get()
        for claims in [
            claims(expiring: -1), claims(session: "nobody"), claims().replacing(/"exp":\d+,/, with: ""),
            claims().replacing(/"sid":"[^"]+",/, with: ""), "[]", "",
        ] {
            #expect(
                await signer.sessionID(of: try signed(header: try await header(signer), claims: claims, key: key))
                    == nil)
        }
    }

    @Test("no change of a token's text is accepted")
    func tampered() async throws {
        let signer = try await IdentityBench.signer()
        let token = try await signer.token(userID: .v7(), sessionID: session, role: "viewer")
        let parts = token.split(separator: ".").map(String.init)
        let other = try await signer.token(userID: .v7(), sessionID: .v7(), role: "admin").split(separator: ".").map(
            String.init)
        for text in [
            "\(parts[0]).\(other[1]).\(parts[2])", "\(parts[0]).\(parts[1]).\(other[2])", "\(parts[0]).\(parts[1]).",
            "\(parts[0]).\(parts[1])", token + ".x", "", "..", "a.b.c", String(repeating: "a", count: 5_000),
            "\(parts[0]).\(encode(claims().utf8)).\(parts[2])",
        ] {
            #expect(await signer.sessionID(of: text) == nil, "\(text.prefix(40))")
        }
    }

    @Test("a token of our own key under another algorithm's name does not pass, whatever it is signed with")
    func otherNames() async throws {
        let signer = try await IdentityBench.signer()
        let key = try IdentityBench.rsaKey.get()
        for name in ["RS384", "RS512", "PS256", "PS384", "ES256", "rs256", "RS256 ", "HS256"] {
            let named = try await header(signer, alg: name)
            #expect(
                await signer.sessionID(of: try signed(header: named, claims: claims(), key: key)) == nil, "\(name)")
        }
        for header in [#"{"typ":"JWT"}"#, #"{"alg":1}"#, #"{"alg":["RS256"]}"#, "{}", "[]", #""RS256""#] {
            #expect(
                await signer.sessionID(of: try signed(header: header, claims: claims(), key: key)) == nil, "\(header)")
        }
        let body = encode(try await header(signer, alg: "RS512").utf8) + "." + encode(claims().utf8)
        let signature = try key.signature(for: SHA512.hash(data: Array(body.utf8)), padding: .insecurePKCS1v1_5)
        #expect(await signer.sessionID(of: body + "." + encode(signature.rawRepresentation)) == nil)
        let probabilistic = try key.signature(for: SHA256.hash(data: Array(body.utf8)), padding: .PSS)
        #expect(await signer.sessionID(of: body + "." + encode(probabilistic.rawRepresentation)) == nil)
    }

    @Test("another key, no algorithm, and the public key as an HMAC secret do not pass")
    func algorithms() async throws {
        let signer = try await IdentityBench.signer()
        let key = try IdentityBench.rsaKey.get()
        let foreign = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        #expect(
            await signer.sessionID(of: try signed(header: try await header(signer), claims: claims(), key: foreign))
                == nil)
        for name in ["none", "None", "NONE", ""] {
            let body = encode(try await header(signer, alg: name).utf8) + "." + encode(claims().utf8)
            #expect(await signer.sessionID(of: body + ".") == nil)
            #expect(await signer.sessionID(of: body) == nil)
        }
        for secret in [
            Array(key.publicKey.pemRepresentation.utf8), Array(key.publicKey.derRepresentation),
            Array((key.publicKey.pemRepresentation + "\n").utf8),
        ] {
            let body = encode(try await header(signer, alg: "HS256").utf8) + "." + encode(claims().utf8)
            let code = HMAC<SHA256>.authenticationCode(for: Array(body.utf8), using: SymmetricKey(data: secret))
            #expect(await signer.sessionID(of: body + "." + encode(code)) == nil)
        }
    }

    @Test("R24: issuer, audience, end and key id are asked for; a token without one of them leads nowhere")
    func required() async throws {
        let signer = try await IdentityBench.signer()
        let key = try IdentityBench.rsaKey.get()
        let good = try await header(signer)
        #expect(await signer.sessionID(of: try signed(header: good, claims: claims(), key: key)) == session)
        for (from, to) in [
            (#""iss":"openwatch""#, #""iss":"other""#), (#""iss":"openwatch","#, ""),
            ("openwatch-api", "other"), (#""aud":["openwatch-api"],"#, ""), (#""exp""#, #""end""#),
        ] {
            let text = claims().replacing(from, with: to)
            #expect(text != claims())
            #expect(await signer.sessionID(of: try signed(header: good, claims: text, key: key)) == nil)
        }
        for header in [#"{"alg":"RS256","typ":"JWT"}"#, #"{"alg":"RS256","typ":"JWT","kid":"other"}"#] {
            #expect(await signer.sessionID(of: try signed(header: header, claims: claims(), key: key)) == nil)
        }
    }

    @Test("tokens of a previous key are accepted while it is configured, and none is signed with it")
    func previousKeys() async throws {
        let old = try IdentityBench.rsaKey.get()
        let new = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let oldToken = try await IdentityBench.signer().token(userID: .v7(), sessionID: session, role: "admin")
        let alone = try await AccessTokenSigner(privateKeyPEM: new.pemRepresentation)
        #expect(await alone.sessionID(of: oldToken) == nil)
        for pem in [old.pemRepresentation, old.publicKey.pemRepresentation] {
            let both = try await AccessTokenSigner(
                privateKeyPEM: new.pemRepresentation, previousKeysPEM: pem + "\n" + new.pemRepresentation)
            #expect(await both.sessionID(of: oldToken) == session)
            let newToken = try await both.token(userID: .v7(), sessionID: session, role: "admin")
            #expect(await alone.sessionID(of: newToken) == session)
            #expect(try await IdentityBench.signer().sessionID(of: newToken) == nil)
        }
        let error = await #expect(throws: IdentityError.self) {
            _ = try await AccessTokenSigner(privateKeyPEM: new.pemRepresentation, previousKeysPEM: "nonsense")
        }
        #expect(error?.code == .keyInvalid)
    }

    @Test("a key that is no RSA private key of 2048 bits or more is refused")
    func keys() async throws {
        let elliptic = P256.Signing.PrivateKey().pemRepresentation
        let publicOnly = try IdentityBench.rsaKey.get().publicKey.pemRepresentation
        for text in ["", "x", elliptic, publicOnly] {
            let error = await #expect(throws: IdentityError.self) {
                _ = try await AccessTokenSigner(privateKeyPEM: text)
            }
            #expect(error?.code == .keyInvalid)
        }
    }
}
