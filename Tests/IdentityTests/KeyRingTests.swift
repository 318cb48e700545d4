import Contract
import Testing

@testable import Identity

@Suite("Key ring")
struct KeyRingTests {
    private let old = CredentialBench.key(1)
    private let new = CredentialBench.key(2)
    private let secret = Array("hunter2".utf8)

    @Test("any key of the ring opens, the current one seals")
    func ring() throws {
        let sealedByOld = try SecretBox(keyBytes: old).seal(secret, place: "p")
        let box = try SecretBox(source: ReplaceableKeys([new, old]))
        #expect(try box.open(sealedByOld, place: "p") == secret)
        let sealed = try box.seal(secret, place: "p")
        #expect(try SecretBox(keyBytes: new).open(sealed, place: "p") == secret)
        #expect(identityCode { _ = try SecretBox(keyBytes: old).open(sealed, place: "p") } == .secretUnreadable)
        // The key id is authenticated: naming another key of the ring does not help.
        let forged = sealed.prefix(1) + sealedByOld[1..<5] + sealed[5...]
        #expect(identityCode { _ = try box.open(Array(forged), place: "p") } == .secretUnreadable)
    }

    @Test("a replaced key seals from the next secret on, without anybody's call")
    func replacedForSealing() throws {
        let keys = ReplaceableKeys([old])
        let box = try SecretBox(source: keys)
        _ = try box.seal(secret, place: "p")
        #expect(keys.loads == 1)
        keys.replace(with: [new, old])
        let sealed = try box.seal(secret, place: "p")
        #expect(try SecretBox(keyBytes: new).open(sealed, place: "p") == secret)
        #expect(keys.loads == 2)
    }

    @Test("a secret under a key that came later opens, and unknown keys are looked for once a second at most")
    func unknownKey() throws {
        let keys = ReplaceableKeys([old])
        let box = try SecretBox(source: keys)
        let sealed = try SecretBox(keyBytes: new).seal(secret, place: "p")
        let foreign = try SecretBox(keyBytes: CredentialBench.key(7)).seal(secret, place: "p")
        keys.replace(with: [new, old])
        #expect(try box.open(sealed, place: "p") == secret)
        let loads = keys.loads
        for _ in 0..<100 { #expect(identityCode { _ = try box.open(foreign, place: "p") } == .secretUnreadable) }
        #expect(keys.loads == loads)
    }

    @Test("a key file that broke stops sealing, not opening")
    func broken() throws {
        let keys = ReplaceableKeys([old])
        let box = try SecretBox(source: keys)
        let sealed = try box.seal(secret, place: "p")
        keys.replace(with: [])
        #expect(identityCode { _ = try box.seal(secret, place: "p") } == .keyInvalid)
        #expect(identityCode { try box.reload() } == .keyInvalid)
        #expect(try box.open(sealed, place: "p") == secret)
    }

    @Test("a ring holds a key once and shows nothing of it")
    func contents() throws {
        let key = try CredentialKey(bytes: new)
        let ring = try CredentialKeyRing(current: key, previous: [key, try CredentialKey(bytes: old), key])
        #expect(ring.previous.map(\.idText) == [try CredentialKey(bytes: old).idText])
        #expect(key.idText.count == 8 && "\(key)" == "CredentialKey(\(key.idText))")
        var dumped = ""
        dump(try SecretBox(keyBytes: new), to: &dumped)
        dump(key, to: &dumped)
        #expect(!dumped.contains("symmetric") && !dumped.contains("2, 2"))
    }
}
