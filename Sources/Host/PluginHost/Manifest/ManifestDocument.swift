import Core
import JSON
import TOMLKit

/// The text of a manifest, or of another TOML file, as a tree of plain values.
enum ManifestDocument {
    private static let depthLimit = 8

    /// Nil, with the reason in the sink, if the bytes are not a TOML document of plain values.
    ///
    /// - Parameter name: of the file, for messages.
    static func read(_ bytes: [UInt8], name: String = "plugin.toml", sink: ManifestFaultSink) -> JSONObject? {
        guard bytes.count <= PluginManifest.sizeLimit else {
            sink.add(path: "", "\(name) is larger than \(PluginManifest.sizeLimit) bytes")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            sink.add(path: "", "\(name) is not UTF-8")
            return nil
        }
        // The TOML library hands out C strings: a NUL would make it see less than a person reading the file does.
        guard !bytes.contains(0), !escapesNUL(bytes) else {
            sink.add(path: "", "\(name) must not contain NUL characters")
            return nil
        }
        // The library asserts this, which would end the server.
        if let line = TOMLHeaderCheck.faultyLine(in: bytes) {
            sink.add(path: "", "line \(line): \(TOMLHeaderCheck.fault)")
            return nil
        }
        do {
            // The library's tables point into the root: it must stay alive until everything is copied.
            let root = try TOMLTable(string: text)
            return withExtendedLifetime(root) { convert(root, path: "", depth: 0, sink: sink) }
        } catch let error as TOMLParseError {
            sink.add(path: "", "line \(error.source.begin.line): \(error.description)")
        } catch {
            sink.add(path: "", "\(name) is not TOML")
        }
        return nil
    }

    /// Whether the text holds `\u0000` or `\U00000000`, in a string or not.
    private static func escapesNUL(_ bytes: [UInt8]) -> Bool {
        bytes.indices.contains { index in
            guard bytes[index] == UInt8(ascii: "\\") else { return false }
            let rest = bytes[(index + 1)...]
            return rest.starts(with: "u0000".utf8) || rest.starts(with: "U00000000".utf8)
        }
    }

    private static func convert(_ table: TOMLTable, path: String, depth: Int, sink: ManifestFaultSink) -> JSONObject {
        var members = JSONObject()
        for key in table.keys {
            guard let value = table[key] else { continue }
            members[key] = convert(value, path: path.isEmpty ? key : "\(path).\(key)", depth: depth + 1, sink: sink)
        }
        return members
    }

    private static func convert(
        _ value: some TOMLValueConvertible, path: String, depth: Int, sink: ManifestFaultSink
    ) -> JSONValue {
        guard depth <= depthLimit else {
            sink.add(path: path, "is nested too deeply")
            return .null
        }
        if let text = value.string { return .string(text) }
        if let number = value.int { return .integer(Int64(number)) }
        if let flag = value.bool { return .bool(flag) }
        if let number = value.double { return .number(number) }
        if let table = value.table { return .object(convert(table, path: path, depth: depth, sink: sink)) }
        if let array = value.array {
            return .array(
                array.enumerated().map { index, element in
                    convert(element.tomlValue, path: "\(path)[\(index)]", depth: depth + 1, sink: sink)
                })
        }
        sink.add(path: path, "dates and times are written as strings, in quotes")
        return .null
    }
}
