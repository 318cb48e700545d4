import Foundation
import JSON
import PluginHost

extension Recording {
    /// Reads a recording. Throws ``VendorKitError/Code/recording`` with the line that is wrong.
    package init(parsing file: [UInt8]) throws(VendorKitError) {
        guard file.count <= Self.sizeLimit else {
            throw VendorKitError(.recording, "the recording is larger than \(Self.sizeLimit >> 20) MiB")
        }
        var target: String?
        var entries: [Entry] = []
        for (index, line) in file.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) else { continue }
            do throws(LineFault) {
                var members = try RecordingLine(line)
                if target == nil {
                    target = try Self.header(&members)
                } else {
                    entries.append(try Self.entry(&members))
                }
                try members.finish()
            } catch {
                throw VendorKitError(
                    .recording, "line \(index + 1): \(error.message)",
                    hint: "the format is described in docs/plugin-guide.md")
            }
        }
        guard let target else {
            throw VendorKitError(.recording, "the recording is empty", hint: "its first line is {\"recording\":1}")
        }
        self.init(target: target, entries: entries)
    }

    private static func header(_ line: inout RecordingLine) throws(LineFault) -> String {
        guard try line.integer("recording", in: 1...1) == 1 else {
            throw LineFault(message: "the first line is not {\"recording\":1}")
        }
        return try line.text("target") ?? ""
    }

    private static func entry(_ line: inout RecordingLine) throws(LineFault) -> Entry {
        if let words = try line.texts("command") {
            guard !words.isEmpty else { throw LineFault(message: "\"command\" is empty") }
            return .command(words, try answer(&line, output: "stdout"))
        }
        if let path = try line.text("file") { return .file(path, try answer(&line, output: "content")) }
        if let id = try line.text("section") {
            return .section(
                id, try line.choice("verdict", verdicts) ?? .ok, try answer(&line, output: "stdout"))
        }
        if let code = try line.choice("connection", codes) { return .connection(try connection(&line, code)) }
        throw LineFault(message: "the line has none of \"command\", \"file\", \"section\", \"connection\"")
    }

    private static func answer(_ line: inout RecordingLine, output: String) throws(LineFault) -> Answer {
        var answer = Answer()
        answer.failure = try line.choice("error", codes) ?? .ok
        answer.exitCode = Int32(try line.integer("exit", in: -1...255) ?? 0)
        answer.signal = try line.text("signal") ?? ""
        answer.privilege = try line.choice("privilege", privileges) ?? .none
        answer.stdout = try line.bytes(output)
        answer.stderr = try line.bytes("stderr")
        answer.milliseconds = Int(try line.integer("delay_ms", in: 0...3_600_000) ?? 0)
        return answer
    }

    private static func connection(_ line: inout RecordingLine, _ code: ProbeCode) throws(LineFault) -> Connection {
        var info = ProbeSSHInfo()
        info.failed = try line.choice("failed", rungs) ?? .none
        info.reached = try line.choice("reached", rungs) ?? (code == .ok ? .session : .none)
        info.failure = code
        info.hostKeyStatus = try line.choice("host_key_status", hostKeyStatuses) ?? .unknown
        info.authenticationMethod = try line.choice("auth_method", methods) ?? .none
        for (key, path) in texts { info[keyPath: path] = try line.text(key) ?? "" }
        for (key, path) in timings { info[keyPath: path] = UInt64(try line.integer(key, in: 0...Int64.max) ?? 0) }
        return Connection(info: info, code: code)
    }
}
