import Glibc
import JSON

/// Says of most good JSON texts that their schema accepts them, without building a tree: for events, which come by the
/// hundred thousand, and for results.
///
/// It may only say yes where parser and ``SchemaValidator`` say yes; whatever it is not sure of, bad texts included, is
/// for those two to decide and to explain.
struct SchemaScanner: Sendable {
    /// Nil where a schema says something that is not looked at here.
    private let nodes: [SchemaScanNode?]
    private let root: Int

    init(_ validator: SchemaValidator) {
        nodes = validator.nodes.map(SchemaScanNode.init)
        root = validator.root
    }

    /// True if the text is one JSON value that the schema accepts; false if that is not sure.
    func accepts(_ text: UnsafeRawBufferPointer) -> Bool {
        var scan = Scan(nodes: nodes, bytes: text.assumingMemoryBound(to: UInt8.self))
        return scan.value(root, depth: 0) && scan.isAtEnd
    }

    func accepts(_ text: [UInt8]) -> Bool {
        text.withUnsafeBytes { accepts($0) }
    }
}

/// One walk over one text. Every method says whether it is still sure.
private struct Scan {
    /// Well below what parser and validator allow.
    private static let depthLimit = 48
    /// Names of one object beyond those of its schema.
    private static let otherNameLimit = 32

    let nodes: [SchemaScanNode?]
    let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Other names of the objects that are open, innermost last.
    private var otherNames: [Range<Int>] = []

    init(nodes: [SchemaScanNode?], bytes: UnsafeBufferPointer<UInt8>) {
        self.nodes = nodes
        self.bytes = bytes
    }

    var isAtEnd: Bool {
        mutating get { next() == 0 && position == bytes.count }
    }

    /// The next byte that is no space; 0 at the end, which no JSON text has elsewhere.
    private mutating func next() -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return byte }
            position += 1
        }
        return 0
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next() == byte else { return false }
        position += 1
        return true
    }

    /// - Parameter index: the schema; nil if none holds.
    mutating func value(_ index: Int?, depth: Int) -> Bool {
        guard depth < Self.depthLimit else { return false }
        var node: SchemaScanNode?
        if let index {
            guard let known = nodes[index] else { return false }
            if let reference = known.reference {
                let start = position
                guard value(reference, depth: depth + 1) else { return false }
                position = start
            }
            node = known
        }
        switch next() {
        case UInt8(ascii: "{"): return node.takes(.object) && object(node, depth: depth)
        case UInt8(ascii: "["): return node.takes(.array) && array(node, depth: depth)
        case UInt8(ascii: "\""): return node.takes(.string) && text(node)
        case UInt8(ascii: "t"): return node.takes(.boolean) && literal("true")
        case UInt8(ascii: "f"): return node.takes(.boolean) && literal("false")
        case UInt8(ascii: "n"): return node.takes(.null) && literal("null")
        default: return number(node)
        }
    }

    private mutating func literal(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count, let base = bytes.baseAddress,
            memcmp(base + position, text.utf8Start, count) == 0
        else { return false }
        position += count
        return true
    }

    private mutating func array(_ node: SchemaScanNode?, depth: Int) -> Bool {
        position += 1
        var count = 0
        if next() == UInt8(ascii: "]") {
            position += 1
        } else {
            while true {
                guard value(node?.items, depth: depth + 1) else { return false }
                count += 1
                if skip(UInt8(ascii: "]")) { break }
                guard skip(UInt8(ascii: ",")) else { return false }
            }
        }
        return node?.itemCounts.contains(count) ?? true
    }

    private mutating func object(_ node: SchemaScanNode?, depth: Int) -> Bool {
        position += 1
        let outer = otherNames.count
        defer { if otherNames.count > outer { otherNames.removeLast(otherNames.count - outer) } }
        var seen: UInt64 = 0
        if next() == UInt8(ascii: "}") {
            position += 1
            return node.map { $0.required == 0 } ?? true
        }
        while true {
            guard next() == UInt8(ascii: "\""), let name = plainName(), skip(UInt8(ascii: ":")) else { return false }
            var member = node?.additional
            if let known = node?.property(UnsafeBufferPointer(rebasing: bytes[name])) {
                guard seen & known.bit == 0 else { return false }
                seen |= known.bit
                member = known.node
            } else {
                guard isNew(name, since: outer) else { return false }
                otherNames.append(name)
            }
            guard value(member, depth: depth + 1) else { return false }
            if skip(UInt8(ascii: "}")) { break }
            guard skip(UInt8(ascii: ",")) else { return false }
        }
        return node.map { seen & $0.required == $0.required } ?? true
    }

    /// A member's name without escapes, in ASCII, where equal bytes and equal names are the same.
    private mutating func plainName() -> Range<Int>? {
        position += 1
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return start..<position - 1
            }
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { return nil }
            position += 1
        }
        return nil
    }

    private func isNew(_ name: Range<Int>, since outer: Int) -> Bool {
        guard otherNames.count - outer < Self.otherNameLimit, let base = bytes.baseAddress else { return false }
        return !otherNames[outer...].contains { other in
            other.count == name.count && memcmp(base + other.lowerBound, base + name.lowerBound, name.count) == 0
        }
    }

    private mutating func text(_ node: SchemaScanNode?) -> Bool {
        position += 1
        let start = position
        var escapes = 0
        var isASCII = true
        scan: while true {
            guard position < bytes.count else { return false }
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""): break scan
            case UInt8(ascii: "\\"):
                // The short ones only; what they stand for is one character each.
                guard position + 1 < bytes.count, #"\"/bfnrt"#.utf8.contains(bytes[position + 1]) else { return false }
                escapes += 1
                position += 1
            case 0..<0x20: return false
            case 0x80...: isASCII = false
            default: break
            }
            position += 1
        }
        let content = UnsafeBufferPointer(rebasing: bytes[start..<position])
        position += 1
        guard let node else { return isASCII || String(validating: content, as: UTF8.self) != nil }
        return node.accepts(text: content, isASCII: isASCII, escapes: escapes)
    }

    private mutating func number(_ node: SchemaScanNode?) -> Bool {
        let start = position
        let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var magnitude: Int64 = 0
        let digits = position
        while let digit = digit(at: position), position - digits < 18 {
            magnitude = magnitude * 10 + digit
            position += 1
        }
        let count = position - digits
        guard count > 0, count == 1 || bytes[digits] != UInt8(ascii: "0"), digit(at: position) == nil else {
            return false
        }
        let end = position < bytes.count ? bytes[position] : 0
        let isWhole = end != UInt8(ascii: ".") && !Self.isExponent(end)
        if isWhole { return node?.accepts(integer: isNegative ? -magnitude : magnitude) ?? true }
        // A fraction without an exponent, which always has a finite value.
        guard end == UInt8(ascii: ".") else { return false }
        position += 1
        let fraction = position
        while digit(at: position) != nil { position += 1 }
        guard position > fraction, position - start < 64 else { return false }
        guard position == bytes.count || !Self.isExponent(bytes[position]) else { return false }
        guard let node else { return true }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        return Double(text).map { node.accepts(number: $0) } ?? false
    }

    private static func isExponent(_ byte: UInt8) -> Bool { byte | 0x20 == UInt8(ascii: "e") }

    private func digit(at position: Int) -> Int64? {
        guard position < bytes.count else { return nil }
        let digit = bytes[position] &- UInt8(ascii: "0")
        return digit < 10 ? Int64(digit) : nil
    }
}

extension SchemaScanNode? {
    fileprivate func takes(_ kind: SchemaNode.Kind) -> Bool {
        self?.takes(kind) ?? true
    }
}
