import Foundation
import SSH
import Testing
import VendorKit

@Suite("The host of a run")
struct TargetTests {
    private static let blob = "AAAAC3NzaC1lZDI1NTE5AAAAIDkz5J6w2hBzWQn8Lq2BqyP0dJ5bq6vZ1b1n2o3p4q5r"

    @Test("is an address with user and port")
    func addresses() throws {
        let plain = try TargetAddress("ssh://root@web-07")
        #expect(plain.user == "root" && plain.host == "web-07" && plain.port == 22)
        let six = try TargetAddress("ssh://a@b@[::1]:2222")
        #expect(six.user == "a@b" && six.host == "::1" && six.port == 2_222)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "web-07", "ssh://web-07", "ssh://@web", "ssh://a@", "ssh://a@b:", "ssh://a@b:70000",
            "ssh://a@b:x", "ssh://a@[::1", "ssh://a@[::1]22", "ssh://a@b c", "http://a@b", "ssh://a@b/path",
        ])
    func wrong(text: String) {
        #expect(throws: VendorKitError.self) { try TargetAddress(text) }
    }

    @Test("is known by its line of known_hosts, or by its public key")
    func known() async throws {
        let address = try TargetAddress("ssh://a@web-07:2222")
        for file in [
            "# mine\nother ssh-ed25519 AAAA\n10.0.0.1,[web-07]:2222 ssh-ed25519 \(Self.blob) x\n",
            "ssh-ed25519 \(Self.blob) root@web-07",
        ] {
            let known = try KnownHosts(parsing: file, for: address)
            let key = try await known.pinnedKey(hostID: UUID(), address: "web-07", port: 2_222)
            #expect(key?.type == "ssh-ed25519")
            #expect(key.map { Data($0.blob).base64EncodedString() } == Self.blob)
        }
        for file in [
            "", "web-07 ssh-ed25519 \(Self.blob)", "[web-07]:2222 ssh-ed25519 ???", "@revoked [web-07]:2222 x y",
        ] {
            #expect(throws: VendorKitError.self) { try KnownHosts(parsing: file, for: address) }
        }
        let hashed = #expect(throws: VendorKitError.self) {
            try KnownHosts(parsing: "|1|abc|def ssh-ed25519 \(Self.blob)", for: address)
        }
        #expect(hashed?.hint?.contains("hashed") == true)
    }
}
