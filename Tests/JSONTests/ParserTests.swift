import JSON
import Testing

@Suite("JSON parser")
struct ParserTests {
    private func parse(_ text: String, depth: Int = 64) throws(JSONError) -> JSONValue {
        try JSONValue(parsing: Array(text.utf8), limits: JSONLimits(maxBytes: 1_048_576, maxDepth: depth))
    }

    @Test(
        "a valid text reads as its value",
        arguments: [
            ("null", nil), (" true\r\n\t", true), ("false", false), ("0", 0), ("-0", .integer(0)), ("-12", -12),
            ("9223372036854775807", 9_223_372_036_854_775_807), ("-9223372036854775808", -9_223_372_036_854_775_808),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.0", .number(1)), ("1e2", .number(100)),
            ("1E+2", .number(100)), ("-1.5e-3", .number(-0.0015)), ("1e308", .number(1e308)), ("1e-400", .number(0)),
            ("\"\"", ""), ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "a\"\\/\u{8}\u{c}\n\r\t"), ("\"\\u0041\\u00e9\"", "Aé"),
            ("\"\\ud83d\\ude00\"", "😀"), ("\"\\uD83D\\uDE00x\"", "😀x"), ("\"\\u0000\"", "\u{0}"),
            ("\"\u{7f}é😀\"", "\u{7f}é😀"),
            ("[]", []), ("[ ]", []), ("[1,[2],{}]", [1, [2], [:]]), ("{ }", [:]),
            ("{\"a\":{\"b\":[]} , \"c\":1}", ["a": ["b": []], "c": 1]),
            ("{\"\":1}", ["": 1]),
        ] as [(String, JSONValue)])
    func valid(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        "an invalid text is refused with the kind of its fault",
        arguments: [
            ("", .syntax), (" ", .syntax), ("nul", .syntax), ("nulll", .syntax), ("True", .syntax), ("01", .syntax),
            ("-", .syntax),
            ("+1", .syntax), ("1.", .syntax), (".5", .syntax), ("1e", .syntax), ("1e+", .syntax), ("0x1", .syntax),
            ("NaN", .syntax), ("Infinity", .syntax), ("1e309", .number), ("-1e999", .number), ("\"", .syntax),
            ("\"a", .syntax),
            ("\"\\", .syntax), ("\"\\x\"", .syntax), ("\"\\u12\"", .syntax), ("\"\\u12g4\"", .syntax),
            ("\"\n\"", .syntax),
            ("\"\u{1f}\"", .syntax), ("\"\\ud83d\"", .encoding), ("\"\\ude00\"", .encoding),
            ("\"\\ud83d\\u0041\"", .encoding),
            ("\"\\ud83dx\"", .encoding), ("[", .syntax), ("[1", .syntax), ("[1,]", .syntax), ("[,1]", .syntax),
            ("[1 2]", .syntax),
            ("]", .syntax), ("{", .syntax), ("{\"a\"}", .syntax), ("{\"a\":}", .syntax), ("{\"a\":1,}", .syntax),
            ("{a:1}", .syntax),
            ("{1:1}", .syntax), ("{\"a\":1 \"b\":2}", .syntax), ("{\"a\":1,\"a\":2}", .duplicateKey),
            ("{\"a\":1,\"\\u0061\":2}", .duplicateKey), ("1 2", .syntax), ("[] x", .syntax), ("// x\n1", .syntax),
            ("'a'", .syntax),
            ("\u{feff}1", .syntax), ("[1}", .syntax), ("\u{a0}1", .syntax), ("1\u{0}", .syntax),
        ] as [(String, JSONError.Code)])
    func invalid(text: String, code: JSONError.Code) {
        #expect(fault(Array(text.utf8))?.code == code)
    }

    private func fault(_ bytes: [UInt8], limits: JSONLimits = .standard) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "bytes that are no UTF-8 are refused",
        arguments: [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]] as [[UInt8]])
    func encoding(bytes: [UInt8]) {
        #expect(fault([0x22] + bytes + [0x22])?.code == .encoding)
        #expect(fault(Array("\"\\n".utf8) + bytes + [0x22])?.code == .encoding)
        #expect(fault([0x7b, 0x22] + bytes + Array("\":1}".utf8))?.code == .encoding)
        #expect(fault(bytes)?.code == .syntax)
    }

    @Test("nesting stops at the limit and not before, and levels side by side do not add up")
    func depth() throws {
        let deep = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
        _ = try parse(deep(64))
        #expect(fault(Array(deep(65).utf8))?.code == .tooDeep)
        #expect(fault(Array(String(repeating: "{\"a\":", count: 100_000).utf8))?.code == .tooDeep)
        _ = try parse("[" + Array(repeating: "[[]]", count: 1_000).joined(separator: ",") + "]", depth: 3)
    }

    @Test("a text above the byte limit is refused unread")
    func size() throws {
        let limits = JSONLimits(maxBytes: 4, maxDepth: 4)
        #expect(fault(Array("null".utf8), limits: limits) == nil)
        #expect(fault(Array("null ".utf8), limits: limits)?.code == .tooLarge)
    }

    @Test("the fault's place is told and nothing of the text")
    func offset() throws {
        let error = try #require(fault(Array("{\"secret\":1,\"secret\":2}".utf8)))
        #expect(error.offset == 12)
        #expect(!error.description.contains("secret"))
    }

    @Test("a large object takes time in proportion to its members")
    func linear() throws {
        let text = "{" + (0..<100_000).map { "\"key\($0)\":\($0)" }.joined(separator: ",") + "}"
        let start = ContinuousClock.now
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(value["key99999"] == 99_999)
        #expect(start.duration(to: .now) < .seconds(10))
    }
}
