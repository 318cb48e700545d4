import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// The whole way of a plugin from its first line to its first event, as somebody goes it who has never made one.
    @Suite("The vendor's walk", .server(.init(ownTrust: true)))
    struct VendorWalk {
        private static let id = "com.example.aslr"

        @Test("new, build, run, sign, pack, install, approve: the plugin's event is in the list and on the stream")
        func walk() async throws {
            let server = try OpenWatchServer.current
            let vendor = try TemporaryDirectory(prefix: "openwatch-vendor-")
            let folder = vendor.path + "/aslr"

            let made = try await Vendor.succeeding(["plugin", "new", "aslr", "--lang", "c", "--dir", folder])
            #expect(made.output.contains(Self.id))
            let built = try await Vendor.succeeding(["plugin", "build", folder])
            #expect(built.output.contains("built lib/linux-"))
            let tried = try await Vendor.succeeding(
                ["plugin", "run", folder, "--recorded", folder + "/recordings/partial.jsonl"])
            #expect(tried.output.contains(#"{"value":1,"expected":2}"#) && tried.output.contains(".weakened"))

            // A key, and the operator's word for it.
            let generated = try await Vendor.succeeding([
                "plugin", "keygen", "--out", vendor.path, "--name", "acme", "--tier", "org", "--id-prefix",
                "com.example.",
            ])
            #expect(generated.output.contains("[[key]]"))
            let entry = try await Vendor.succeeding([
                "plugin", "ring-entry", "--key", vendor.path + "/acme.pub", "--name", "Acme", "--tier", "org",
                "--id-prefix", "com.example.",
            ])
            try server.trust("acme", entry.output)

            // Three commands from the sources to the package: build, sign, pack.
            let signed = try await Vendor.succeeding(["plugin", "sign", folder, "--key", vendor.path + "/acme.key"])
            #expect(signed.output.contains("signed \(Self.id) 0.1.0"))
            let package = vendor.path + "/aslr.owp"
            try await Vendor.succeeding(["plugin", "pack", folder, "-o", package])
            try await expectPackageHoldsNoSources(package)
            let verified = try await server.command(["plugin", "verify-signature", package])
            #expect(verified.status == 0 && verified.output.contains("org: Acme"), "\(verified.errors)")

            // A host that randomises less than it should, as its sshd tells.
            let (host, sshd) = try await addHost(server)

            let bytes = Array(try Data(contentsOf: URL(filePath: package)))
            let installed = try await server.install(bytes)
            #expect(installed.status == 201, "\(installed.text)")
            #expect(installed.json["plugin"]?["state"] == "awaiting_approval")
            #expect(installed.json["plugin"]?["trust"]?.string?.hasPrefix("org: Acme") == true)
            let grants = installed.json["grants"]?.array?.compactMap(\.string) ?? []
            #expect(grants.contains { $0.contains("ow.ssh/1") } && grants.contains { $0.contains("aslr") }, "\(grants)")
            #expect(installed.json["approved_grants"] == [])

            let early = try await server.command(["probe", "run", Self.id + "/aslr", host])
            #expect(early.status == 1 && early.errors.contains("plugins.unavailable"), "\(early.errors)")
            #expect(try await events(server).isEmpty)

            let approved = try await server.approve(Self.id, "0.1.0")
            #expect(approved.status == 200 && approved.json["plugin"]?["state"] == "ready", "\(approved.text)")
            #expect(approved.json["approved_by"]?.string == OpenWatchServer.adminName)
            #expect(approved.json["approved_grants"]?.array?.compactMap(\.string) == grants)

            let stream = try await EventStream.open(server)
            let run = try await server.command(["probe", "run", Self.id + "/aslr", host])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("value") && run.output.contains("1 events published"), "\(run.output)")

            let frames = try? await stream.frames(1)
            await stream.close()
            let frame = try #require(frames?.first)
            #expect(frame.payload["HostID"]?.string == host, "\(frame.payload)")
            #expect(frame.payload["Code"] == "com.example.aslr.weakened", "\(frame.payload)")

            let found = try await events(server)
            #expect(found.count == 1)
            #expect(found.first?["event_code"] == "com.example.aslr.weakened" && found.first?["severity"] == "medium")
            #expect(found.first?["host_id"]?.string == host && found.first?["plugin_id"]?.string == Self.id)
            #expect(found.first?["detail"] == ["value": 1, "expected": 2])

            // The second look finds nothing new: the plugin was given its last result.
            let again = try await server.command(["probe", "run", Self.id + "/aslr", host, "--json"])
            #expect(try again.status == 0 && again.json == ["value": 1, "expected": 2])
            #expect(try await events(server).count == 1)
            withExtendedLifetime(sshd) {}
        }

        private func expectPackageHoldsNoSources(_ package: String) async throws {
            let inspected = try await Vendor.succeeding(["plugin", "inspect", package, "--json"])
            let files = try inspected.json["files"]?.array?.compactMap { $0["path"]?.string } ?? []
            let object = files.first { $0.hasSuffix("/plugin.so") } ?? ""
            #expect(
                files == [
                    "README.md", object, "plugin.toml", "plugin.toml.minisig", "schema/params.json",
                    "schema/result.json", "schema/weakened.json",
                ])
        }

        private func addHost(_ server: OpenWatchServer) async throws -> (String, SSHServerFixture) {
            let key = try await SSHKeyPair.make()
            let sshd = try await SSHServerFixture.start(
                .init(
                    authorizedKeys: [key.publicKey],
                    configLines: [
                        "ForceCommand case \"$SSH_ORIGINAL_COMMAND\" in *randomize_va_space*) echo 1;; "
                            + "*) exec sh -c \"$SSH_ORIGINAL_COMMAND\";; esac"
                    ]))
            let host = try await server.addHost("weak", port: sshd.port)
            try await server.addCredential(host: host, username: "root", key: key)
            return (host, sshd)
        }

        private func events(_ server: OpenWatchServer) async throws -> [JSONValue] {
            let answer = try await server.get("intelligence/events?plugin_id=\(Self.id)")
            guard answer.status == 200 else { throw Failure(description: answer.text) }
            return answer.json["items"]?.array ?? []
        }
    }
}
