import JSON

@testable import PluginHost

enum FrameEntry {
    /// The same messages, however the stream is cut.
    static func run(_ bytes: [UInt8]) throws {
        let whole = read([bytes[...]])
        guard read(chunks(of: bytes)) == whole else { throw FuzzFinding("messages depend on how the stream is cut") }
        for message in whole where (message.frames()?.count ?? 0) < message.body.count {
            throw FuzzFinding("a message that was read cannot be written")
        }
    }

    private static func read(_ chunks: [ArraySlice<UInt8>]) -> [WireMessage] {
        var assembler = FrameAssembler()
        var messages: [WireMessage] = []
        do throws(WireFault) {
            for chunk in chunks {
                assembler.receive(chunk)
                while let message = try assembler.next() { messages.append(message) }
            }
        } catch {
            return messages
        }
        return messages
    }
}

enum ResultEntry {
    static func run(_ bytes: [UInt8]) {
        guard let message = try? ResultMessage(bytes) else { return }
        _ = message.code.description
        _ = SafeText.line(message.failMessage)
        _ = try? JSONValue(parsing: message.result)
    }
}

enum EventEntry {
    private static let manifest = """
        manifest = 1
        id = "org.example.fuzz"
        version = "1.0.0"
        name = "Fuzz"
        vendor = { name = "Example" }
        abi = { major = 1, built_minor = 0, min_host_minor = 0 }
        [isolation]
        mode = "runner"
        [[file]]
        path = "lib/linux-x86_64/plugin.so"
        arch = "x86_64"
        [[probe]]
        name = "system-info"
        timeout = "30s"
        params = "schema/params.json"
        result = "schema/result.json"
        [[event]]
        type = "account.user.created"
        schema = "schema/event.json"
        max_per_call = 3
        """

    private static let collector: EventCollector? = {
        let schema = Array(#"{"type":"object","required":["user"],"properties":{"user":{"type":"string"}}}"#.utf8)
        guard let manifest = try? ManifestParser.parse(Array(manifest.utf8)),
            let validator = SchemaCompiler.compile(schema, file: "schema/event.json", sink: ManifestFaultSink())
        else { return nil }
        return EventCollector(kinds: manifest.events.map { ProbePlan.Kind($0, schema: validator) })
    }()

    static func run(_ bytes: [UInt8]) throws {
        guard var collector else { throw FuzzFinding("the package for the events cannot be made") }
        // Two messages of one call.
        let (first, second) = (Array(bytes.prefix(bytes.count / 2)), Array(bytes.dropFirst(bytes.count / 2)))
        guard (try? collector.take(bytes)) == nil else { return }
        _ = try? collector.take(first)
        _ = try? collector.take(second)
    }
}

enum ManifestEntry {
    static func run(_ bytes: [UInt8]) {
        guard let manifest = try? ManifestParser.parse(bytes) else { return }
        for command in manifest.permissions.commands.values { _ = try? command.template.render(["a", "/b", "-c"]) }
    }
}

enum ELFEntry {
    static func run(_ bytes: [UInt8]) {
        _ = try? ELFNote(reading: bytes)
    }
}

enum SchemaEntry {
    /// A schema, a NUL, and a value for it.
    static func run(_ bytes: [UInt8]) {
        let (schema, value) = parts(of: bytes, at: 0)
        guard let validator = SchemaCompiler.compile(schema, file: "fuzz.json", sink: ManifestFaultSink()) else {
            return
        }
        for value in [JSONValue(nilLiteral: ()), (try? JSONValue(parsing: value)) ?? .array([])] {
            _ = try? validator.validate(value)
        }
    }
}

enum PatternEntry {
    /// A pattern, a line end, and a text for it.
    static func run(_ bytes: [UInt8]) {
        let (pattern, text) = parts(of: bytes, at: 0x0a)
        guard let compiled = try? SchemaPattern(String(decoding: pattern, as: UTF8.self)) else { return }
        _ = compiled.matches(String(decoding: text, as: UTF8.self))
    }
}

/// A shared object of nothing but a header, one note segment and its note.
enum SmallestImage {
    static let bytes: [UInt8] = {
        func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xff) } }
        func text(_ text: String, _ count: Int) -> [UInt8] {
            Array(text.utf8) + Array(repeating: 0, count: count - text.utf8.count)
        }
        #if arch(arm64)
            let machine = 183
        #else
            let machine = 62
        #endif
        let note =
            number(4, 4) + number(104, 4) + number(0x4f57_0001, 4) + text("OWP", 4) + number(1, 2) + number(0, 2)
            + number(0, 2) + number(1, 2) + text("fuzz", 64) + text("1.0.0", 32)
        let header =
            [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + Array(repeating: 0, count: 9) + number(3, 2) + number(machine, 2)
            + number(1, 4) + number(0, 8) + number(64, 8) + number(0, 8) + number(0, 4) + number(64, 2) + number(56, 2)
            + number(1, 2) + number(0, 2) + number(0, 2) + number(0, 2)
        let segment =
            number(4, 4) + number(4, 4) + number(120, 8) + number(0, 16) + number(note.count, 8) + number(note.count, 8)
            + number(4, 8)
        return header + segment + note
    }()
}
