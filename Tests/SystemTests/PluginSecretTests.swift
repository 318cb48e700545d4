import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// A secret in a plugin's configuration, from the request to the plugin, and nowhere else.
    @Suite("Plugin secrets", .server(.init(ownTrust: true, logLevel: "debug")))
    struct PluginSecrets {
        private static let first = "tok-7f3a-first-secret-of-all"
        private static let second = "tok-91bc-second-secret-\u{00e9}-\"quoted\""
        private static let marker: JSONValue = ["$secret": "set"]

        @Test("a secret is stored, kept, changed and removed, and occurs in no answer, log, audit row or file")
        func life() async throws {
            let server = try OpenWatchServer.current
            let stage = try await PluginStage.make(server, name: "keeper", approves: false) { vendor in
                let folder = vendor.directory.path + "/keeper"
                try await SecretKeeper.write(to: folder, name: "keeper")
                try await Vendor.succeeding(["plugin", "build", folder])
                return try await vendor.package(folder)
            }
            try await stage.approve("0.1.0")
            try await stage.takeRole()
            var answers = ""
            func configure(_ config: JSONValue) async throws -> APIAnswer {
                let answer = try await stage.configure(config)
                answers += answer.text
                return answer
            }

            let set = try await configure(["label": "one", "token": .string(Self.first)])
            #expect(set.status == 200 && set.json == ["config": ["label": "one", "token": Self.marker]], "\(set.text)")
            #expect(try await stage.answer() == "one+\(Self.first.utf8.count)")
            let pid = try await stage.detail()["plugin"]?["runner"]?["pid"]

            // Kept by the marker, and taken over by the process that runs.
            let kept = try await configure(["label": "two", "token": Self.marker])
            #expect(kept.status == 200, "\(kept.text)")
            #expect(try await stage.answer() == "two+\(Self.first.utf8.count)")
            let refused = try await configure(["label": "refuse", "token": .string(Self.second)])
            #expect(refused.status == 400 && refused.code == "plugins.config_invalid", "\(refused.text)")
            #expect(refused.text.contains("the label is not wanted here"))
            let wrong: [JSONValue] = [["token": "short"], ["token": 5], ["label": 5, "token": .string(Self.second)]]
            for config in wrong {
                let answer = try await configure(config)
                #expect(answer.status == 400 && answer.code == "plugins.config_invalid", "\(answer.text)")
            }
            #expect(try await stage.answer() == "two+\(Self.first.utf8.count)")

            // A plugin that does not take care.
            #expect(try await configure(["label": "log", "token": Self.marker]).status == 200)
            #expect(try await stage.answer() == "log+\(Self.first.utf8.count)")
            let detail = try await stage.detail()
            #expect(detail["plugin"]?["runner"]?["pid"] == pid, "it is still the same process")
            #expect(detail["plugin"]?["runner"]?["secret_reveals"]?.integer ?? 0 >= 4)
            answers += "\(detail)"
            try await wait(until: "the line") { try server.log.contains("token: <secret>") }

            // By the command, from standard input; the server follows.
            let command = try await server.command(
                ["plugin", "config", stage.id, "--secret", "/token=-"], input: Self.second + "\n")
            #expect(command.status == 0, "\(command.errors)")
            #expect(try command.json == ["label": "log", "token": Self.marker])
            answers += command.output + command.errors
            try await wait(until: "the server to follow") {
                try await stage.answer() == "log+\(Self.second.utf8.count)"
            }
            let shown = try await server.command(["plugin", "config", stage.id])
            #expect(try shown.json == ["label": "log", "token": Self.marker])

            let reveals = try await stage.audit("plugin.secret.revealed")
            #expect((3...8).contains(reveals.count) && reveals.allSatisfy { $0["detail"]?["pointer"] == "/token" })
            try await expectNowhere(Self.first, server, answers)
            try await expectNowhere("tok-91bc-second-secret", server, answers)

            #expect(try await configure(["label": "none", "token": nil]).json == ["config": ["label": "none"]])
            #expect(try await stage.answer() == "none+0")
            #expect(
                try await server.psql("SELECT count(*) = 0 FROM plugin_secrets WHERE plugin_id = '\(stage.id)'")
                    == "t\n")
        }

        /// In no answer, log or row, in no file of the state directory, and in no command line.
        private func expectNowhere(_ secret: String, _ server: OpenWatchServer, _ answers: String) async throws {
            #expect(!answers.contains(secret))
            #expect(try !server.log.contains(secret))
            _ = try await server.psql("CHECKPOINT")
            let found = try await TestCommand.run(
                ["grep", "-rlaF", "--", secret, server.stateDirectory], mayFail: true)
            #expect(found.text.isEmpty, "\(found.text)")
            let lines = try await TestCommand.run(
                ["sh", "-c", "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'"],
                mayFail: true)
            #expect(!lines.text.contains(secret))
        }
    }
}
