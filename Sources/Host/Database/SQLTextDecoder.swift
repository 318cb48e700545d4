internal import Foundation

/// Reads values from PostgreSQL's text format. Every function returns nil for text of another form.
enum SQLTextDecoder {
    static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let negative = bytes.first == UInt8(ascii: "-")
        let digits = bytes.dropFirst(negative ? 1 : 0)
        guard !digits.isEmpty else { return nil }
        var value = 0
        for byte in digits {
            guard let digit = decimal(byte) else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, overflow2) =
                negative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            guard !overflow, !overflow2 else { return nil }
            value = next
        }
        return value
    }

    static func uuid(_ bytes: UnsafeBufferPointer<UInt8>) -> UUID? {
        guard bytes.count == 36 else { return nil }
        var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let complete = withUnsafeMutableBytes(of: &value) { output in
            var position = 0
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    guard bytes[position] == UInt8(ascii: "-") else { return false }
                    position += 1
                }
                guard let high = hex(bytes[position]), let low = hex(bytes[position + 1]) else { return false }
                output[index] = high << 4 | low
                position += 2
            }
            return true
        }
        return complete ? UUID(uuid: value) : nil
    }

    /// `bytea` in its hex form.
    static func bytea(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard bytes.count >= 2, bytes.count % 2 == 0, bytes[0] == UInt8(ascii: "\\"), bytes[1] == UInt8(ascii: "x")
        else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 2 - 1)
        var position = 2
        while position < bytes.count {
            guard let high = hex(bytes[position]), let low = hex(bytes[position + 1]) else { return nil }
            output.append(high << 4 | low)
            position += 2
        }
        return output
    }

    /// A one-dimensional array literal; elements that are null are nil.
    static func array(_ bytes: UnsafeBufferPointer<UInt8>) -> [String?]? {
        guard bytes.count >= 2, bytes[0] == UInt8(ascii: "{"), bytes[bytes.count - 1] == UInt8(ascii: "}") else {
            return nil
        }
        let end = bytes.count - 1
        var items: [String?] = []
        var position = 1
        while position < end {
            guard let item = element(bytes, from: &position, end: end) else { return nil }
            items.append(item.text)
            guard position < end else { break }
            guard bytes[position] == UInt8(ascii: ",") else { return nil }
            position += 1
            // A comma promises another element.
            guard position < end else { return nil }
        }
        return items
    }

    private static func element(
        _ bytes: UnsafeBufferPointer<UInt8>, from position: inout Int, end: Int
    ) -> (text: String?, Void)? {
        var text: [UInt8] = []
        guard bytes[position] == UInt8(ascii: "\"") else {
            while position < end, bytes[position] != UInt8(ascii: ",") {
                let byte = bytes[position]
                guard byte != UInt8(ascii: "{"), byte != UInt8(ascii: "}"), byte != UInt8(ascii: "\"") else {
                    return nil
                }
                text.append(byte)
                position += 1
            }
            guard !text.isEmpty else { return nil }
            let plain = String(decoding: text, as: UTF8.self)
            return (plain == "NULL" ? nil : plain, ())
        }
        position += 1
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return (String(decoding: text, as: UTF8.self), ())
            case UInt8(ascii: "\\"):
                guard position + 1 < end else { return nil }
                text.append(bytes[position + 1])
                position += 2
            case let byte:
                text.append(byte)
                position += 1
            }
        }
        return nil
    }

    private static func decimal(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
