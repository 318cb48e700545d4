import Foundation
import Glibc
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// An operator who issues licences, and a server that lives by them.
    @Suite("Licences", .serialized)
    struct Licences {
        /// A licensor's folder beside a folder of issuer keys.
        private struct Licensor {
            let directory: TemporaryDirectory
            let environment: [String: String]

            init() async throws {
                directory = try TemporaryDirectory(prefix: "openwatch-licensor-")
                environment = [
                    "OPENWATCH_LICENSE_ISSUER_KEYS": directory.path + "/keys",
                    "OPENWATCH_LICENSE_FILE": directory.path + "/license.lic",
                    "OPENWATCH_SERVER_STATE_DIR": directory.path + "/state",
                ]
                let made = try await run(["keygen", "--out", directory.path + "/issuer"])
                guard made.status == 0 else { throw Failure(description: made.errors) }
                try FileManager.default.createDirectory(
                    atPath: directory.path + "/keys", withIntermediateDirectories: true)
                try FileManager.default.copyItem(
                    atPath: directory.path + "/issuer/license-issuer.pem", toPath: directory.path + "/keys/own.pem")
            }

            func run(_ arguments: [String], input: String = "") async throws -> OpenWatchCommand {
                try await OpenWatchCommand.run(["license"] + arguments, environment: environment, input: input)
            }

            func issue(_ arguments: [String] = []) async throws -> String {
                let issued = try await run(
                    [
                        "issue", "--key", directory.path + "/issuer/license-issuer.key", "--customer", "acme", "--tier",
                        "openwatch_plus", "--days", "10",
                    ] + arguments)
                guard issued.status == 0 else { throw Failure(description: issued.errors) }
                return issued.output.trimmingCharacters(in: .newlines)
            }
        }

        @Test("a key pair is made once, for its owner alone, and what it signs verifies")
        func issuing() async throws {
            let licensor = try await Licensor()
            let folder = licensor.directory.path + "/issuer"
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/license-issuer.key")[
                .posixPermissions]
            #expect(mode as? Int == 0o600)
            let again = try await licensor.run(["keygen", "--out", folder])
            #expect(again.status == 1 && again.errors.contains("exists"))

            let token = try await licensor.issue(["--feature", "vendor_plugins", "--feature", "audit_query"])
            let good = try await licensor.run(["inspect", "-", "--json"], input: token + "\n")
            let report = try good.json
            #expect(good.status == 0 && report["is_valid"] == true && report["status"] == "active")
            #expect(report["claims"]?["features"] == ["vendor_plugins", "audit_query"])
            #expect(report["claims"]?["customer_id"] == "acme" && report["warnings"] == [])
            let text = try await licensor.run(["inspect", "-"], input: token)
            #expect(text.status == 0 && text.output.contains("vendor_plugins") && text.output.contains("result: valid"))

            let whole = try await licensor.run(["inspect", "-", "--json"], input: try await licensor.issue())
            let features = try whole.json["claims"]?["features"]?.array?.compactMap(\.string) ?? []
            #expect(features.contains("vendor_plugins") && !features.contains("plugin_in_process"))

            let elsewhere = try await licensor.run(
                ["inspect", "-", "--json", "--keys", licensor.directory.path + "/none"], input: token)
            #expect(try elsewhere.status == 1 && elsewhere.json["verify_result"] == "signature_invalid")
            #expect(try elsewhere.json["claims"]?["customer_id"] == "acme")
            let later = try await licensor.issue(["--not-before", "2099-01-01T00:00:00Z"])
            #expect(
                try await licensor.run(["inspect", "-", "--json"], input: later).json["verify_result"]
                    == "not_yet_valid")
            let foreign = try await licensor.issue(["--issuer", "someone"])
            #expect(
                try await licensor.run(["inspect", "-", "--json"], input: foreign).json["verify_result"]
                    == "issuer_invalid")
            for input in ["", "rubbish", String(repeating: "x", count: 100_000)] {
                let refused = try await licensor.run(["inspect", "-", "--json"], input: input)
                #expect(try refused.status == 1 && refused.json["verify_result"] == "malformed_jwt")
            }
            #expect(try await licensor.run(["inspect", "/nonexistent"]).status == 1)
        }

        @Test("an order that makes no sense is wrong use; a key that others can read is refused")
        func wrongOrders() async throws {
            let licensor = try await Licensor()
            let key = licensor.directory.path + "/issuer/license-issuer.key"
            let good = ["issue", "--key", key, "--customer", "c", "--tier", "free", "--days", "1"]
            #expect(try await licensor.run(good).status == 0)
            for wrong in [
                ["--tier", "platinum"], ["--feature", "time_travel"], ["--days", "0"], ["--days", "36501"],
                ["--days", "x"], ["--not-before", "tomorrow"],
            ] {
                let run = try await licensor.run(good + wrong)
                #expect(run.status == 2 && run.output.isEmpty, "\(wrong): \(run.errors)")
            }
            #expect(try await licensor.run(["issue"]).status == 2)
            #expect(try await licensor.run(good + ["--customer", ""]).status == 1)
            #expect(try await licensor.run(good + ["--key", licensor.directory.path + "/keys/own.pem"]).status == 1)
            chmod(key, 0o644)
            let open = try await licensor.run(good)
            #expect(open.status == 1 && open.errors.contains("chmod 600") && open.output.isEmpty)
        }

        @Test("only a valid licence is installed, and status shows what a start would find")
        func installing() async throws {
            let licensor = try await Licensor()
            let file = licensor.directory.path + "/license.lic"
            let none = try await licensor.run(["status", "--json"])
            #expect(try none.status == 0 && none.json == ["file": .string(file), "status": "no_license"])
            for bad in ["rubbish", try await licensor.issue(["--fingerprint", "x", "--issuer", "someone"])] {
                let refused = try await licensor.run(["install", "-"], input: bad)
                #expect(refused.status == 1 && refused.errors.contains("not valid"))
                #expect(!FileManager.default.fileExists(atPath: file))
            }
            let token = try await licensor.issue()
            let installed = try await licensor.run(["install", "-", "--json"], input: token)
            #expect(try installed.status == 0 && installed.json["file"] == .string(file))
            #expect(try String(contentsOfFile: file, encoding: .utf8) == token + "\n")
            let status = try await licensor.run(["status", "--json"])
            #expect(try status.status == 0 && status.json["status"] == "active")
            try licensor.directory.write("license.lic", "rubbish")
            let invalid = try await licensor.run(["status", "--json"])
            #expect(try invalid.status == 1 && invalid.json["status"] == "invalid")
            try licensor.directory.write("keys/bad.pem", "rubbish")
            #expect(try await licensor.run(["status"]).errors.contains("bad.pem"))
        }

        @Test("a server takes up a licence at its start, at SIGHUP and over the API, and gives it up when it is gone")
        func server() async throws {
            let licensor = try await Licensor()
            let file = licensor.directory.path + "/license.lic"
            var environment = licensor.environment
            environment["OPENWATCH_SERVER_STATE_DIR"] = nil
            try await OpenWatchServer.with(.init(environment: environment)) { server in
                let api = try server.api
                let free: JSONValue = ["tier": "free", "status": "no_license", "features": ["compliance_check"]]
                #expect(try await api.send("GET", "license").json == free)
                func hangUp(until status: String) async throws {
                    kill(try #require(server.process), SIGHUP)
                    try await wait(until: "the licence to be \(status)") {
                        try await api.send("GET", "license").json["status"]?.string == status
                    }
                }

                let first = try await licensor.issue(["--feature", "audit_query"])
                try licensor.directory.write("license.lic", first)
                try await hangUp(until: "active")
                let inside = try await server.get("license").json
                #expect(inside["customer_id"] == "acme" && inside["clock_rollback_detected"] == false)
                #expect(try await api.send("GET", "license").json["customer_id"] == nil)
                let listed = try await api.send("GET", "capabilities").json["capabilities"]?.array ?? []
                #expect(listed.first { $0["id"] == "audit_query" }?["available"] == true)
                #expect(listed.first { $0["id"] == "vendor_plugins" }?["available"] == false)
                unlink(file)
                try await hangUp(until: "no_license")

                try licensor.directory.write("given.jwt", try await licensor.issue())
                let written = try await server.command(["license", "install", licensor.directory.path + "/given.jwt"])
                #expect(written.status == 0 && !written.errors.contains("warning"), "\(written.errors)")
                let row = try await server.audit("license.written").first
                #expect(row?["actor_label"]?.string == "command by \(NSUserName()) (uid \(getuid()))")
                unlink(file)

                let second: JSONValue = ["license_jwt": .string(try await licensor.issue())]
                #expect(try await api.send("POST", "admin/license:install", json: second).status == 401)
                #expect(try await server.post("admin/license:install", second).code == "idempotency.key_required")
                let verified = try await server.post("admin/license:verify", second)
                #expect(verified.status == 200 && verified.json["is_valid"] == true)
                #expect(try await api.send("GET", "license").json == free)
                let refused = try await server.post("admin/license:install", ["license_jwt": "x"], key: "k1")
                #expect(refused.code == "license.invalid" && refused.detail?["verify_result"] == "malformed_jwt")
                let done = try await server.post("admin/license:install", second, key: "k2")
                #expect(done.status == 200 && done.json["status"] == "active", "\(done.text)")
                #expect(try await server.post("admin/license:install", second, key: "k2").json == done.json)
                let reloaded = try await server.post("admin/license:reload")
                #expect(reloaded.status == 200 && reloaded.json["status"] == "active")

                let sources = try await server.audit("license.installed").map { $0["detail"]?["source"] }
                #expect(sources == ["sighup", "api"])
                #expect(try await server.audit("license.removed").count == 1)
                #expect(try await server.audit("license.invalid").count == 1)
                #expect(try await server.stop().code == 0)
                try await server.start()
                #expect(try await server.api.send("GET", "license").json["status"] == "active")
                #expect(try await server.audit("license.installed").last?["detail"]?["source"] == "boot")
                #expect(try await server.rows("SELECT id FROM license_clock_watermark").count == 1)
            }
        }
    }
}
