/// Understands the framed standard output of a collection, fed in chunks of any size.
///
/// A pure value. The stream is hostile input: unknown sections and data outside sections are dropped and counted, a
/// section's output is bounded, and only one unfinished section is held.
package struct CollectionFrameParser: Sendable {
    package enum Event: Sendable, Equatable {
        /// A shell has started: the login user's first, then root's.
        case started(userID: Int?)
        case section(name: String, verdict: SectionVerdict, output: [UInt8])
        /// The user part is done and the host waits for an answer; the mode root could be had by, in its words.
        case rootAvailable(mode: String)
        /// The root shell is up and reads its script.
        case rootReady
        case rootOver(exitCode: Int32)
        case finished
    }

    private struct OpenSection {
        let name: String
        let limit: Int
        var output: [UInt8] = []
        var overflowed = false
        var exitCode: Int32?
    }

    private enum Root {
        case notAsked
        case waiting
        case ready
        case over
    }

    private static let maxNoise = 4 << 10

    private let limits: [String: Int]
    private var scanner: MarkerScanner
    private var open: OpenSection?
    private var seen: Set<String> = []
    private var hasStarted = false
    private var hasFinished = false
    private var root = Root.notAsked
    /// What came outside of sections since the last marker, cut at its bound.
    private var noise: [UInt8] = []
    private var events: [Event] = []

    /// Bytes dropped because they belonged to no section.
    package private(set) var orphanBytes = 0

    /// What was printed before the first marker, for saying what answered instead of a shell.
    package private(set) var preface: [UInt8] = []

    /// `limits` holds the sections asked for and the output that each may have.
    package init(nonce: String, limits: [String: Int]) {
        self.limits = limits
        scanner = MarkerScanner(nonce: nonce)
    }

    package mutating func consume(_ bytes: [UInt8]) -> [Event] {
        guard !hasFinished else {
            orphanBytes += bytes.count
            return []
        }
        var scanner = scanner
        scanner.scan(bytes) { token in take(token) }
        self.scanner = scanner
        if root == .waiting, scanner.holdsNewline || noise.last == 10, Self.endsWithReady(noise) {
            root = .ready
            noise.removeAll()
            events.append(.rootReady)
        }
        defer { events.removeAll() }
        return events
    }

    /// The stream is over: an unfinished section is unobserved.
    package mutating func finish() -> [Event] {
        var scanner = scanner
        scanner.finish { token in take(token) }
        self.scanner = scanner
        abandonSection(.unobserved)
        defer { events.removeAll() }
        return events
    }

    private mutating func take(_ token: MarkerScanner.Token) {
        switch token {
        case .data(let bytes): take(data: bytes)
        case .marker(let text): if !hasFinished { take(marker: text) }
        }
    }

    private mutating func take(data: ArraySlice<UInt8>) {
        guard hasStarted else {
            preface.append(contentsOf: data.prefix(Self.maxNoise - preface.count))
            return
        }
        guard var section = open, section.exitCode == nil else {
            orphanBytes += data.count
            noise.append(contentsOf: data.prefix(Self.maxNoise - noise.count))
            return
        }
        // The only other reference goes, so that appending does not copy.
        open = nil
        let room = section.limit - section.output.count
        section.output.append(contentsOf: data.prefix(room))
        if data.count > room { section.overflowed = true }
        open = section
    }

    private mutating func take(marker: ArraySlice<UInt8>) {
        let words = marker.split(separator: 32, maxSplits: 4).map { String(decoding: $0, as: UTF8.self) }
        guard let kind = words.first else { return }
        if !hasStarted && kind != "V" { return }
        noise.removeAll(keepingCapacity: true)
        switch (kind, words.count) {
        case ("V", 2...):
            guard words[1] == "1" else { return }
            abandonSection(.killed)
            hasStarted = true
            let user = words.first { $0.hasPrefix("uid=") }.flatMap { Int($0.dropFirst(4)) }
            events.append(.started(userID: user))
        case ("B", 2):
            abandonSection(.killed)
            guard let limit = limits[words[1]], !seen.contains(words[1]) else { return }
            open = OpenSection(name: words[1], limit: limit)
        case ("Q", 2):
            guard open?.exitCode == nil else { return }
            open?.exitCode = Int32(words[1])
        case ("E", 3):
            guard let section = open, section.name == words[1] else { return }
            finish(section, wrapper: Int32(words[2]) ?? -1)
        case ("R", 2):
            guard root == .notAsked else { return }
            abandonSection(.killed)
            root = .waiting
            events.append(.rootAvailable(mode: words[1]))
        case ("P", 3):
            abandonSection(.killed)
            root = .over
            events.append(.rootOver(exitCode: Int32(words[2]) ?? -1))
        case ("X", 1):
            abandonSection(.killed)
            hasFinished = true
            events.append(.finished)
        default:
            break
        }
    }

    private mutating func finish(_ section: OpenSection, wrapper: Int32) {
        let verdict: SectionVerdict
        switch (section.exitCode, wrapper) {
        case _ where section.overflowed: verdict = .truncated
        case (0, _): verdict = .ok
        case (127, _): verdict = .unsupported
        case (let code?, _): verdict = .failed(code)
        case (nil, 124), (nil, 137), (nil, 143): verdict = .timeout
        case (nil, 0): verdict = section.output.count >= section.limit ? .truncated : .killed
        case (nil, _): verdict = .failed(wrapper)
        }
        close(section, verdict)
    }

    private mutating func abandonSection(_ verdict: SectionVerdict) {
        if let section = open { close(section, verdict) }
    }

    private mutating func close(_ section: OpenSection, _ verdict: SectionVerdict) {
        open = nil
        seen.insert(section.name)
        events.append(.section(name: section.name, verdict: verdict, output: section.output))
    }

    /// A line `@G` ends the bytes, not counting the newline that the scanner may hold.
    private static func endsWithReady(_ bytes: [UInt8]) -> Bool {
        let line = bytes.last == 10 ? bytes.dropLast() : bytes[...]
        guard line.suffix(2).elementsEqual([UInt8(ascii: "@"), UInt8(ascii: "G")]) else { return false }
        return line.count == 2 || line.dropLast(2).last == 10
    }
}
