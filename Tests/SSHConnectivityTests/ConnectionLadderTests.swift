import JSON
import PluginKit
import PluginTestSupport
import SSHConnectivityProbe
import Testing

@Suite("Connection ladder")
struct ConnectionLadderTests {
    private let granted = PrivilegeCheck(exitCode: 0, privilege: .sudo, nanoseconds: 9_000_000)

    /// A connection that got as far as `reached`, then failed at `failed`.
    private func report(
        _ reached: ConnectionRung, failed: ConnectionRung? = nil, code: String = "", message: String = ""
    ) -> ConnectionReport {
        let order: [ConnectionRung] = [.resolve, .tcp, .banner, .keyExchange, .hostKey, .authentication]
        var times: [ConnectionRung: UInt64] = [:]
        for (index, rung) in order.enumerated() where rung <= reached || rung == failed {
            times[rung] = UInt64(index + 1) * 1_234_567
        }
        let keyed = reached >= .keyExchange
        return ConnectionReport(
            reached: reached, failed: failed, failureCode: code, failureMessage: message, timings: times,
            hostKeyStatus: keyed ? (failed == .hostKey ? .mismatch : .matched) : .unknown,
            hostKeyType: keyed ? "ssh-ed25519" : "", hostKeyFingerprint: keyed ? "SHA256:abc" : "",
            expectedFingerprint: failed == .hostKey ? "SHA256:old" : "",
            authMethod: reached >= .authentication ? .key : .none,
            authMethodsOffered: reached >= .hostKey ? ["publickey", "password"] : [],
            peerBanner: reached >= .banner ? "SSH-2.0-OpenSSH_9.2p1" : "", kex: keyed ? "curve25519-sha256" : "",
            cipherOut: keyed ? "aes256-gcm@openssh.com" : "", cipherIn: keyed ? "aes256-gcm@openssh.com" : "")
    }

    private func valid(_ result: JSONValue) throws {
        #expect(try SchemaCheck.faults(result, PluginPackage("ssh-connectivity").schema("result")) == [])
    }

