import Glibc
import RunnerWire
import Testing

@Suite("Runner: loading a plugin")
struct LoadingTests {
    @Test("a good plugin is READY with its identity, and DRAIN ends in BYE and exit code 0")
    func ready() throws {
        let runner = try RunnerDriver("echo")
        var ready = WireReader(try runner.receive(OW_WIRE_READY).body)
        #expect(try ready.integer(UInt32.self) == 1)
        #expect(try ready.integer(UInt32.self) == 5)
        #expect(try ready.text() == "org.openwatch.test.echo")
        #expect(try ready.text() == "0.1.0")
        #expect(ready.isAtEnd)
        try runner.send(OW_WIRE_DRAIN)
        _ = try runner.receive(OW_WIRE_BYE)
        #expect(throws: RunnerDriver.Closed.self) { try runner.receive() }
        #expect(try runner.exitCode() == 0)
    }

    @Test("the sandbox is told before any code of the plugin runs, and its level counts what took effect")
    func sandbox() throws {
        let runner = try RunnerDriver("echo", account: geteuid() == 0 ? 61_183 : 0)
        let first = try runner.receive()
        #expect(first.type == Int32(OW_WIRE_SANDBOX))
        var fields = WireReader(first.body)
        let level: UInt32 = try fields.integer()
        let flags = Int(try fields.integer(UInt32.self))
        let landlock: UInt32 = try fields.integer()
        let user: UInt32 = try fields.integer()
        #expect(fields.isAtEnd)
        #expect(flags & OW_WIRE_SANDBOX_SYSCALLS != 0)
        #expect((flags & OW_WIRE_SANDBOX_FILES != 0) == (landlock > 0))
        #expect(flags & OW_WIRE_SANDBOX_NOT_ROOT != 0 && user != 0)
        #expect((flags & OW_WIRE_SANDBOX_OWN_ACCOUNT != 0) == (user == 61_183))
        #expect(level == (landlock > 0 ? 3 : user == 61_183 ? 2 : 1))
    }

    @Test("root without another account is one level less")
    func asRoot() throws {
        guard geteuid() == 0 else { return }
        var fields = WireReader(try RunnerDriver("echo").receive(OW_WIRE_SANDBOX).body)
        #expect(try fields.integer(UInt32.self) == 2)
    }

    @Test("below the demanded level nothing is loaded")
    func demanded() throws {
        // Its constructor-less load would end in READY, and its identity in another FATAL.
        let runner = try RunnerDriver("wrong-identity", minimumLevel: 9)
        let fatal = try runner.fatal()
        #expect(fatal.stage == "sandbox")
        #expect(fatal.message.contains("level 9 is demanded"), "\(fatal)")
        #expect(try runner.exitCode() == 1)
    }

    struct Refusal: Sendable {
        let plugin: String
        let stage: String
        let text: String
    }

    @Test(
        "a plugin that cannot be used ends in FATAL with its stage and a reason",
        arguments: [
            Refusal(plugin: "missing-symbol", stage: "symbol", text: "undefined symbol: ow_plugin_v1"),
            Refusal(
                plugin: "undefined-import", stage: "load",
                text: "undefined symbol: openwatch_function_that_does_not_exist"),
            Refusal(plugin: "wrong-major", stage: "symbol", text: "built for ABI major 2, this host speaks 1"),
            Refusal(
                plugin: "wrong-identity", stage: "identity", text: "the plugin says org.openwatch.test.impostor 0.1.0"),
            Refusal(plugin: "no-such-plugin", stage: "load", text: "cannot open shared object file"),
        ])
    func refused(_ refusal: Refusal) throws {
        let runner = try RunnerDriver(refusal.plugin)
        let fatal = try runner.fatal()
        #expect(fatal.stage == refusal.stage)
        #expect(fatal.message.contains(refusal.text), "\(fatal)")
        #expect(try runner.exitCode() == 1)
    }

    @Test("another version than the manifest's is an identity mismatch that names both")
    func version() throws {
        let runner = try RunnerDriver("echo", version: "0.2.0")
        let fatal = try runner.fatal()
        #expect(fatal.stage == "identity")
        #expect(fatal.message.contains("echo 0.2.0") && fatal.message.contains("echo 0.1.0"), "\(fatal)")
    }

    @Test("a configuration that the plugin refuses is told with the plugin's own words")
    func refusedConfiguration() throws {
        let runner = try RunnerDriver("echo")
        let answer = try runner.create(#"{"refuse":"no such region"}"#)
        #expect(answer.code == -16)
        #expect(answer.message == "no such region")
    }

    @Test("a plugin that dies in create() takes its runner along")
    func crash() throws {
        let runner = try RunnerDriver("crash-in-create")
        #expect(throws: RunnerDriver.Closed.self) { _ = try runner.create() }
        #expect(try runner.exitCode() == -6)
    }
}
