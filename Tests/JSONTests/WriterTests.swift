import Foundation
import JSON
import Testing

@Suite("JSON writer")
struct WriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("commas and colons stand where they belong, in containers of every kind")
    func structure() {
        let written = text {
            $0.beginObject()
            $0.member("a", 1)
            $0.member("b", ["x", "y"])
            $0.member(optional: "none", nil as String?)
            $0.member(optional: "some", true)
            $0.key("c")
            $0.beginArray()
            $0.beginObject()
            $0.endObject()
            $0.null()
            $0.raw(Array("[1]".utf8))
            $0.endArray()
            $0.member("d", raw: Array("{}".utf8))
            $0.endObject()
        }
        #expect(written == #"{"a":1,"b":["x","y"],"some":true,"c":[{},null,[1]],"d":{}}"#)
    }

    @Test("quotes, backslashes and control characters are escaped, in names too; the rest is plain UTF-8")
    func escapes() {
        let hostile = "\"\\\u{0}\u{1f}\n\r\t\u{7f}/é😀\u{2028}"
        let escaped = #""\"\\\u0000\u001f\n\u000d\u0009\u007f/é😀"# + "\u{2028}\""
        #expect(text { $0.string(hostile) } == escaped)
        #expect(text { $0.value([hostile: 1]) } == "{\(escaped):1}")
    }

    @Test("every character below 256 is read back by Foundation's parser")
    func foreignReader() throws {
        for code in 0..<256 {
            let value = String(UnicodeScalar(UInt8(code)))
            let bytes = JSONValue.array([.string(value)]).encoded()
            let read = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String]
            #expect(read == [value])
        }
    }

    @Test("numbers that JSON cannot say become null")
    func notFinite() {
        #expect(text { $0.double(.nan) } == "null")
        #expect(text { $0.double(-.infinity) } == "null")
        #expect(text { $0.integer(Int64.min) } == "-9223372036854775808")
        #expect(text { $0.integer(UInt64.max) } == "18446744073709551615")
    }
}

@Suite("JSON objects")
struct ObjectTests {
    @Test("members keep the order of their adding; a changed one keeps its place, a removed and added one goes last")
    func order() {
        var object: JSONObject = ["b": 1, "a": 2, "c": 3]
        #expect(object.keys == ["b", "a", "c"])
        object["a"] = 9
        object["b"] = nil
        object["missing"] = nil
        #expect(object.keys == ["a", "c"] && object.count == 2 && object["b"] == nil && object["a"] == 9)
        object["b"] = 5
        #expect(object.keys == ["a", "c", "b"] && object.count == 3)
        object["a"] = nil
        object["b"] = nil
        object["c"] = nil
        #expect(object.isEmpty && object.keys.isEmpty && object == [:])
    }

    @Test("equality and hash disregard order")
    func equality() {
        let left: JSONObject = ["a": 1, "b": [2]]
        var right: JSONObject = ["b": [2], "x": 0]
        right["x"] = nil
        right["a"] = 1
        #expect(left == right && left.hashValue == right.hashValue)
        right["a"] = 2
        #expect(left != right)
        #expect(["a": nil] as JSONObject != ["b": nil] as JSONObject)
    }

    @Test("readers give a value only for its own kind; whole fractions count as integers")
    func readers() {
        let value: JSONValue = ["i": 1, "d": 2.0, "f": 2.5, "s": "x", "t": true, "n": nil, "l": [1]]
        #expect(value["i"]?.integer == 1 && value["i"]?.double == 1 && value["i"]?.string == nil)
        #expect(value["d"]?.integer == 2 && value["f"]?.integer == nil && value["f"]?.double == 2.5)
        #expect(value["t"]?.bool == true && value["t"]?.integer == nil && value["n"]?.isNull == true)
        #expect(value["l"]?.array?.count == 1 && value["s"]?["x"] == nil && value["nothing"] == nil)
        #expect(JSONValue.number(1e300).integer == nil)
    }
}
