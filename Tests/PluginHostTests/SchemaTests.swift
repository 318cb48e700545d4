import JSON
import Testing

@testable import PluginHost

@Suite struct SchemaTests {
    private static func parse(_ text: String) throws -> JSONValue {
        try JSONValue(parsing: Array(text.utf8))
    }

    /// Schema, value, the pointer of the violation; nil if the value is right.
    private typealias Row = (schema: String, value: String, pointer: String?)

    private static let rows: [Row] = [
        (#"{"type":"object"}"#, "{}", nil),
        (#"{"type":"object"}"#, "[]", ""),
        (#"{"type":["string","null"]}"#, "null", nil),
        (#"{"type":["string","null"]}"#, "1", ""),
        (#"{"type":"integer"}"#, "1.0", nil),
        (#"{"type":"integer"}"#, "1.5", ""),
        (#"{"type":"number"}"#, "3", nil),
        (#"{"enum":["a",1,null]}"#, "1.0", nil),
        (#"{"enum":["a",1,null]}"#, "\"b\"", ""),
        (#"{"const":{"a":[1,2]}}"#, #"{"a":[1,2.0]}"#, nil),
        (#"{"const":{"a":[1,2]}}"#, #"{"a":[2,1]}"#, ""),
        (#"{"required":["a","b"]}"#, #"{"a":1}"#, ""),
        (#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":1}"#, "/a"),
        (#"{"properties":{"a/b":{"properties":{"~":{"type":"null"}}}}}"#, #"{"a/b":{"~":0}}"#, "/a~1b/~0"),
        (#"{"properties":{"a":true},"additionalProperties":false}"#, #"{"a":1,"b":2}"#, "/b"),
        (#"{"additionalProperties":{"type":"integer"}}"#, #"{"a":1,"b":"x"}"#, "/b"),
        (#"{"properties":{"a":false}}"#, #"{"a":1}"#, "/a"),
        (#"{"items":{"type":"integer"}}"#, "[1,2,\"x\"]", "/2"),
        (#"{"minItems":1,"maxItems":2}"#, "[]", ""),
        (#"{"minItems":1,"maxItems":2}"#, "[1,2,3]", ""),
        (#"{"minimum":1,"maximum":3}"#, "3", nil),
        (#"{"minimum":1,"maximum":3}"#, "0", ""),
        (#"{"exclusiveMinimum":1}"#, "1", ""),
        (#"{"exclusiveMaximum":1.5}"#, "1.5", ""),
        (#"{"minimum":9007199254740993}"#, "9007199254740992", ""),
        (#"{"minLength":2,"maxLength":3}"#, "\"äö\"", nil),
        (#"{"minLength":2,"maxLength":3}"#, "\"abcd\"", ""),
        (#"{"pattern":"^[a-z]+(-[a-z0-9]{1,3})*$"}"#, "\"abc-d12-x\"", nil),
        (#"{"pattern":"^[a-z]+(-[a-z0-9]{1,3})*$"}"#, "\"abc-d1234\"", ""),
        (#"{"pattern":"b+c?|^x$"}"#, "\"aabbd\"", nil),
        (#"{"pattern":"b+c?|^x$"}"#, "\"ax\"", ""),
        (#"{"pattern":"^\\d{4}\\.[^\\s]$"}"#, "\"2026.x\"", nil),
        (#"{"pattern":"^(a|ab)(c|bcd)(d*)$"}"#, "\"abcd\"", nil),
        (#"{"format":"date-time"}"#, "\"2026-03-02T10:00:04Z\"", nil),
        (#"{"format":"date-time"}"#, "\"2026-03-02\"", ""),
        (#"{"format":"uuid"}"#, "\"018f3c1e-0000-7000-8000-000000000000\"", nil),
        (#"{"format":"uuid"}"#, "\"018f3c1e\"", ""),
        (#"{"format":"ipv4"}"#, "\"10.0.0.255\"", nil),
        (#"{"format":"ipv4"}"#, "\"10.0.0.256\"", ""),
        (#"{"format":"ipv4"}"#, "\"10.0.0.01\"", ""),
        (#"{"format":"ipv6"}"#, "\"2001:db8::1\"", nil),
        (#"{"format":"ipv6"}"#, "\"::\"", nil),
        (#"{"format":"ipv6"}"#, "\"::ffff:10.0.0.1\"", nil),
        (#"{"format":"ipv6"}"#, "\"1::2::3\"", ""),
        (#"{"format":"ipv6"}"#, "\"1:2:3:4:5:6:7\"", ""),
        (#"{"format":"ipv6"}"#, "\"1:2:3:4:5:6:7:8\"", nil),
        (#"{"format":"hostname"}"#, "\"web-1.example.com\"", nil),
        (#"{"format":"hostname"}"#, "\"-web\"", ""),
        (#"{"format":"duration"}"#, "\"P1DT2H\"", nil),
        (#"{"format":"duration"}"#, "\"P\"", ""),
        (#"{"format":"duration"}"#, "\"PT2H1D\"", ""),
        (##"{"$defs":{"n":{"type":"integer"}},"items":{"$ref":"#/$defs/n"}}"##, "[1,\"x\"]", "/1"),
        (
            ##"{"$defs":{"t":{"properties":{"next":{"$ref":"#/$defs/t"}},"additionalProperties":false}},"$ref":"#/$defs/t"}"##,
            #"{"next":{"next":{"x":1}}}"#, "/next/next/x"
        ),
        (
            ##"{"type":"object","properties":{"child":{"$ref":"#"}},"additionalProperties":false}"##,
            #"{"child":{"child":{}}}"#, nil
        ),
        ("true", "1", nil),
        ("false", "1", ""),
    ]

    @Test("values are judged and the place of the fault is named", arguments: rows.indices)
    func judges(index: Int) throws {
        let (schema, value, pointer) = Self.rows[index]
        let validator = try SchemaValidator(Self.parse(schema))
        let parsed = try Self.parse(value)
        do throws(SchemaViolation) {
            try validator.validate(parsed)
            #expect(pointer == nil, "\(schema) accepts \(value)")
        } catch {
            #expect(error.pointer == pointer, "\(schema) says \(error) about \(value)")
        }
    }

    @Test(
        "schemas that say more than is checked, or nonsense, are refused",
        arguments: [
            #"{"oneOf":[]}"#, #"{"prefixItems":[]}"#, #"{"type":"text"}"#, #"{"type":[]}"#, #"{"enum":[]}"#,
            #"{"minLength":-1}"#, #"{"pattern":"a{1,999}"}"#, #"{"pattern":"(?=x)"}"#, #"{"pattern":"\\1"}"#,
            #"{"pattern":"(a"}"#, #"{"pattern":"a)"}"#, #"{"pattern":"[z-a]"}"#, #"{"pattern":"a**"}"#,
            #"{"pattern":"((((a{99}){99}){99}){99})"}"#, #"{"pattern":"(((((){256}){256}){256}){256})"}"#,
            ##"{"format":"email"}"##, ##"{"$ref":"#/$defs/none"}"##, ##"{"$ref":"other.json"}"##,
            ##"{"required":[1]}"##,
            #"{"required":["a","a"]}"#, #"{"properties":[]}"#, #"{"properties":{"a":1}}"#, "[]", #"{"minimum":"1"}"#,
            ##"{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}"##,
            ##"{"const":1,"enum":[1]}"##,
            #"{"items":{"$defs":{}}}"#,
        ])
    func refused(schema: String) throws {
        let parsed = try Self.parse(schema)
        let error = #expect(throws: PluginError.self) { try SchemaValidator(parsed) }
        #expect(error?.faults.isEmpty == false)
    }

    @Test("no pattern takes long, whatever it looks like")
    func linear() throws {
        let text = JSONValue.string(String(repeating: "a", count: 20_000) + "!")
        for pattern in ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$"] {
            let validator = try SchemaValidator(["pattern": .string(pattern)])
            let start = ContinuousClock.now
            #expect(throws: SchemaViolation.self) { try validator.validate(text) }
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }
}
