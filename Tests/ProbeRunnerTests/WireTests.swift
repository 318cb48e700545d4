import RunnerWire
import Testing

@Suite("Runner: the wire")
struct WireTests {
    private static func header(
        _ length: UInt32, _ type: UInt16, flags: UInt16 = 0, call: UInt64 = 0, reserved: UInt32 = 0
    ) -> [UInt8] {
        var frame = WireWriter()
        frame.integer(length)
        frame.integer(type)
        frame.integer(flags)
        frame.integer(call)
        frame.integer(UInt32(0))
        frame.integer(reserved)
        return frame.bytes
    }

    struct Malformed: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let text: String
        var testDescription: String { name }
    }

    private static let run = UInt16(OW_WIRE_RUN)
    private static let create = UInt16(OW_WIRE_CREATE)

    static let malformed = [
        Malformed(name: "unknown type", bytes: header(0, 99), text: "unknown message type 99"),
        Malformed(name: "a runner's type", bytes: header(0, UInt16(OW_WIRE_READY)), text: "unknown message type 64"),
        Malformed(name: "frame too long", bytes: header(OW_WIRE_FRAME_MAX + 1, run), text: "is larger than 262144"),
        Malformed(name: "length of four gigabytes", bytes: header(.max, run), text: "is larger than 262144"),
        Malformed(name: "unknown flag", bytes: header(0, run, flags: 2), text: "unknown flags 0x2"),
        Malformed(name: "reserved field", bytes: header(0, run, reserved: 1), text: "reserved field 0x1"),
        Malformed(name: "second HELLO", bytes: header(0, UInt16(OW_WIRE_HELLO)), text: "message type 1 after HELLO"),
        Malformed(name: "short RUN", bytes: header(4, run, call: 1) + [0, 0, 0, 0], text: "malformed RUN"),
        Malformed(
            name: "bytes field beyond the end", bytes: header(8, create) + [0, 0, 0, 0, 255, 255, 255, 255],
            text: "malformed CREATE"),
        Malformed(
            name: "bytes left over", bytes: header(9, create) + [UInt8](repeating: 0, count: 9),
            text: "malformed CREATE"),
        Malformed(
            name: "a message between fragments",
            bytes: header(1, run, flags: 1, call: 1) + [0] + header(4, UInt16(OW_WIRE_CANCEL), call: 1) + [0, 0, 0, 0],
            text: "between the fragments"),
        Malformed(name: "empty fragment", bytes: header(0, run, flags: 1, call: 1), text: "an empty fragment"),
    ]

    @Test("malformed frames end in FATAL, stage wire, exit code 2", arguments: malformed)
    func refused(_ malformed: Malformed) throws {
        let runner = try RunnerDriver("echo")
        #expect(try runner.create().code == 0)
        try runner.sendRaw(malformed.bytes)
        let fatal = try runner.fatal()
        #expect(fatal.stage == "wire")
        #expect(fatal.message.contains(malformed.text), "\(fatal)")
        #expect(try runner.exitCode() == 2)
    }

    @Test("a message in fragments is refused at 16 MiB")
    func tooLong() throws {
        let runner = try RunnerDriver("echo")
        #expect(try runner.create().code == 0)
        let fragment = Self.header(OW_WIRE_FRAME_MAX, Self.run, flags: 1, call: 1)
        let body = [UInt8](repeating: 32, count: Int(OW_WIRE_FRAME_MAX))
        for _ in 0..<64 { try runner.sendRaw(fragment + body) }
        try runner.sendRaw(Self.header(1, Self.run, call: 1) + [32])
        #expect(try runner.fatal().stage == "wire")
        #expect(try runner.exitCode() == 2)
    }

    @Test("anything before HELLO is refused")
    func beforeHello() throws {
        let runner = try RunnerDriver(path: RunnerUnderTest.plugin("echo"))
        try runner.send(OW_WIRE_DRAIN)
        #expect(try runner.fatal().message.contains("before HELLO"))
        #expect(try runner.exitCode() == 2)
    }

    @Test("the runner ends at once when the host hangs up, whatever its plugin does")
    func hangUp() throws {
        let runner = try RunnerDriver("hang")
        #expect(try runner.create().code == 0)
        try runner.start(1, "{}")
        runner.hangUp()
        #expect(try runner.exitCode() == 0)
    }
}
