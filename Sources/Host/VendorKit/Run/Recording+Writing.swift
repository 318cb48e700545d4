import Foundation
import JSON

extension Recording {
    /// The file's content.
    package func encoded() -> [UInt8] {
        var lines = JSONValue.object(["recording": 1, "target": .string(target)]).encoded() + [0x0a]
        for entry in entries { lines += JSONValue.object(Self.members(of: entry)).encoded() + [0x0a] }
        return lines
    }

    private static func members(of entry: Entry) -> JSONObject {
        var members = JSONObject()
        switch entry {
        case .command(let words, let answer):
            members["command"] = .strings(words)
            add(answer, output: "stdout", to: &members)
        case .file(let path, let answer):
            members["file"] = .string(path)
            add(answer, output: "content", to: &members)
        case .section(let id, let verdict, let answer):
            members["section"] = .string(id)
            members["verdict"] = .string(name(of: verdict, in: verdicts))
            add(answer, output: "stdout", to: &members)
        case .connection(let connection):
            let info = connection.info
            members["connection"] = .string(name(of: connection.code, in: codes))
            members["reached"] = .string(name(of: info.reached, in: rungs))
            if info.failed != .none { members["failed"] = .string(name(of: info.failed, in: rungs)) }
            members["host_key_status"] = .string(name(of: info.hostKeyStatus, in: hostKeyStatuses))
            members["auth_method"] = .string(name(of: info.authenticationMethod, in: methods))
            for (key, path) in texts where !info[keyPath: path].isEmpty { members[key] = .string(info[keyPath: path]) }
            for (key, path) in timings where info[keyPath: path] > 0 {
                members[key] = .integer(Int64(clamping: info[keyPath: path]))
            }
        }
        return members
    }

    private static func add(_ answer: Answer, output: String, to members: inout JSONObject) {
        guard answer.failure == .ok else {
            members["error"] = .string(name(of: answer.failure, in: codes))
            members["delay_ms"] = .integer(Int64(answer.milliseconds))
            return
        }
        members["exit"] = .integer(Int64(answer.exitCode))
        if !answer.signal.isEmpty { members["signal"] = .string(answer.signal) }
        if answer.privilege != .none { members["privilege"] = .string(name(of: answer.privilege, in: privileges)) }
        add(answer.stdout, as: output, to: &members)
        if !answer.stderr.isEmpty { add(answer.stderr, as: "stderr", to: &members) }
        members["delay_ms"] = .integer(Int64(answer.milliseconds))
    }

    /// Text as it is; anything else in base64, under another key.
    private static func add(_ bytes: [UInt8], as key: String, to members: inout JSONObject) {
        if let text = String(validating: bytes, as: UTF8.self) {
            members[key] = .string(text)
        } else {
            members["\(key)_base64"] = .string(Data(bytes).base64EncodedString())
        }
    }
}
