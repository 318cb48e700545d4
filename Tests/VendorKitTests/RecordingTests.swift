import JSON
import Testing
import VendorKit

@testable import PluginHost

@Suite("Recordings")
struct RecordingTests {
    @Test("come back as they were written, bytes that are no text included")
    func roundTrip() throws {
        var info = ProbeSSHInfo()
        info.reached = .tcp
        info.failed = .banner
        info.failure = .protocol
        info.failureCode = "banner_mismatch"
        info.peerBanner = "220 mail"
        info.timings.tcp = 1_234
        var answer = Recording.Answer()
        answer.exitCode = 3
        answer.stdout = [0xff, 0x00]
        answer.stderr = Array("ä\n".utf8)
        answer.privilege = .sudo
        answer.milliseconds = 7
        let recording = Recording(
            target: "web-07",
            entries: [
                .connection(.init(info: info, code: .protocol)), .command(["cat", "a b", "'"], answer),
                .file("/etc/hosts", answer), .section("uname", .truncated, answer),
            ])
        let read = try Recording(parsing: recording.encoded())
        #expect(read.target == "web-07")
        #expect(read.entries == recording.entries)
    }

    @Test(
        "that are broken are refused with the line",
        arguments: [
            ("", "empty"), ("{\"recording\":2}", "line 1"), ("[]", "line 1: is not a JSON object"),
            ("{\"recording\":1}\n{\"command\":[\"id\"]", "line 2: is not JSON"),
            ("{\"recording\":1}\n\n{\"comand\":[\"id\"]}", "line 3: the line has none of"),
            ("{\"recording\":1}\n{\"command\":[\"id\"],\"exit\":\"no\"}", "line 2: \"exit\" is not a number"),
            ("{\"recording\":1}\n{\"command\":[\"id\"],\"stdin\":\"\"}", "line 2: \"stdin\" is not known here"),
            ("{\"recording\":1}\n{\"command\":[]}", "line 2: \"command\" is empty"),
            ("{\"recording\":1}\n{\"command\":[1]}", "line 2: \"command\" is not a list of strings"),
            ("{\"recording\":1}\n{\"section\":\"a\",\"verdict\":\"fine\"}", "line 2: \"verdict\" is none of"),
            (
                "{\"recording\":1}\n{\"file\":\"/a\",\"content_base64\":\"?\"}",
                "line 2: \"content_base64\" is not base64"
            ),
        ])
    func broken(text: String, words: String) {
        let error = #expect(throws: VendorKitError.self) { try Recording(parsing: Array(text.utf8)) }
        #expect(error?.code == .recording)
        #expect(error?.message.contains(words) == true, "\(String(describing: error))")
    }

    @Test("answer a question in the order of its answers, then with the last one")
    func order() async throws {
        let target = try target(
            """
            {"command":["id","-u"],"stdout":"1"}
            {"command":["id","-u"],"stdout":"2"}
            {"command":["id","o'brien"],"stdout":"3"}
            """)
        let session = try #require(await target.openSSH(fresh: false, timeout: nil).session)
        for expected in ["1", "2", "2"] {
            #expect(try await session.execute(Self.command("id -u"), onChunk: nil).stdout == Array(expected.utf8))
        }
        #expect(try await session.execute(Self.command(#"id 'o'\''brien'"#), onChunk: nil).stdout == Array("3".utf8))
        #expect(target.missing.isEmpty)
    }

    @Test("name the arguments of a command they do not have")
    func missing() async throws {
        let target = try target(#"{"file":"/etc/hosts","content":"x"}"#)
        let session = try #require(await target.openSSH(fresh: false, timeout: nil).session)
        #expect(try await session.execute(Self.command("cat -- /etc/hosts"), onChunk: nil).stdout == Array("x".utf8))
        let error = await #expect(throws: ProbeServiceError.self) {
            try await session.execute(Self.command("systemctl is-active 'my unit'"), onChunk: nil)
        }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains(#"["systemctl","is-active","my unit"]"#) == true)
        await #expect(throws: ProbeServiceError.self) {
            try await session.execute(Self.command("cat -- /etc/shadow"), onChunk: nil)
        }
        #expect(target.missing == [#""command":["systemctl","is-active","my unit"]"#, #""file":"/etc/shadow""#])
    }

    @Test("keep failures, so that they fail again with the same code")
    func failures() async throws {
        let recorder = RecordingTarget(
            try target(#"{"command":["slow"],"error":"deadline"}"# + "\n" + #"{"section":"os","error":"io"}"#))
        let first = try await codes(of: recorder)
        #expect(first == [.deadline, .notFound, .io])
        let recording = try Recording(parsing: recorder.recording(target: "").encoded())
        let again = try await codes(of: RecordedTarget(recording))
        #expect(again == first)
    }

    private func codes(of target: any ProbeTargetServices) async throws -> [ProbeCode] {
        let session = try #require(await target.openSSH(fresh: false, timeout: nil).session)
        var codes: [ProbeCode] = []
        for line in ["slow", "gone"] {
            let error = await #expect(throws: ProbeServiceError.self) {
                try await session.execute(Self.command(line), onChunk: nil)
            }
            codes.append(error?.code ?? .ok)
        }
        let section = ProbeSection(id: "os", part: .user, timeoutSeconds: 1, maxBytes: 10, command: "true")
        let error = await #expect(throws: ProbeServiceError.self) {
            try await session.collect([section], timeout: nil)
        }
        return codes + [error?.code ?? .ok]
    }

    @Test("keep to the manifest's limits of time and output")
    func limits() async throws {
        let target = try target(
            #"{"command":["big"],"stdout":"123456"}"# + "\n" + #"{"command":["slow"],"delay_ms":60000}"#)
        let session = try #require(await target.openSSH(fresh: false, timeout: nil).session)
        let big = try await session.execute(Self.command("big", output: 4), onChunk: nil)
        #expect(big.stdout == Array("1234".utf8) && big.isStdoutTruncated)
        let error = await #expect(throws: ProbeServiceError.self) {
            try await session.execute(Self.command("slow", timeout: .milliseconds(20)), onChunk: nil)
        }
        #expect(error?.code == .deadline)
    }

    private func target(_ lines: String) throws -> RecordedTarget {
        RecordedTarget(try Recording(parsing: Array("{\"recording\":1}\n\(lines)".utf8)))
    }

    private static func command(_ line: String, timeout: Duration = .seconds(5), output: Int = 100) -> ProbeCommand {
        ProbeCommand(
            commandLine: line, stdin: [], sudo: .never, timeout: timeout, maxStdout: output, maxStderr: 100)
    }
}
