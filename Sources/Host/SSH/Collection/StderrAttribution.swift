/// Assigns a collection's standard error to its sections, each up to 4 KiB.
struct StderrAttribution: Sendable {
    private static let maxPerSection = 4 << 10

    private var scanner: MarkerScanner
    private var current: String?
    private(set) var texts: [String: [UInt8]] = [:]
    private let names: Set<String>

    init(nonce: String, names: Set<String>) {
        scanner = MarkerScanner(nonce: nonce)
        self.names = names
    }

    mutating func consume(_ bytes: [UInt8]) {
        var scanner = scanner
        scanner.scan(bytes) { token in take(token) }
        self.scanner = scanner
    }

    mutating func finish() {
        var scanner = scanner
        scanner.finish { token in take(token) }
        self.scanner = scanner
    }

    private mutating func take(_ token: MarkerScanner.Token) {
        switch token {
        case .data(let bytes):
            guard let current else { return }
            let room = Self.maxPerSection - (texts[current]?.count ?? 0)
            texts[current, default: []].append(contentsOf: bytes.prefix(max(room, 0)))
        case .marker(let text):
            let words = text.split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
            guard words.first == "S", words.count == 2 else { return }
            current = names.contains(words[1]) ? words[1] : nil
        }
    }
}
