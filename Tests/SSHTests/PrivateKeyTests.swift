import SSH
import TestSupport
import Testing

@Suite("Private keys")
struct PrivateKeyTests {
    @Test(
        "a key that ssh-keygen made is read with its type, size and fingerprint",
        arguments: [
            ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"],
            ["-t", "ecdsa", "-b", "521"],
            ["-t", "rsa", "-b", "2048"], ["-t", "rsa", "-b", "3072", "-m", "PEM"], ["-t", "ecdsa", "-m", "PEM"],
            ["-t", "rsa", "-b", "2048", "-m", "PKCS8"], ["-t", "ecdsa", "-b", "384", "-m", "PKCS8"],
        ])
    func plain(options: [String]) async throws {
        let key = try await TestKey.make(options)
        let found = try PrivateKeyInspection.inspect(key.file, passphrase: nil)
        #expect(found.fingerprint == key.fingerprint)
        #expect(key.publicLine.hasPrefix(found.type + " "))
        #expect(options.contains("-m") || found.comment == "a key")
        if let size = options.firstIndex(of: "-b") { #expect(String(found.bits) == options[size + 1]) }
    }

    @Test(
        "an encrypted key opens with its passphrase only",
        arguments: [
            ["-t", "ed25519"], ["-t", "ecdsa", "-Z", "aes256-cbc"], ["-t", "rsa", "-Z", "aes256-gcm@openssh.com"],
            ["-t", "ed25519", "-Z", "aes128-gcm@openssh.com"], ["-t", "ed25519", "-Z", "aes128-ctr"],
            ["-t", "ed25519", "-Z", "aes192-cbc"], ["-t", "ed25519", "-a", "16"], ["-t", "rsa", "-m", "PEM"],
            ["-t", "ecdsa", "-m", "PKCS8"],
        ])
    func encrypted(options: [String]) async throws {
        let key = try await TestKey.make(options, passphrase: "open sesame")
        let found = try PrivateKeyInspection.inspect(key.file, passphrase: Array("open sesame".utf8))
        #expect(found.fingerprint == key.fingerprint)
        let wrong = await sshError { _ = try PrivateKeyInspection.inspect(key.file, passphrase: Array("open".utf8)) }
        #expect(wrong?.code == .keyPassphraseWrong)
        let missing = await sshError { _ = try PrivateKeyInspection.inspect(key.file, passphrase: nil) }
        #expect(missing?.code == .keyPassphraseMissing)
    }

    @Test("a key written by openssl is read")
    func opensslKeys() async throws {
        for arguments in [["ed25519"], ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]] {
            let made = try await TestCommand.run(["openssl", "genpkey", "-algorithm"] + arguments).text
            let found = try PrivateKeyInspection.inspect(Array(made.utf8), passphrase: nil)
            #expect(found.type == (arguments[0] == "RSA" ? "ssh-rsa" : "ssh-ed25519"))
        }
    }

    @Test("short RSA keys and DSA keys are refused")
    func refused() async throws {
        for format in [[], ["-m", "PEM"]] {
            let short = try await TestKey.make(["-t", "rsa", "-b", "1024"] + format)
            #expect(
                await sshError { _ = try PrivateKeyInspection.inspect(short.file, passphrase: nil) }?.code
                    == .keyTooWeak)
            let dsa = try await TestKey.make(["-t", "dsa"] + format)
            #expect(
                await sshError { _ = try PrivateKeyInspection.inspect(dsa.file, passphrase: nil) }?.code
                    == .keyTypeUnsupported)
        }
    }

    @Test("what is no private key is refused with a hint, and never crashes")
    func garbage() async throws {
        let key = try await TestKey.make(["-t", "ed25519"])
        let shown = await sshError { _ = try PrivateKeyInspection.inspect(Array(key.publicLine.utf8), passphrase: nil) }
        #expect(shown?.code == .keyIsPublic)
        #expect(shown?.hint?.contains(".pub") == true)
        let putty = await sshError {
            _ = try PrivateKeyInspection.inspect(Array("PuTTY-User-Key-File-3: ssh-ed25519".utf8), passphrase: nil)
        }
        #expect(putty?.code == .keyIsPuTTY && putty?.hint?.contains("puttygen") == true)
        for certificate in [
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "ssh-ed25519-cert-v01@openssh.com AAAA",
            "ecdsa-sha2-nistp256-cert-v01@openssh.com AAAA me",
        ] {
            let error = await sshError {
                _ = try PrivateKeyInspection.inspect(Array(certificate.utf8), passphrase: nil)
            }
            #expect(error?.code == .keyIsCertificate, "\(certificate)")
        }
        for text in ["", "hello", "-----BEGIN OPENSSH PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----\nAAAA"] {
            let error = await sshError { _ = try PrivateKeyInspection.inspect(Array(text.utf8), passphrase: nil) }
            #expect(error?.code == .keyInvalid)
        }
    }

    @Test("a key damaged at any byte is refused or still the same key")
    func damaged() async throws {
        for options in [["-t", "ed25519"], ["-t", "ecdsa"], ["-t", "rsa", "-b", "2048"]] {
            let key = try await TestKey.make(options)
            for place in stride(from: 40, to: key.file.count - 40, by: 29) {
                var file = key.file
                file[place] = file[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                // Bytes of the public half outside and of the comment do not count; everything else is found out.
                _ = try? PrivateKeyInspection.inspect(file, passphrase: nil)
                _ = try? PrivateKeyInspection.inspect(Array(key.file.prefix(place)), passphrase: nil)
            }
        }
    }
}
