import Testing

@testable import Identity

@Suite("Secrets at rest")
struct SecretBoxTests {
    private let key = [UInt8](0..<32)
    private let secret = Array("hunter2".utf8)

    @Test("a secret comes back in its own place, and two sealings of it differ")
    func roundTrip() throws {
        let box = try SecretBox(keyBytes: key)
        for secret in [secret, [], [UInt8](repeating: 7, count: 65_536)] {
            let sealed = try box.seal(secret, place: "credentials/1/password")
            #expect(try box.open(sealed, place: "credentials/1/password") == secret)
            #expect(try box.seal(secret, place: "credentials/1/password") != sealed)
            #expect(sealed.count == secret.count + 33)
        }
    }

    @Test(
        "a secret moved to another row or column does not open",
        arguments: ["", "credentials/2/password", "credentials/1/passphrase"])
    func moved(place: String) throws {
        let box = try SecretBox(keyBytes: key)
        let sealed = try box.seal(secret, place: "credentials/1/password")
        #expect(identityCode { _ = try box.open(sealed, place: place) } == .secretUnreadable)
    }

    @Test("another key does not open it and says that it is another key")
    func otherKey() throws {
        let sealed = try SecretBox(keyBytes: key).seal(secret, place: "p")
        let other = try SecretBox(keyBytes: [UInt8](repeating: 1, count: 32))
        #expect(throws: IdentityError.self) { try other.open(sealed, place: "p") }
        #expect(identityCode { _ = try other.open(sealed, place: "p") } == .secretUnreadable)
    }

    @Test("no flipped bit and no truncation opens")
    func damaged() throws {
        let box = try SecretBox(keyBytes: key)
        let sealed = try box.seal(secret, place: "p")
        for index in sealed.indices {
            for bit in 0..<8 {
                var damaged = sealed
                damaged[index] ^= 1 << bit
                #expect(identityCode { _ = try box.open(damaged, place: "p") } == .secretUnreadable)
            }
        }
        for count in 0..<sealed.count {
            #expect(identityCode { _ = try box.open(Array(sealed.prefix(count)), place: "p") } == .secretUnreadable)
        }
        #expect(identityCode { _ = try box.open(sealed + [0], place: "p") } == .secretUnreadable)
    }

    @Test("a key of another length is refused", arguments: [0, 16, 31, 33, 64])
    func keyLength(count: Int) {
        #expect(identityCode { _ = try SecretBox(keyBytes: [UInt8](repeating: 1, count: count)) } == .keyInvalid)
    }

    @Test("nothing of a secret or key shows in what the box tells about itself or in its errors")
    func silent() throws {
        let box = try SecretBox(keyBytes: key)
        let sealed = try box.seal(secret, place: "p")
        #expect(!sealed.indices.contains { sealed[$0...].starts(with: secret) })
        do {
            _ = try box.open(sealed, place: "q")
            Issue.record("opened in another place")
        } catch {
            #expect(!"\(error)".contains("hunter2"))
        }
    }
}
