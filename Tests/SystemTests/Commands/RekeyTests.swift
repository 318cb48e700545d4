import Foundation
import Glibc
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// `openwatch rekey` beside a running server.
    @Suite("Rekey", .serialized, .server())
    struct Rekey {
        private static let count = 260

        private func keys(_ server: OpenWatchServer) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: server.stateDirectory + "/keys").filter {
                $0.hasPrefix("credential.key")
            }.sorted()
        }

        private func secretsUnderOldKey(_ server: OpenWatchServer, _ key: String) async throws -> Int {
            Int(
                try await server.psql(
                    """
                    SELECT count(*) FROM credentials
                    WHERE encode(substring(coalesce(encrypted_password, encrypted_private_key) from 2 for 4), 'hex') = '\(key)'
                    """
                ).filter(\.isNumber)) ?? -1
        }

        @Test("killed with SIGKILL half way it is continued, beside a server that writes, and the old key can go")
        func killed() async throws {
            let server = try OpenWatchServer.current
            let pair = try await SSHKeyPair.make()
            let sshd = try await SSHServerFixture.start(.init(authorizedKeys: [pair.publicKey]))
            let host = try await server.addHost("rekeyed.example", port: sshd.port)
            try await server.addCredential(host: host, username: "root", key: pair)
            var last = ""
            for number in 1..<Self.count {
                let made = try await server.post(
                    "credentials",
                    [
                        "scope": "system", "name": .string("c\(number)"), "username": "u", "auth_method": "password",
                        "password": .string("password \(number)"),
                    ])
                #expect(made.status == 201, "\(made.text)")
                last = made.json["id"]?.string ?? ""
            }
            let status = try await server.command(["rekey", "--status", "--json"])
            #expect(status.status == 0, "\(status.errors)")
            let old = try #require(try status.json["current_key"]?.string)
            #expect(try keys(server) == ["credential.key"])

            // The last row is locked, so that the run stops in the middle and can be killed there.
            let locker = try await TestCommand.start(
                [
                    "/bin/sh", "-c",
                    """
                    exec $(ls /usr/lib/postgresql/*/bin/psql | tail -n 1) -h "$(cat '\(server.stateDirectory)/postgres/socket-directory')" \\
                        -U postgres -d openwatch -c "BEGIN; SELECT 1 FROM credentials WHERE id = '\(last)' FOR UPDATE; SELECT pg_sleep(60)"
                    """,
                ], log: server.home.path + "/locker.log")
            defer { TestCommand.stop(locker) }
            try await wait(until: "the lock") {
                try await server.psql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%'")
                    .hasPrefix("2")
            }
            let rekey = try await TestCommand.start(
                [BuiltProduct.openwatch, "rekey", "--generate", "--config", server.configFile],
                log: server.home.path + "/rekey.log")
            try await wait(until: "half of the secrets", timeout: .seconds(30)) {
                try await secretsUnderOldKey(server, old) < Self.count
            }
            TestCommand.stop(rekey)
            let left = try await secretsUnderOldKey(server, old)
            #expect((1..<Self.count).contains(left), "\(left)")
            #expect(try keys(server) == ["credential.key", "credential.key.\(old)"])

            // In this state: the server uses old and new secrets, and writes new ones under the new key.
            let made = try await server.post(
                "credentials",
                [
                    "scope": "system", "name": "meanwhile", "username": "u", "auth_method": "password", "password": "p",
                ])
            #expect(made.status == 201, "\(made.text)")
            #expect(try await secretsUnderOldKey(server, old) == left)
            #expect(try await server.probe("connectivity:check", on: host).json["reachable"]?.bool == true)
            let half = try await server.command(["rekey", "--status", "--json"])
            #expect(half.status == 4, "\(half.output)")
            #expect(try half.json["remaining"]?.integer == Int64(left))
            let early = try await server.command(["rekey", "--generate"])
            #expect(early.status == 1 && early.errors.contains("still need an earlier key"), "\(early.errors)")

            try await server.psql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' "
                    + "AND pid <> pg_backend_pid()")
            let done = try await server.command(["rekey", "--json"])
            #expect(done.status == 0, "\(done.output)\(done.errors)")
            #expect(try done.json["remaining"]?.integer == 0 && done.json["unreadable"]?.integer == 0)
            #expect(try done.json["previous_keys"]?.array?.first?["secrets"]?.integer == 0)
            let text = try await server.command(["rekey", "--status"])
            #expect(text.status == 0 && text.output.contains("not needed any more"), "\(text.output)")
            #expect(try await server.audit("credential.secrets_rekeyed").count == 1)
            #expect(try await server.audit("system.key.created").count >= 1)

            // The old key goes; the server reads its keys again at SIGHUP and after a crash.
            #expect(unlink("\(server.stateDirectory)/keys/credential.key.\(old)") == 0)
            if let process = server.process { kill(process, SIGHUP) }
            try await wait(until: "the keys to be read again") {
                try server.log.contains("read the credential keys again")
            }
            #expect(try await server.probe("connectivity:check", on: host).json["reachable"]?.bool == true)
            server.crash()
            try await server.start()
            #expect(try await server.probe("connectivity:check", on: host).json["reachable"]?.bool == true)
            let uses = try await server.audit("credential.used", where: "resource_type = 'credential'")
            #expect(!uses.isEmpty && uses.count <= 8, "\(uses.count) records")
            withExtendedLifetime(sshd) {}
        }

        @Test("a key that is none, is in use or can be read by others is refused, and nothing is changed")
        func refused() async throws {
            let server = try OpenWatchServer.current
            let before = try keys(server)
            try server.home.write("short", bytes: [1, 2, 3], mode: 0o600)
            try server.home.write("open", bytes: [UInt8](repeating: 4, count: 32), mode: 0o644)
            for (file, text) in [
                ("short", "exactly 32 bytes"), ("open", "chmod 600"), ("nothing", "cannot be opened"),
                ("state/keys/credential.key", "in use here already"),
            ] {
                let answer = try await server.command(["rekey", "--new-key", "\(server.home.path)/\(file)"])
                #expect(answer.status == 1 && answer.errors.contains(text), "\(file): \(answer.errors)")
            }
            #expect(try await server.command(["rekey", "--generate", "--status"]).status == 2)
            #expect(try keys(server) == before)
        }
    }
}
