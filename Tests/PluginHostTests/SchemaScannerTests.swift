import JSON
import Testing

@testable import PluginHost

@Suite struct SchemaScannerTests {
    private static func schema(_ text: String) throws -> ProbeSchema {
        ProbeSchema(try SchemaValidator(try JSONValue(parsing: Array(text.utf8))))
    }

    private static let schemas = [
        #"{"type":"object","properties":{"n":{"type":"integer","minimum":0,"maximum":9}},"additionalProperties":false}"#,
        #"{"type":"object","properties":{"a":{"type":["string","null"],"maxLength":3},"b":{}},"required":["b","c"]}"#,
        #"{"additionalProperties":{"type":"array","items":{"type":"number","exclusiveMinimum":-1},"maxItems":3}}"#,
        ##"{"$defs":{"t":{"type":"string","pattern":"^[a-z]+$"}},"items":{"$ref":"#/$defs/t"},"minItems":1}"##,
        #"{"properties":{"k":{"enum":["x","y",1]},"t":{"format":"ipv4"}},"required":["k"]}"#,
        #"{"const":{"a":1}}"#, "{}",
    ]

    private static let texts = [
        #"{"n":7}"#, #"{"n":-0}"#, #"{"n":10}"#, #"{"n":1.0}"#, #"{"n":7,"n":7}"#,
        #"{"a":"äöü","b":{"x":[1,2]},"c":null}"#,
        #"{"b":1,"c":"\n\\"}"#, #"{"a":"abcd","b":1,"c":2}"#, #"{"x":[0.5,2],"y":[]}"#, #"{"x":[1,2,3,4]}"#,
        #"["abc","d"]"#, #"["abc",""]"#, "[]", #"{"k":"x","t":"10.0.0.1"}"#, #"{"k":1}"#, #"{"k":"z"}"#, #"{"a":1}"#,
        #"{"u":"\u00e9","v":[true,false,null]}"#, "[1e3,01,-]", "{\"d\":{\"d\":1,\"d\":2}}", " 12345678901234567890 ",
    ]

    @Test("what the scanner accepts, parser and validator accept", arguments: schemas)
    func sound(_ text: String) throws {
        let schema = try Self.schema(text)
        var random = SystemRandomNumberGenerator()
        var accepted = 0
        for text in Self.texts {
            for round in 0..<400 {
                var bytes = Array(text.utf8)
                // The text itself, then texts like it: a byte changed, gone, doubled, or one of another text.
                if round > 0 {
                    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                        let place = Int.random(in: 0..<bytes.count, using: &random)
                        switch Int.random(in: 0..<4, using: &random) {
                        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                        case 1: bytes.remove(at: place)
                        case 2: bytes.insert(bytes[place], at: place)
                        default: bytes[place] = Array(#"{}[]",:0.-e\"#.utf8).randomElement(using: &random) ?? 0
                        }
                    }
                }
                guard schema.scanner.accepts(bytes) else { continue }
                accepted += 1
                let value = try? JSONValue(parsing: bytes)
                let place = String(decoding: bytes, as: UTF8.self)
                #expect(value != nil, "\(place) is not JSON")
                if let value { #expect(throws: Never.self, "\(place)") { try schema.validator.validate(value) } }
            }
        }
        #expect(text.contains("const") || accepted > 0)
    }

    @Test("plain texts are accepted without a tree")
    func quick() throws {
        #expect(try Self.schema(Self.schemas[0]).scanner.accepts(Array(#" { "n" : 7 } "#.utf8)))
        #expect(try Self.schema(Self.schemas[1]).scanner.accepts(Array(Self.texts[5].utf8)))
        #expect(try Self.schema(Self.schemas[2]).scanner.accepts(Array(#"{"x":[0.5,2],"y":[]}"#.utf8)))
        #expect(try Self.schema(Self.schemas[3]).scanner.accepts(Array(#"["abc","d"]"#.utf8)))
        #expect(try Self.schema(Self.schemas[4]).scanner.accepts(Array(#"{"k":"x","t":"10.0.0.1"}"#.utf8)))
    }

    @Test(
        "bad texts are never accepted",
        arguments: [
            #"{"n":7,"n":7}"#, #"{"n":07}"#, #"{"n":7}x"#, #"{"n":7"#, #"{"n":10}"#, #"{"m":1}"#, "[]", "",
            "{\"n\":\"\u{1}\"}",
        ])
    func refused(_ text: String) throws {
        #expect(try !Self.schema(Self.schemas[0]).scanner.accepts(Array(text.utf8)))
    }

    @Test("bytes that are not UTF-8 are never accepted, in names neither")
    func encoding() throws {
        let scanner = try Self.schema("{}").scanner
        #expect(!scanner.accepts(Array("[\"".utf8) + [0xc3, 0x28] + Array("\"]".utf8)))
        #expect(!scanner.accepts(Array("{\"".utf8) + [0xff] + Array("\":1}".utf8)))
        #expect(!scanner.accepts([UInt8](repeating: UInt8(ascii: "["), count: 1_000)))
        #expect(scanner.accepts(Array("[\"ä\u{1F600}\"]".utf8)))
    }
}
