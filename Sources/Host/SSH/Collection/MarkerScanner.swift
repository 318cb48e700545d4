/// Splits a byte stream into marker lines and data, in chunks of any size.
///
/// A marker is a whole line that starts with `@`, the run's nonce and a space. The newline before it belongs to it;
/// everything else is data, unchanged. Holds at most one line start and 256 bytes of a marker.
struct MarkerScanner: Sendable {
    enum Token {
        case data(ArraySlice<UInt8>)
        /// The marker's text after the nonce.
        case marker(ArraySlice<UInt8>)
    }

    private static let maxMarker = 256

    private enum Place {
        /// At the start of a line, which may become a marker.
        case lineStart
        case marker
        case inLine
    }

    private let prefix: [UInt8]
    private var place = Place.lineStart
    private var held: [UInt8] = []
    /// A newline that is data unless a marker follows.
    private(set) var holdsNewline = false

    init(nonce: String) {
        prefix = Array("@\(nonce) ".utf8)
    }

    mutating func scan(_ bytes: [UInt8], _ sink: (Token) -> Void) {
        var rest = bytes[...]
        while let byte = rest.first {
            switch place {
            case .inLine:
                guard let end = rest.firstIndex(of: 10) else {
                    sink(.data(rest))
                    return
                }
                if end > rest.startIndex { sink(.data(rest[..<end])) }
                rest = rest[(end + 1)...]
                holdsNewline = true
                place = .lineStart
            case .lineStart:
                if byte == prefix[held.count] {
                    held.append(byte)
                    rest.removeFirst()
                    if held.count == prefix.count { place = .marker }
                } else {
                    release(sink)
                    place = .inLine
                }
            case .marker:
                rest.removeFirst()
                if byte == 10 {
                    sink(.marker(held[prefix.count...]))
                    held.removeAll(keepingCapacity: true)
                    holdsNewline = false
                    place = .lineStart
                } else {
                    held.append(byte)
                    if held.count > prefix.count + Self.maxMarker {
                        release(sink)
                        place = .inLine
                    }
                }
            }
        }
    }

    /// The stream is over: what was held is data.
    mutating func finish(_ sink: (Token) -> Void) {
        release(sink)
        place = .inLine
    }

    private mutating func release(_ sink: (Token) -> Void) {
        if holdsNewline { sink(.data([10])) }
        holdsNewline = false
        if !held.isEmpty { sink(.data(held[...])) }
        held.removeAll(keepingCapacity: true)
    }
}
