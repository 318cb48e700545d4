import Foundation
import JSON
import Logging
import PluginHost
import Probes
import SSH
import TestSupport
import Testing
import VendorKit

@Suite("A plugin that is tried out on a host")
struct LiveHostTests {
    @Test("asks a real sshd, and its recording gives the same result again")
    func record() async throws {
        let keys = try TemporaryDirectory()
        let key = "\(keys.path)/key"
        try await TestCommand.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key])
        let user = try await SystemUser.make()
        let server = try await SSHServerFixture.start(
            .init(authorizedKeys: [String(decoding: try keys.read("key.pub"), as: UTF8.self)]))
        let address = try TargetAddress("ssh://\(user.name)@127.0.0.1:\(server.port)")
        let known = try KnownHosts(
            parsing: String(decoding: try server.directory.read("host_ed25519.pub"), as: UTF8.self), for: address)
        let engine = SSHEngine(
            configuration: SSHEngineConfiguration(), hostKeys: known,
            logger: Logger(label: "ssh") { _ in SwiftLogNoOpLogHandler() })
        let host = SSHTarget(
            hostID: UUID(), address: address.host, port: address.port,
            credential: SSHCredential(username: address.user, privateKey: try keys.read("key")),
            credentialVersion: "test")

        let workshop = try Workshop(.c)
        try workshop.build()
        let recorder = RecordingTarget(DirectProbeTarget(target: host, engine: engine))
        let live = try await workshop.run(on: recorder)
        let kernel = try String(contentsOfFile: "/proc/sys/kernel/randomize_va_space", encoding: .utf8)
        #expect(live.resultValue["value"]?.integer == Int64(kernel.prefix { $0 != "\n" }))

        let recording = recorder.recording(target: "here")
        #expect(recording.entries.count == 2)
        let replayed = try await workshop.run(on: RecordedTarget(Recording(parsing: recording.encoded())))
        #expect(replayed.result == live.result)
    }

    @Test("refuses a host that shows another key than the known one")
    func otherKey() async throws {
        let server = try await SSHServerFixture.start()
        let other = try TemporaryDirectory()
        try await TestCommand.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(other.path)/key"])
        let address = try TargetAddress("ssh://nobody@127.0.0.1:\(server.port)")
        let known = try KnownHosts(parsing: String(decoding: try other.read("key.pub"), as: UTF8.self), for: address)
        let engine = SSHEngine(
            configuration: SSHEngineConfiguration(), hostKeys: known,
            logger: Logger(label: "ssh") { _ in SwiftLogNoOpLogHandler() })
        let target = DirectProbeTarget(
            target: SSHTarget(
                hostID: UUID(), address: address.host, port: address.port,
                credential: SSHCredential(username: address.user, password: Array("never sent".utf8)),
                credentialVersion: "test"),
            engine: engine)
        let opened = await target.openSSH(fresh: false, timeout: nil)
        #expect(opened.session == nil && opened.code == .hostKey)
    }
}
