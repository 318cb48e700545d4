import Glibc
import Testing

@testable import Server

@Suite("Who runs a command")
struct CommandCallerTests {
    private let names: [uid_t: String] = [0: "root", 1_000: "ada", 1_001: "bad\nname"]

    private func label(_ user: uid_t, _ environment: [String: String] = [:]) -> String {
        CommandCaller.label(user: user, environment: environment) { names[$0] }
    }

    @Test("the invoking user is named by login name and number, through sudo too")
    func users() {
        #expect(label(1_000) == "command by ada (uid 1000)")
        #expect(label(0) == "command by root (uid 0)")
        #expect(label(0, ["SUDO_UID": "1000", "SUDO_USER": "eve"]) == "command by ada (uid 1000) through sudo")
        #expect(label(0, ["SUDO_UID": "4711", "SUDO_USER": "eve"]) == "command by eve (uid 4711) through sudo")
    }

    @Test("nobody but root is believed about sudo, and no name gets control characters into the record")
    func forged() {
        #expect(label(1_000, ["SUDO_UID": "0", "SUDO_USER": "root"]) == "command by ada (uid 1000)")
        #expect(label(1_000, ["SUDO_UID": "1001"]) == "command by ada (uid 1000)")
        #expect(label(0, ["SUDO_UID": "-1", "SUDO_USER": "x"]) == "command by root (uid 0)")
        #expect(label(0, ["SUDO_UID": "0"]) == "command by root (uid 0)")
        #expect(label(1_001) == "command by badname (uid 1001)")
        #expect(label(4_711) == "command by unknown (uid 4711)")
        #expect(label(0, ["SUDO_UID": "4711", "SUDO_USER": String(repeating: "x", count: 500)]).utf8.count < 120)
    }

    @Test("this process's own user is found")
    func current() {
        #expect(CommandCaller.current.kind == .system)
        #expect(CommandCaller.current.label.hasPrefix("command by ") && CommandCaller.current.label.contains("(uid "))
    }
}
