@testable import SSH

enum CollectionEntry {
    private static let nonce = "0123456789abcdef"

    /// The same sections, however the stream is cut.
    static func run(_ bytes: [UInt8]) throws {
        let whole = read([bytes[...]])
        guard read(chunks(of: bytes)) == whole else { throw FuzzFinding("sections depend on how the stream is cut") }
        var errors = StderrAttribution(nonce: nonce, names: ["a", "os-release"])
        for chunk in chunks(of: bytes) { errors.consume(Array(chunk)) }
        errors.finish()
    }

    private static func read(_ chunks: [ArraySlice<UInt8>]) -> [CollectionFrameParser.Event] {
        var parser = CollectionFrameParser(nonce: nonce, limits: ["a": 16, "os-release": 4_096])
        var events: [CollectionFrameParser.Event] = []
        for chunk in chunks { events += parser.consume(Array(chunk)) }
        // A prompt is one only while nothing follows it, so where a stream is cut decides.
        return (events + parser.finish()).filter { $0 != .rootReady }
    }
}

enum PrivateKeyEntry {
    /// The first byte says whether there is a passphrase.
    static func run(_ bytes: [UInt8]) {
        let passphrase: [UInt8]? = bytes.first.map { $0 == 0x21 ? Array("secret".utf8) : [] } ?? nil
        _ = try? PrivateKeyInspection.inspect(bytes, passphrase: passphrase)
    }
}

enum BannerEntry {
    /// The same line, however the stream is cut.
    static func run(_ bytes: [UInt8]) throws {
        var whole = BannerReader()
        let first = try? whole.consume(bytes)
        var piecemeal = BannerReader()
        var second: BannerReader.Banner?
        for chunk in chunks(of: bytes) {
            do throws(SSHError) {
                second = try piecemeal.consume(chunk)
            } catch {
                break
            }
            if second != nil { break }
        }
        _ = whole.closedEarly()
        _ = KeyExchangeOffer(stream: first?.rest ?? bytes)
        guard first == nil || second == nil || first?.line == second?.line else {
            throw FuzzFinding("the identification depends on how the stream is cut")
        }
    }
}

enum KeyExchangeEntry {
    static func run(_ bytes: [UInt8]) {
        guard let offer = KeyExchangeOffer(stream: bytes) else { return }
        let ours = KeyExchangeOffer.Abilities(
            keyExchange: ["curve25519-sha256"], hostKey: ["ssh-ed25519"], cipher: ["aes256-gcm@openssh.com"],
            mac: ["hmac-sha2-256"])
        _ = offer.conflict(with: ours)
    }
}
