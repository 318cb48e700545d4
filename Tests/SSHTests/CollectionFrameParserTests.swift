import Foundation
import SSH
import Testing

@Suite("The frame parser of collections")
struct CollectionFrameParserTests {
    private let nonce = "0123456789abcdef0123456789abcdef"
    private let limits = ["os": 100, "users": 100, "small": 4, "root": 100]

    private func parse(_ text: String, chunk: Int = .max) -> [CollectionFrameParser.Event] {
        let bytes = Array(text.replacing("@N", with: "@\(nonce)").utf8)
        var parser = CollectionFrameParser(nonce: nonce, limits: limits)
        var events: [CollectionFrameParser.Event] = []
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, chunk == .max ? bytes.count : position + chunk)
            events += parser.consume(Array(bytes[position..<end]))
            position = end
        }
        return events + parser.finish()
    }

    private func section(_ name: String, _ verdict: SectionVerdict, _ output: String) -> CollectionFrameParser.Event {
        .section(name: name, verdict: verdict, output: Array(output.utf8))
    }

    private let whole =
        "welcome\n\n@N V 1 uid=1000 w=gnu\n\n@N B os\nDebian\nline 2\n\n@N Q 0\n\n@N E os 0\n\n@N B users\nx\n@N Q 1\n\n@N E users 0\n"
        + "\n@N R nopasswd\n\n@G\n\n@N V 1 uid=0 w=gnu\n\n@N B root\nsecret\n\n@N Q 0\n\n@N E root 0\n\n@N P nopasswd 0\n\n@N X\n"

    @Test("a whole stream gives the same events in chunks of every size")
    func chunks() {
        let expected: [CollectionFrameParser.Event] = [
            .started(userID: 1000), section("os", .ok, "Debian\nline 2\n"), section("users", .failed(1), "x"),
            .rootAvailable(mode: "nopasswd"), .rootReady, .started(userID: 0), section("root", .ok, "secret\n"),
            .rootOver(exitCode: 0), .finished,
        ]
        for chunk in [.max, 1, 2, 3, 7, 40, 41, 64] {
            // The root shell speaks only when it was answered, so the stream pauses before and behind it.
            let cut = whole.range(of: "\n@N V 1 uid=0").map { whole[..<$0.lowerBound] } ?? ""
            let bytes = [String(cut), String(whole.dropFirst(cut.count))].map {
                Array($0.replacing("@N", with: "@\(nonce)").utf8)
            }
            var parser = CollectionFrameParser(nonce: nonce, limits: limits)
            var events: [CollectionFrameParser.Event] = []
            for part in bytes {
                var position = 0
                while position < part.count {
                    let end = chunk == .max ? part.count : min(part.count, position + chunk)
                    events += parser.consume(Array(part[position..<end]))
                    position = end
                }
            }
            #expect(events + parser.finish() == expected, "chunks of \(chunk)")
        }
    }

    @Test("each way a section can end has its verdict")
    func verdicts() {
        func verdict(_ body: String, name: String = "os") -> SectionVerdict? {
            for event in parse("\n@N V 1 uid=1 w=gnu\n\n@N B \(name)\n" + body) {
                if case .section(_, let verdict, _) = event { return verdict }
            }
            return nil
        }
        #expect(verdict("a\n@N Q 0\n\n@N E os 0\n") == .ok)
        #expect(verdict("a\n@N Q 127\n\n@N E os 0\n") == .unsupported)
        #expect(verdict("a\n@N Q 3\n\n@N E os 0\n") == .failed(3))
        for code in [124, 137, 143] { #expect(verdict("a\n@N E os \(code)\n") == .timeout) }
        #expect(verdict("abcd\n@N E small 0\n", name: "small") == .truncated)
        #expect(verdict("abcdefgh\n@N Q 0\n\n@N E small 0\n", name: "small") == .truncated)
        #expect(verdict("a\n@N E os 0\n") == .killed)
        #expect(verdict("a\n@N E os 2\n") == .failed(2))
        #expect(verdict("a") == .unobserved)
        #expect(verdict("a\n@N B users\nb") == .killed)
    }

    @Test("data that looks like a marker stays data")
    func forgery() {
        let other = "ffffffffffffffffffffffffffffffff"
        let hostile = [
            "@\(other) Q 0\n", "@\(nonce)X 1\n", "x@\(nonce) Q 0\n", " @\(nonce) E os 0\n", "@G\n", "@\n@@\n", "\n\n\n",
            "@\(nonce.dropLast()) Q 0\n",
        ]
        for text in hostile {
            for chunk in [.max, 1] {
                let events = parse(
                    "\n@N V 1 uid=1 w=gnu\n\n@N B os\n\(text)\n@N Q 0\n\n@N E os 0\n\n@N X\n", chunk: chunk)
                #expect(events == [.started(userID: 1), section("os", .ok, text), .finished])
            }
        }
    }

    @Test("nothing counts before the start, and nothing after the end")
    func outside() {
        #expect(parse("@N Q 0\n@N B os\nx\n@N E os 0\n").isEmpty)
        let after = parse("\n@N V 1 uid=1 w=gnu\n\n@N X\n\n@N B os\nx\n@N Q 0\n\n@N E os 0\n")
        #expect(after == [.started(userID: 1), .finished])
    }

    @Test("unknown and repeated sections are dropped, and what lies between sections is counted")
    func unknown() {
        var parser = CollectionFrameParser(nonce: nonce, limits: limits)
        let text =
            "\n@N V 1 uid=1 w=gnu\n\n@N B os\na\n@N Q 0\nlate\n@N E os 0\norphan\n\n@N B os\nb\n@N Q 0\n\n@N E os 0\n\n@N B evil\nc\n@N Q 0\n\n@N E evil 0\n"
        let events = parser.consume(Array(text.replacing("@N", with: "@\(nonce)").utf8))
        #expect(events == [.started(userID: 1), section("os", .ok, "a")])
        #expect(parser.orphanBytes > 10)
    }

    @Test("a flood without structure is held within bounds")
    func flood() {
        var parser = CollectionFrameParser(nonce: nonce, limits: limits)
        _ = parser.consume(Array("\n@\(nonce) V 1 uid=1 w=gnu\n\n@\(nonce) B os\n".utf8))
        for _ in 0..<200 {
            _ = parser.consume(Array(repeating: UInt8(ascii: "@"), count: 10_000))
            _ = parser.consume(Array("\n@\(nonce) \(String(repeating: "Q", count: 5_000))".utf8))
        }
        let events = parser.finish()
        guard case .section(_, .unobserved, let output)? = events.last else {
            Issue.record("no section")
            return
        }
        #expect(output.count <= 100)
    }

    @Test("random bytes around real markers never crash the parser")
    func fuzz() {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "\n@N ", "@N V 1 uid=x w=", "\n@N B os\n", "Q 0\n", "\n@N Q 99999999999\n", "\n@N E os", " 0\n", "@G\n",
            "\n", "@",
            "\n@N R none\n", "\n@N P x y\n", "\u{0}", "é",
        ]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 1...40, using: &generator)).map { _ in pieces.randomElement() ?? "" }
                .joined()
            _ = parse(text, chunk: Int.random(in: 1...50, using: &generator))
        }
    }
}
