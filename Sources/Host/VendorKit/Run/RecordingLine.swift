import Foundation
import JSON

/// What is wrong with one line of a recording.
struct LineFault: Error {
    let message: String
}

/// One line of a recording: members are taken out by name, and what is left is a fault.
struct RecordingLine {
    private var members: JSONObject

    init(_ line: some Sequence<UInt8>) throws(LineFault) {
        do {
            guard case .object(let members) = try JSONValue(parsing: Array(line)) else {
                throw LineFault(message: "is not a JSON object")
            }
            self.members = members
        } catch let error as JSONError {
            throw LineFault(message: "is not JSON: \(error.message) at byte \(error.offset)")
        } catch let error as LineFault {
            throw error
        } catch {
            throw LineFault(message: "is not JSON")
        }
    }

    mutating func text(_ key: String) throws(LineFault) -> String? {
        guard let value = take(key) else { return nil }
        guard let text = value.string else { throw LineFault(message: "\"\(key)\" is not a string") }
        return text
    }

    mutating func texts(_ key: String) throws(LineFault) -> [String]? {
        guard let value = take(key) else { return nil }
        let texts = value.array?.compactMap(\.string)
        guard let texts, texts.count == value.array?.count else {
            throw LineFault(message: "\"\(key)\" is not a list of strings")
        }
        return texts
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int64>) throws(LineFault) -> Int64? {
        guard let value = take(key) else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw LineFault(message: "\"\(key)\" is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func choice<Value>(_ key: String, _ words: [(String, Value)]) throws(LineFault) -> Value? {
        guard let text = try text(key) else { return nil }
        guard let word = words.first(where: { $0.0 == text }) else {
            throw LineFault(message: "\"\(key)\" is none of \(words.map(\.0).joined(separator: ", "))")
        }
        return word.1
    }

    /// A member of text, or one of base64 with `_base64` behind its name.
    mutating func bytes(_ key: String) throws(LineFault) -> [UInt8] {
        if let text = try text(key) { return Array(text.utf8) }
        guard let encoded = try text("\(key)_base64") else { return [] }
        guard let data = Data(base64Encoded: encoded) else {
            throw LineFault(message: "\"\(key)_base64\" is not base64")
        }
        return Array(data)
    }

    func finish() throws(LineFault) {
        if let key = members.keys.first { throw LineFault(message: "\"\(key)\" is not known here") }
    }

    private mutating func take(_ key: String) -> JSONValue? {
        defer { members[key] = nil }
        return members[key]
    }
}
