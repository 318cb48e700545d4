import Glibc
import JSON

/// One schema as ``SchemaScanner`` looks at it: byte for byte, members by bit.
final class SchemaScanNode: Sendable {
    struct Property: Sendable {
        let bit: UInt64
        /// Nil if it is only asked for to be there.
        let node: Int?
        /// Where its name is in `names`.
        fileprivate let start: Int
        fileprivate let count: Int
    }

    let reference: Int?
    let additional: Int?
    let items: Int?
    let itemCounts: ClosedRange<Int>
    /// The bits of the members that must be there.
    let required: UInt64
    private let properties: [Property]
    private let names: [UInt8]
    private let kinds: UInt8
    private let lengths: ClosedRange<Int>?
    private let allowsAll: Bool
    private let allowedTexts: [[UInt8]]
    private let allowedIntegers: [Int64]
    private let bounds: [SchemaNode.Bound]
    private let pattern: SchemaPattern?
    private let format: SchemaFormat?

    /// Nil if the schema refuses everything, or has what the scanner does not look at.
    init?(_ node: SchemaNode) {
        guard node.refusal == nil else { return nil }
        reference = node.reference
        additional = node.additional
        items = node.items
        guard let itemCounts = Self.range(node.minItems, node.maxItems) else { return nil }
        self.itemCounts = itemCounts
        let limitsLength = node.minLength != nil || node.maxLength != nil
        lengths = limitsLength ? Self.range(node.minLength, node.maxLength) : nil
        if limitsLength, lengths == nil { return nil }
        bounds = node.bounds
        pattern = node.pattern
        format = node.format
        kinds = Self.mask(node.types)

        // Longer names of one object are few enough to be asked for one by one.
        let wanted = node.properties.keys.sorted() + node.required.filter { node.properties[$0] == nil }
        guard wanted.count <= 64, Set(wanted).count == wanted.count, wanted.allSatisfy(Self.isASCII) else { return nil }
        var properties: [Property] = []
        var names: [UInt8] = []
        var required: UInt64 = 0
        for (index, name) in wanted.enumerated() {
            let bit = UInt64(1) << UInt64(index)
            if node.required.contains(name) { required |= bit }
            properties.append(
                Property(
                    bit: bit, node: node.properties[name] ?? node.additional, start: names.count, count: name.utf8.count
                ))
            names += Array(name.utf8)
        }
        self.properties = properties
        self.names = names
        self.required = required

        allowsAll = node.allowed == nil
        var texts: [[UInt8]] = []
        var integers: [Int64] = []
        for value in node.allowed ?? [] {
            switch value {
            case .string(let text) where Self.isASCII(text): texts.append(Array(text.utf8))
            case .integer(let integer): integers.append(integer)
            default: return nil
            }
        }
        allowedTexts = texts
        allowedIntegers = integers
    }

    private static func range(_ least: Int?, _ most: Int?) -> ClosedRange<Int>? {
        let (least, most) = (least ?? 0, most ?? Int.max)
        return least <= most ? least...most : nil
    }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    private static func mask(_ kinds: [SchemaNode.Kind]?) -> UInt8 {
        guard let kinds else { return UInt8.max }
        return kinds.reduce(0) { $0 | bit($1) }
    }

    private static func bit(_ kind: SchemaNode.Kind) -> UInt8 {
        switch kind {
        case .null: 1
        case .boolean: 2
        case .object: 4
        case .array: 8
        case .number: 16
        case .integer: 32
        case .string: 64
        }
    }

    /// Whether values of this kind are accepted as far as `type` and `enum` say; of numbers and texts `enum` says more.
    func takes(_ kind: SchemaNode.Kind) -> Bool {
        kinds & Self.bit(kind) != 0 && (allowsAll || kind == .string)
    }

    func property(_ name: UnsafeBufferPointer<UInt8>) -> Property? {
        names.withUnsafeBufferPointer { names in
            for property in properties where property.count == name.count {
                guard let known = names.baseAddress, let given = name.baseAddress else { return property }
                if memcmp(known + property.start, given, name.count) == 0 { return property }
            }
            return nil
        }
    }

    /// - Parameter text: as it stands between the quotes, with that many escapes of one character each.
    func accepts(text: UnsafeBufferPointer<UInt8>, isASCII: Bool, escapes: Int) -> Bool {
        guard allowsAll || (escapes == 0 && isASCII && allowedTexts.contains { $0.elementsEqual(text) }) else {
            return false
        }
        let needsText = pattern != nil || format != nil
        guard !needsText || escapes == 0 else { return false }
        if let lengths {
            let scalars = isASCII ? text.count : text.reduce(0) { $0 + ($1 & 0xc0 == 0x80 ? 0 : 1) }
            guard lengths.contains(scalars - escapes) else { return false }
        }
        guard needsText || !isASCII else { return true }
        guard let string = String(validating: text, as: UTF8.self) else { return false }
        return (pattern?.matches(string) ?? true) && (format?.accepts(string) ?? true)
    }

    func accepts(integer: Int64) -> Bool {
        kinds & (Self.bit(.integer) | Self.bit(.number)) != 0
            && (allowsAll || allowedIntegers.contains(integer)) && bounds.allSatisfy { $0.accepts(integer: integer) }
    }

    func accepts(number: Double) -> Bool {
        kinds & Self.bit(.number) != 0 && allowsAll && bounds.allSatisfy { $0.accepts(number: number) }
    }
}
