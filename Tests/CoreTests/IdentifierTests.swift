import Core
import Foundation
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test("a version 7 id carries version, variant and its creation time")
    func bits() throws {
        let time = Timestamp(microseconds: 1_772_445_604_118_999)
        for _ in 0..<1_000 {
            let id = UUID.v7(at: time)
            let bytes = withUnsafeBytes(of: id.uuid) { Array($0) }
            #expect(bytes[6] >> 4 == 7)
            #expect(bytes[8] >> 6 == 0b10)
            #expect(bytes[..<6].reduce(0) { $0 << 8 | Int64($1) } == 1_772_445_604_118)
            #expect(id.text == id.uuidString.lowercased())
        }
    }

    @Test("ids of later milliseconds sort later, and a time before 1970 is taken as 1970")
    func order() {
        let texts = (0..<200).map { UUID.v7(at: Timestamp(microseconds: 1_772_445_604_000_000 + $0 * 1_000)).text }
        #expect(texts == texts.sorted())
        #expect(UUID.v7(at: Timestamp(microseconds: -5)).text.hasPrefix("00000000-0000-7"))
    }

    @Test("ids of one millisecond differ")
    func distinct() {
        let time = Timestamp.now()
        #expect(Set((0..<10_000).map { _ in UUID.v7(at: time) }).count == 10_000)
    }

    @Test("a correlation id names its origin, has 16 hex digits, and those of one process are distinct and grow")
    func correlation() async {
        let ids = (0..<5_000).map { _ in CorrelationID.make(.request).text }
        #expect(ids == ids.sorted() && Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.wholeMatch(of: /req-[0-9a-f]{16}/) != nil })
        #expect(CorrelationID.make(.schedule).text.hasPrefix("cron-"))
        #expect(CorrelationID.make(.boot).text.hasPrefix("boot-"))
        #expect(CorrelationID.make(.command).text.hasPrefix("cli-"))
        let together = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<8 { group.addTask { (0..<1_000).map { _ in CorrelationID.make(.request).text } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(together).count == 8_000)
    }

    @Test("a client's id is taken when it is plain and short", arguments: ["a", "req-1", "A_b-9", "cronjob"])
    func accepted(text: String) {
        #expect(CorrelationID.accepting(client: text)?.text == text)
    }

    @Test(
        "a client's id that is empty, long, not plain or poses as the server's own is refused",
        arguments: [
            "", "a b", "a\nb", "é", "a/b", "cron-1", "boot-1", "cli-1", "test-1", "a\u{0}", "\"x\"",
            String(repeating: "a", count: 65),
        ])
    func refused(text: String) {
        #expect(CorrelationID.accepting(client: text) == nil)
    }

    @Test("64 characters are accepted")
    func longest() {
        #expect(CorrelationID.accepting(client: String(repeating: "a", count: 64)) != nil)
    }
}

@Suite("Constant-time comparison")
struct ConstantTimeTests {
    @Test("it agrees with equality, wherever texts differ")
    func equality() {
        let text = Array("0123456789abcdef".utf8)
        #expect(ConstantTime.equal(text, text))
        #expect(ConstantTime.equal("", ""))
        #expect(!ConstantTime.equal("", "a"))
        #expect(!ConstantTime.equal("abc", "abcd"))
        for index in text.indices {
            for bit in 0..<8 {
                var other = text
                other[index] ^= 1 << bit
                #expect(!ConstantTime.equal(text, other))
            }
        }
    }

    @Test("texts that look alike but have other bytes differ")
    func normalization() {
        #expect("e\u{301}" == "\u{e9}")
        #expect(!ConstantTime.equal("e\u{301}", "\u{e9}"))
    }

    @Test("whole milliseconds of a duration are rounded down")
    func milliseconds() {
        #expect(Duration.microseconds(1_999).milliseconds == 1)
        #expect(Duration.seconds(90).milliseconds == 90_000)
        #expect(Duration.zero.milliseconds == 0)
    }
}