    @Test("a connection that works passes all six rungs, with the name look-up counted into tcp")
    func works() throws {
        let result = ConnectionLadder(report: report(.session), privilege: granted).result(totalNanoseconds: 40_000_900)
        try valid(result)
        #expect(
            result["rungs"]?.array?.map { $0["name"]?.string ?? "" } == [
                "tcp", "banner", "key_exchange", "host_key", "authentication", "privilege",
            ])
        #expect(result["rungs"]?.array?.allSatisfy { $0["attempted"] == true && $0["ok"] == true } == true)
        #expect(result["rungs"]?.array?[0]["latency_ms"] == .number(3.703))
        #expect(result["rungs"]?.array?[5]["latency_ms"]?.double == 9)
        #expect(result["reachable"] == true && result["first_failed_rung"] == nil && result["error_type"] == nil)
        #expect(result["layers"]?["ssh"]?["rtt_ms"] == .number(7.407))
        #expect(result["layers"]?["ssh"]?["banner"] == "SSH-2.0-OpenSSH_9.2p1")
        #expect(result["layers"]?["privilege"] == ["attempted": true, "ok": true])
        #expect(result["layers"]?["ping"] == nil)
        #expect(
            result["host_key"] == ["type": "ssh-ed25519", "fingerprint": "SHA256:abc", "status": "matched"])
        #expect(result["auth_method"] == "publickey" && result["privilege"] == "sudo")
        #expect(result["total_ms"] == .number(40.0))
    }

    @Test(
        "each failure names its rung and its wire error",
        arguments: [
            (.none, .resolve, "resolve_failed", "tcp", "tcp_error", false),
            (.resolve, .tcp, "tcp_timeout", "tcp", "tcp_timeout", false),
            (.resolve, .tcp, "connection_refused", "tcp", "connection_refused", false),
            (.resolve, .tcp, "unreachable", "tcp", "tcp_error", false),
            (.tcp, .banner, "banner_mismatch", "banner", "banner_mismatch", false),
            (.tcp, .banner, "banner_timeout", "banner", "tcp_error", false),
            (.tcp, .banner, "disconnected", "banner", "tcp_error", false),
            (.banner, .keyExchange, "key_exchange_failed", "key_exchange", "ssh_error", true),
            (.keyExchange, .hostKey, "host_key_mismatch", "host_key", "ssh_error", true),
            (.hostKey, .authentication, "authentication_failed", "authentication", "ssh_error", true),
            (.authentication, .session, "channel_failed", "privilege", "ssh_error", true),
            (.resolve, .tcp, "", "tcp", "tcp_error", false),
        ] as [(ConnectionRung, ConnectionRung, String, String, String, Bool)])
    func failures(
        reached: ConnectionRung, failed: ConnectionRung, code: String, rung: String, type: String, reachable: Bool
    ) throws {
        let ladder = ConnectionLadder(
            report: report(reached, failed: failed, code: code, message: "It did not work."), privilege: .skipped)
        let result = ladder.result(totalNanoseconds: 1)
        try valid(result)
        #expect(result["first_failed_rung"]?.string == rung)
        #expect(result["error_type"]?.string == type)
        #expect(result["reachable"]?.bool == reachable)
        #expect(result["layers"]?["ssh"]?["ok"]?.bool == reachable)
        #expect(result["layers"]?["privilege"]?["attempted"]?.bool == reachable)
        #expect(result["layers"]?["privilege"]?["ok"] == false)
        let rungs = result["rungs"]?.array ?? []
        let index = try #require(rungs.firstIndex { $0["name"]?.string == rung })
        #expect(rungs[..<index].allSatisfy { $0["ok"] == true })
        #expect(rungs[index]["error_code"]?.string == (code.isEmpty ? "failed" : code))
        #expect(rungs[index]["message"] == "It did not work.")
        #expect(rungs[(index + 1)...].allSatisfy { $0["attempted"] == false && $0["ok"] == false })
        #expect(rungs[(index + 1)...].allSatisfy { $0["latency_ms"] == nil })
        let layer = result["layers"]?[reachable ? "privilege" : "ssh"]
        #expect(layer?["error"] == "It did not work.")
    }

    @Test("a changed host key shows both fingerprints")
    func hostKeyMismatch() {
        let ladder = ConnectionLadder(
            report: report(.keyExchange, failed: .hostKey, code: "host_key_mismatch"), privilege: .skipped)
        #expect(
            ladder.result(totalNanoseconds: 1)["host_key"] == [
                "type": "ssh-ed25519", "fingerprint": "SHA256:abc", "status": "mismatch", "expected": "SHA256:old",
            ])
    }

    @Test("a refused sudo fails the last rung only, and the host stays reachable")
    func sudoRefused() throws {
        for check in [
            PrivilegeCheck(exitCode: 1, privilege: .none, nanoseconds: 5),
            PrivilegeCheck(exitCode: 0, privilege: .none, nanoseconds: 5),
            PrivilegeCheck(failure: ProbeFailure(.denied, "sudo wants a password"), nanoseconds: 5),
        ] {
            let result = ConnectionLadder(report: report(.session), privilege: check).result(totalNanoseconds: 1)
            try valid(result)
            #expect(result["reachable"] == true && result["error_type"] == "privilege_denied")
            #expect(result["first_failed_rung"] == "privilege" && result["privilege"] == "none")
            #expect(result["layers"]?["privilege"]?["ok"] == false)
        }
    }

    @Test("a privilege check that got lost is no refusal")
    func privilegeLost() {
        for (code, word) in [(FailureCode.deadline, "timeout"), (.io, "connection_lost"), (.argument, "exec_failed")] {
            let check = PrivilegeCheck(failure: ProbeFailure(code, "gone"), nanoseconds: 5)
            let ladder = ConnectionLadder(report: report(.session), privilege: check)
            #expect(ladder.errorType == "ssh_error")
            #expect(ladder.firstFailed?.errorCode == word)
        }
    }

    @Test("without the privilege check its rung is neither passed nor failed")
    func skipped() throws {
        let ladder = ConnectionLadder(report: report(.session), privilege: .skipped)
        let result = ladder.result(totalNanoseconds: 1)
        try valid(result)
        #expect(result["first_failed_rung"] == nil && result["error_type"] == nil)
        #expect(result["rungs"]?.array?[5] == ["name": "privilege", "attempted": false, "ok": false])
        #expect(result["layers"]?["privilege"] == ["attempted": false, "ok": false])
    }

    @Test("a server's endless words cannot make the result invalid")
    func hostileServer() throws {
        let long = String(repeating: "x", count: 5_000)
        var report = report(.session)
        report.peerBanner = long
        report.kex = long
        report.cipherIn = long
        report.hostKeyType = "ssh-ed25519"
        report.authMethodsOffered = Array(repeating: long, count: 500)
        try valid(ConnectionLadder(report: report, privilege: granted).result(totalNanoseconds: 1))
    }
}
