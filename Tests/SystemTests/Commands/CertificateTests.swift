import Glibc
import JSON
import TestSupport
import Testing

extension SystemTests {
    @Suite("Certificate", .serialized, .timeLimit(.minutes(3)))
    struct Certificate {
        private func serial(_ server: OpenWatchServer) async throws -> String {
            try await TestCommand.run([
                "sh", "-c",
                "timeout 10 openssl s_client -connect 127.0.0.1:\(server.port) </dev/null 2>/dev/null"
                    + " | openssl x509 -noout -serial",
            ]).text
        }

        private func make(_ server: OpenWatchServer, name: String) async throws {
            try await TestCommand.run([
                "sh", "-euc",
                """
                cd "$1/tls"
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$2" \
                    -keyout "../$2.key" -out "../$2.pem" 2>/dev/null
                chmod 600 "../$2.key"
                """, "sh", server.stateDirectory, name,
            ])
        }

        private func install(_ server: OpenWatchServer, certificate: String, key: String) async throws {
            try await TestCommand.run([
                "sh", "-euc", #"cp "$1/$2.pem" "$1/tls/cert.pem"; cp "$1/$3.key" "$1/tls/key.pem""#, "sh",
                server.stateDirectory, certificate, key,
            ])
        }

        @Test(
            "a changed pair serves within seconds; a bad one is told once and the good one stays; SIGHUP reads at once")
        func reload() async throws {
            try await OpenWatchServer.with { server in
                for name in ["one", "two", "three"] { try await make(server, name: name) }
                let first = try await serial(server)
                try await install(server, certificate: "one", key: "one")
                try await wait(until: "the new certificate") { try await serial(server) != first }
                let second = try await serial(server)
                #expect(try await server.audit("system.certificate.reloaded").count == 1)

                try await install(server, certificate: "two", key: "three")
                try await wait(until: "the refusal") {
                    try await server.audit("system.certificate.rejected").count == 1
                }
                try await Task.sleep(for: .seconds(5))
                #expect(try await server.audit("system.certificate.rejected").count == 1, "told once")
                #expect(try await serial(server) == second)

                try await install(server, certificate: "two", key: "two")
                try await TestCommand.run(["chmod", "644", server.stateDirectory + "/tls/key.pem"])
                kill(try #require(server.process), SIGHUP)
                try await wait(until: "the second refusal") {
                    try await server.audit("system.certificate.rejected").count >= 2
                }
                #expect(try server.log.contains("chmod 600") || server.log.contains("read by others"))
                #expect(try await serial(server) == second)
                try await TestCommand.run(["chmod", "600", server.stateDirectory + "/tls/key.pem"])
                kill(try #require(server.process), SIGHUP)
                try await wait(until: "the third certificate") { try await serial(server) != second }
            }
        }
    }
}
