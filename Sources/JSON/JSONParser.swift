/// How much a parser accepts.
public struct JSONLimits: Sendable {
    public var maxBytes: Int
    /// Nesting of arrays and objects.
    public var maxDepth: Int

    public init(maxBytes: Int, maxDepth: Int) {
        self.maxBytes = maxBytes
        self.maxDepth = maxDepth
    }

    /// 16 MiB, 64 levels.
    public static let standard = JSONLimits(maxBytes: 16 * 1_024 * 1_024, maxDepth: 64)
}

extension JSONValue {
    /// Reads one JSON text (RFC 8259), strictly: UTF-8, no duplicate keys, nothing after the value.
    ///
    /// - Throws: ``JSONError`` with the byte offset. Hostile input costs time and memory linear in its size.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        guard bytes.count <= limits.maxBytes else {
            throw JSONError(code: .tooLarge, offset: limits.maxBytes, message: "text is larger than the limit")
        }
        var parser = Parser(bytes: bytes, maxDepth: limits.maxDepth)
        self = try parser.document()
    }
}

private struct Parser {
    let bytes: [UInt8]
    let maxDepth: Int
    var position = 0
    var depth = 0

    init(bytes: [UInt8], maxDepth: Int) {
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw fault(.syntax, "unexpected text after the value") }
        return value
    }

    private func fault(_ code: JSONError.Code, _ message: String, at offset: Int? = nil) -> JSONError {
        JSONError(code: code, offset: offset ?? position, message: message)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case .some(let byte) where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
        case .some: throw fault(.syntax, "unexpected character")
        case nil: throw fault(.syntax, "text ends before the value")
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { throw fault(.syntax, "unexpected character") }
        let matches = text.withUTF8Buffer { $0.elementsEqual(bytes[position..<position + count]) }
        guard matches else { throw fault(.syntax, "unexpected character") }
        position += count
        return value
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= maxDepth else { throw fault(.tooDeep, "nesting is deeper than the limit") }
        position += 1
        skipSpace()
    }

    private mutating func leave() {
        depth -= 1
        position += 1
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        if current == UInt8(ascii: "]") {
            leave()
            return .array(elements)
        }
        while true {
            elements.append(try value())
            skipSpace()
            if current == UInt8(ascii: ",") {
                position += 1
            } else if current == UInt8(ascii: "]") {
                leave()
                return .array(elements)
            } else {
                throw fault(.syntax, "expected a comma or the end of the array")
            }
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try enter()
        var members = JSONObject()
        if current == UInt8(ascii: "}") {
            leave()
            return .object(members)
        }
        while true {
            skipSpace()
            let start = position
            guard current == UInt8(ascii: "\"") else { throw fault(.syntax, "expected a member name") }
            let key = try string()
            guard members[key] == nil else { throw fault(.duplicateKey, "member name is used twice", at: start) }
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw fault(.syntax, "expected a colon") }
            position += 1
            members[key] = try value()
            skipSpace()
            if current == UInt8(ascii: ",") {
                position += 1
            } else if current == UInt8(ascii: "}") {
                leave()
                return .object(members)
            } else {
                throw fault(.syntax, "expected a comma or the end of the object")
            }
        }
    }
}

extension Parser {
    /// Reads a string; most have no escape and are taken in one piece.
    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if current == UInt8(ascii: "\"") {
            let text = try validated(bytes[start..<position], at: start)
            position += 1
            return text
        }
        var unescaped = Array(bytes[start..<position])
        while true {
            switch current {
            case UInt8(ascii: "\""):
                position += 1
                return try validated(unescaped[...], at: start)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &unescaped)
            case .some(let byte) where byte >= 0x20:
                unescaped.append(byte)
                position += 1
            case .some: throw fault(.syntax, "control character in a string")
            case nil: throw fault(.syntax, "text ends inside a string")
            }
        }
    }

    private func validated(_ slice: ArraySlice<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw fault(.encoding, "string is not UTF-8", at: start)
        }
        return text
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw fault(.syntax, "text ends inside a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexQuad()
            if (0xd800..<0xdc00).contains(code) {
                guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                    bytes[position + 1] == UInt8(ascii: "u")
                else { throw fault(.encoding, "half a surrogate pair") }
                position += 2
                let low = try hexQuad()
                guard (0xdc00..<0xe000).contains(low) else { throw fault(.encoding, "half a surrogate pair") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault(.encoding, "half a surrogate pair") }
            text.append(contentsOf: Array(String(scalar).utf8))
        default: throw fault(.syntax, "unknown escape", at: position - 1)
        }
    }

    private mutating func hexQuad() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw fault(.syntax, "text ends inside an escape") }
        var code: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw fault(.syntax, "escape is not four hex digits")
            }
            code = code << 4 | UInt32(digit)
        }
        position += 4
        return code
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = current, Self.isDigit(byte) { position += 1 }
        guard position > start else { throw fault(.syntax, "expected a digit") }
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") {
            position += 1
        } else {
            try digits()
        }
        var isWhole = true
        if current == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isWhole = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let double = Double(text), double.isFinite else {
            throw fault(.number, "number is out of range", at: start)
        }
        return .number(double)
    }
}
