internal import Core
internal import Foundation

/// Writes values in the text format that PostgreSQL's input functions read.
enum SQLTextEncoder {
    /// Appends a value's text.
    ///
    /// - Returns: nil, or why the value cannot be sent, phrased to follow "parameter $n".
    static func append(_ value: SQLValue, to output: inout [UInt8]) -> String? {
        switch value {
        case .null: return "is null"
        case .text(let text): return append(text.utf8, to: &output)
        case .json(let bytes): return append(StorableJSON.text(bytes), to: &output)
        case .int(let number): append(ascii: String(number), to: &output)
        case .double(let number): append(number, to: &output)
        case .bool(let flag): output.append(UInt8(ascii: flag ? "t" : "f"))
        case .uuid(let uuid): append(uuid, to: &output)
        case .timestamp(let time): return append(time, to: &output)
        case .bytes(let bytes): append(bytea: bytes, to: &output)
        case .textArray(let items): return array(items, to: &output) { quoted($0.utf8, to: &$1) }
        case .optionalTextArray(let items): return optionals(items, to: &output) { quoted($0.utf8, to: &$1) }
        case .jsonArray(let items): return array(items, to: &output) { quoted(StorableJSON.text($0), to: &$1) }
        case .optionalJSONArray(let items):
            return optionals(items, to: &output) { quoted(StorableJSON.text($0), to: &$1) }
        case .uuidArray(let items): return array(items, to: &output, plain)
        case .optionalUUIDArray(let items): return optionals(items, to: &output, plain)
        case .int64Array(let items): return array(items, to: &output, plain)
        case .optionalInt64Array(let items): return optionals(items, to: &output, plain)
        case .doubleArray(let items): return array(items, to: &output, plain)
        case .optionalDoubleArray(let items): return optionals(items, to: &output, plain)
        case .boolArray(let items): return array(items, to: &output, plain)
        case .timestampArray(let items): return array(items, to: &output, quotedTime)
        case .optionalTimestampArray(let items): return optionals(items, to: &output, quotedTime)
        }
        return nil
    }

    // MARK: - Scalars

    private static let nulProblem = "holds a NUL character, which PostgreSQL cannot store"

    private static func append(_ bytes: some Sequence<UInt8>, to output: inout [UInt8]) -> String? {
        let start = output.count
        output.append(contentsOf: bytes)
        return output[start...].contains(0) ? nulProblem : nil
    }

    private static func append(ascii text: String, to output: inout [UInt8]) {
        output.append(contentsOf: text.utf8)
    }

    private static func append(_ number: Double, to output: inout [UInt8]) {
        let text = number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : String(number)
        append(ascii: text, to: &output)
    }

    private static func append(_ uuid: UUID, to output: inout [UInt8]) {
        withUnsafeBytes(of: uuid.uuid) { bytes in
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 { output.append(UInt8(ascii: "-")) }
                output.append(hexDigit(byte >> 4))
                output.append(hexDigit(byte & 15))
            }
        }
    }

    private static func append(_ time: Timestamp, to output: inout [UInt8]) -> String? {
        // 0001-01-01T00:00:00Z up to, not including, 10000-01-01T00:00:00Z.
        guard (-62_135_596_800_000_000..<253_402_300_800_000_000).contains(time.microseconds) else {
            return "is a time outside the years 1 to 9999"
        }
        append(ascii: time.description, to: &output)
        return nil
    }

    private static func append(bytea bytes: [UInt8], to output: inout [UInt8]) {
        output.reserveCapacity(output.count + 3 + bytes.count * 2)
        append(ascii: "\\x", to: &output)
        for byte in bytes {
            output.append(hexDigit(byte >> 4))
            output.append(hexDigit(byte & 15))
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    // MARK: - Arrays

    private typealias ElementWriter<Element> = (Element, inout [UInt8]) -> String?

    private static func array<Element>(
        _ items: [Element], to output: inout [UInt8], _ write: ElementWriter<Element>
    ) -> String? {
        output.append(UInt8(ascii: "{"))
        for (index, item) in items.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            if let problem = write(item, &output) { return problem }
        }
        output.append(UInt8(ascii: "}"))
        return nil
    }

    private static func optionals<Element>(
        _ items: [Element?], to output: inout [UInt8], _ write: ElementWriter<Element>
    ) -> String? {
        array(items, to: &output) { item, output in
            if let item { return write(item, &output) }
            append(ascii: "NULL", to: &output)
            return nil
        }
    }

    /// Always quotes, so that an empty string, the word NULL, braces and commas keep their meaning as text.
    private static func quoted(_ bytes: some Sequence<UInt8>, to output: inout [UInt8]) -> String? {
        output.append(UInt8(ascii: "\""))
        for byte in bytes {
            guard byte != 0 else { return nulProblem }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { output.append(UInt8(ascii: "\\")) }
            output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
        return nil
    }

    private static func quotedTime(_ time: Timestamp, to output: inout [UInt8]) -> String? {
        output.append(UInt8(ascii: "\""))
        let problem = append(time, to: &output)
        output.append(UInt8(ascii: "\""))
        return problem
    }

    private static func plain(_ uuid: UUID, to output: inout [UInt8]) -> String? {
        append(uuid, to: &output)
        return nil
    }

    private static func plain(_ number: Int64, to output: inout [UInt8]) -> String? {
        append(ascii: String(number), to: &output)
        return nil
    }

    private static func plain(_ number: Double, to output: inout [UInt8]) -> String? {
        append(number, to: &output)
        return nil
    }

    private static func plain(_ flag: Bool, to output: inout [UInt8]) -> String? {
        output.append(UInt8(ascii: flag ? "t" : "f"))
        return nil
    }
}
