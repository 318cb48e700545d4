import Foundation
import JSON

/// Reads recorded answers in the three forms that packages have them in.
///
/// `recordings/*.jsonl`: JSON Lines as `openwatch plugin run --record` writes them. `fixtures/*.json`: one object
/// {"commands": [{"id", "args", "exit", "stdout", "stderr"}], "files": {path: text}, "sections": {id: text}}. A folder of
/// `<section>.txt`: the raw output of each section.
struct RecordingReader {
    /// The manifest's `argv` of each command.
    let words: [String: [String]]

    private static let verdicts = [
        "unobserved", "ok", "failed", "unsupported", "denied", "timeout", "truncated", "killed",
    ]
    private static let limit = 64 << 20

    /// Only one recording is used: answers of two hosts do not fit together. The first by name of the first form found.
    func read(directory: String, other: String?) throws(ConformanceError) -> [Recorded] {
        if let other {
            guard FileManager.default.fileExists(atPath: other) else {
                throw ConformanceError(.files, "\(other) does not exist")
            }
            return try read(path: other) ?? []
        }
        for folder in ["fixtures", "recordings"] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)")) ?? []
            // The longest recording says the most; by name where two are as long.
            let sized = names.map { name in (name, size("\(directory)/\(folder)/\(name)")) }
            for (name, _) in sized.sorted(by: { ($0.1, $1.0) > ($1.1, $0.0) }) {
                if let answers = try read(path: "\(directory)/\(folder)/\(name)"), !answers.isEmpty { return answers }
            }
        }
        return []
    }

    private func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    /// Nil if the path is none of the forms.
    private func read(path: String) throws(ConformanceError) -> [Recorded]? {
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        if isDirectory.boolValue { return folder(path) }
        guard path.hasSuffix(".jsonl") || path.hasSuffix(".json") else { return nil }
        guard let content = FileManager.default.contents(atPath: path), content.count <= Self.limit else {
            throw ConformanceError(.files, "\(path) cannot be read")
        }
        return path.hasSuffix(".jsonl") ? try lines(Array(content), path) : try object(Array(content), path)
    }

    private func folder(_ path: String) -> [Recorded] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap { name in
            FileManager.default.contents(atPath: "\(path)/\(name)").map { content in
                Recorded(question: .section(String(name.dropLast(4))), output: Array(content))
            }
        }
    }

    private func lines(_ content: [UInt8], _ path: String) throws(ConformanceError) -> [Recorded] {
        var answers: [Recorded] = []
        for (index, line) in content.split(separator: 0x0a).enumerated() {
            let value: JSONValue
            do {
                value = try JSONValue(parsing: Array(line))
            } catch {
                throw ConformanceError(.recording, "\(path), line \(index + 1): is not JSON: \(error.message)")
            }
            if let answer = answer(value) { answers.append(answer) }
        }
        return answers
    }

    /// Nil for what is no answer: the head of the file, connections, and questions that failed on the way.
    private func answer(_ line: JSONValue) -> Recorded? {
        if line["error"] != nil { return nil }
        let question: Recorded.Question
        if let argv = line["command"]?.array?.compactMap(\.string) {
            guard let match = command(for: argv) else { return nil }
            question = .command(match.id, match.arguments)
        } else if let path = line["file"]?.string {
            question = .file(path)
        } else if let id = line["section"]?.string {
            question = .section(id)
        } else {
            return nil
        }
        var answer = Recorded(question: question)
        answer.exitCode = line["exit"]?.integer ?? 0
        answer.signal = line["signal"]?.string ?? ""
        let output = line["file"] == nil ? "stdout" : "content"
        answer.output = bytes(line, output)
        answer.errors = bytes(line, "stderr")
        if let verdict = line["verdict"]?.string, let number = Self.verdicts.firstIndex(of: verdict) {
            answer.verdict = Int64(number)
        }
        return answer
    }

    private func bytes(_ line: JSONValue, _ key: String) -> [UInt8] {
        if let text = line[key]?.string { return Array(text.utf8) }
        return line["\(key)_base64"]?.string.flatMap { Data(base64Encoded: $0) }.map { Array($0) } ?? []
    }

    private func object(_ content: [UInt8], _ path: String) throws(ConformanceError) -> [Recorded] {
        let root: JSONValue
        do {
            root = try JSONValue(parsing: content)
        } catch {
            throw ConformanceError(.recording, "\(path): is not JSON: \(error.message)")
        }
        var answers: [Recorded] = []
        for command in root["commands"]?.array ?? [] {
            guard let id = command["id"]?.string else {
                throw ConformanceError(.recording, "\(path): a command without \"id\"")
            }
            let arguments = command["args"]?.array?.compactMap(\.string) ?? []
            var answer = Recorded(question: .command(id, arguments))
            answer.exitCode = command["exit"]?.integer ?? 0
            answer.output = bytes(command, "stdout")
            answer.errors = bytes(command, "stderr")
            answers.append(answer)
        }
        for (path, text) in root["files"]?.object ?? [:] {
            answers.append(Recorded(question: .file(path), output: Array((text.string ?? "").utf8)))
        }
        for (id, text) in root["sections"]?.object ?? [:] {
            answers.append(Recorded(question: .section(id), output: Array((text.string ?? "").utf8)))
        }
        return answers
    }

    /// The command whose template these words are made from.
    private func command(for argv: [String]) -> (id: String, arguments: [String])? {
        for (id, template) in words.sorted(by: { $0.key < $1.key }) where template.count == argv.count {
            var arguments: [String] = []
            let fits = zip(template, argv).allSatisfy { pattern, word in
                guard let open = pattern.firstIndex(of: "{"), let close = pattern.lastIndex(of: "}"), open < close,
                    !pattern.hasPrefix("{{")
                else { return pattern == word }
                let head = pattern[..<open], tail = pattern[pattern.index(after: close)...]
                guard word.hasPrefix(head), word.hasSuffix(tail), word.count >= head.count + tail.count else {
                    return false
                }
                arguments.append(String(word.dropFirst(head.count).dropLast(tail.count)))
                return true
            }
            if fits { return (id, arguments) }
        }
        return nil
    }
}
