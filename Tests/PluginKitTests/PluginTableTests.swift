import PluginABI
import PluginKit
import Testing

/// Does what its parameters say.
private final class Scripted: ProbePlugin {
    struct Odd: Error {}

    static let identity = PluginIdentity(id: "org.openwatch.test.scripted", version: "1.2.3")

    init(context: PluginContext, configuration: JSONValue) throws {
        if let reason = configuration["refuse"]?.string { throw ProbeFailure(.configuration, reason) }
    }

    func run(probe: Int, call: ProbeCall) throws -> JSONValue {
        switch call.parameters["do"]?.string {
        case "fail": throw ProbeFailure(.hostKey, "another key", detail: ["port": 22])
        case "odd": throw Odd()
        case "positive": throw ProbeFailure(FailureCode(rawValue: 3), "no such code")
        case "storage":
            _ = try call.storage
            return nil
        case "secret":
            let handle = call.parameters["handle"]?.string ?? ""
            return ["length": .integer(try call.withSecret(handle) { Int64($0.count) })]
        case "ssh":
            _ = try call.openSSH()
            return nil
        case "emit":
            let count = Int(call.parameters["count"]?.integer ?? 0)
            try call.emit(
                (0..<count).map {
                    ProbeEvent(type: 2, severity: .low, subject: "e\($0)", attributes: ["n": .integer(Int64($0))])
                })
        default: break
        }
        return ["previous": call.previous ?? nil, "at": .integer(Int64(call.unixNanoseconds))]
    }
}

@Suite("PluginKit: a Swift class as an ABI table")
struct PluginTableTests {
    private func plugin() throws -> ow_plugin { try #require(PluginEntry.table(for: Scripted.self)).pointee }

    @Test("the table is the same each time, and carries size, minor and identity")
    func identity() throws {
        let table = try #require(PluginEntry.table(for: Scripted.self))
        #expect(PluginEntry.table(for: Scripted.self) == table)
        #expect(table.pointee.struct_size == 104 && table.pointee.flags == 0 && table.pointee.abi_minor == 1)
        let id = table.pointee.id
        #expect(
            String(decoding: UnsafeRawBufferPointer(start: id.p, count: Int(id.n)), as: UTF8.self)
                == "org.openwatch.test.scripted")
    }

    @Test("a secret is lent by its handle, refused without one, and denied where the service is not granted")
    func secret() throws {
        let parameters = #"{"do":"secret","handle":"ow-secret:1"}"#
        for (secrets, code, results) in [
            (["ow-secret:1": "four"], 0, [["length": 4]]), (["ow-secret:2": "four"], -8, []), (nil, -3, []),
        ] as [([String: String]?, Int32, [JSONValue])] {
            let host = FakeHost()
            host.secrets = secrets
            #expect(host.drive(try plugin(), parameters: parameters) == code)
            #expect(host.results == results)
        }
    }

    @Test("a returned value is the result, with the previous one passed in")
    func result() throws {
        let host = FakeHost()
        #expect(host.drive(try plugin(), previous: #"{"a":[1,null]}"#) == 0)
        #expect(host.results == [["previous": ["a": [1, nil]], "at": 7]])
        #expect(host.failures.isEmpty)
    }

    @Test("a thrown failure becomes code, message and detail")
    func failure() throws {
        let host = FakeHost()
        #expect(host.drive(try plugin(), parameters: #"{"do":"fail"}"#) == -13)
        #expect(host.failures.map(\.code) == [-13])
        #expect(host.failures.map(\.message) == ["another key"])
        #expect(host.failures.map(\.detail) == [#"{"port":22}"#])
        #expect(host.results.isEmpty)
    }

    @Test(
        "other errors and codes that do not exist become internal; services that are not granted, denied",
        arguments: [("odd", -99), ("positive", -99), ("storage", -3), ("ssh", -3)] as [(String, Int32)])
    func codes(_ what: String, _ code: Int32) throws {
        let host = FakeHost()
        #expect(host.drive(try plugin(), parameters: #"{"do":"\#(what)"}"#) == code)
        #expect(host.failures.map(\.code) == [code])
    }

    @Test("parameters that are not JSON fail the call")
    func malformed() throws {
        let host = FakeHost()
        #expect(host.drive(try plugin(), parameters: #"{"do":"#) == -1)
    }

    @Test("a refused configuration is explained in the log, where a host without a call finds it")
    func refused() throws {
        let host = FakeHost()
        #expect(host.drive(try plugin(), configuration: #"{"refuse":"no region"}"#) == -16)
        #expect(host.logs == ["no region"])
    }

    @Test("events go out in batches, in order, and wait while the host is behind")
    func events() throws {
        let host = FakeHost()
        host.refusals = 3
        #expect(host.drive(try plugin(), parameters: #"{"do":"emit","count":1000}"#) == 0)
        #expect(host.batches.map(\.count) == [250, 250, 250, 250])
        #expect(host.batches.joined().map(\.subject) == (0..<1000).map { "e\($0)" })
        #expect(host.batches.joined().map(\.attributes).last == #"{"n":999}"#)
        #expect(host.batches.joined().allSatisfy { $0.type == 2 })
        #expect(host.waits == [500_000, 1_000_000, 2_000_000])
    }
}
