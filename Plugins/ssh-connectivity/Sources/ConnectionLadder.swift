package import JSON
package import PluginKit

/// A connection seen as six rungs, each passed, failed or never tried.
package struct ConnectionLadder: Sendable {
    package struct Rung: Sendable, Hashable {
        package let name: String
        package let attempted: Bool
        package let passed: Bool
        package let nanoseconds: UInt64?
        package let errorCode: String?
        package let message: String?
    }

    package let rungs: [Rung]
    private let report: ConnectionReport
    private let privilege: PrivilegeCheck

    package init(report: ConnectionReport, privilege: PrivilegeCheck) {
        self.report = report
        self.privilege = privilege
        rungs =
            [
                // The name look-up belongs to the rung: without it there is no address to connect to.
                Self.rung("tcp", [.resolve, .tcp], report),
                Self.rung("banner", [.banner], report),
                Self.rung("key_exchange", [.keyExchange], report),
                Self.rung("host_key", [.hostKey], report),
                Self.rung("authentication", [.authentication], report),
            ] + [Self.privilegeRung(report, privilege)]
    }

    package var firstFailed: Rung? { rungs.first { $0.attempted && !$0.passed } }

    /// Whether something that speaks SSH answered.
    package var reachable: Bool { report.reached >= .banner }

    private static func rung(_ name: String, _ parts: [ConnectionRung], _ report: ConnectionReport) -> Rung {
        let failed = report.failed.map(parts.contains) ?? false
        let passed = !failed && parts.allSatisfy { report.reached >= $0 }
        let times = parts.compactMap { report.nanoseconds(of: $0) }
        return Rung(
            name: name, attempted: passed || failed, passed: passed,
            nanoseconds: times.isEmpty ? nil : times.reduce(0, +),
            errorCode: failed ? (report.failureCode.isEmpty ? "failed" : report.failureCode) : nil,
            message: failed && !report.failureMessage.isEmpty ? report.failureMessage : nil)
    }

    private static func privilegeRung(_ report: ConnectionReport, _ check: PrivilegeCheck) -> Rung {
        // A server that lets us in and then opens no channel gives us no rights either.
        if report.failed == .session { return rung("privilege", [.session], report) }
        return Rung(
            name: "privilege", attempted: check.attempted, passed: check.passed, nanoseconds: check.nanoseconds,
            errorCode: check.errorCode, message: check.message)
    }
}

extension ConnectionLadder {
    /// The wire value that says what kind of failure the first failed rung is; nil when none failed.
    package var errorType: String? {
        guard let firstFailed else { return nil }
        let code = firstFailed.errorCode ?? ""
        switch firstFailed.name {
        case "tcp":
            if code == "connection_refused" { return "connection_refused" }
            return report.failed == .tcp && code.hasSuffix("timeout") ? "tcp_timeout" : "tcp_error"
        case "banner":
            // A peer that accepts and then says nothing, or hangs up, has shown no wrong banner.
            return code.hasSuffix("timeout") || Self.hangUps.contains(code) ? "tcp_error" : "banner_mismatch"
        case "privilege": return code == "privilege_denied" ? "privilege_denied" : "ssh_error"
        default: return "ssh_error"
        }
    }

    private static let hangUps: Set<String> = ["disconnected", "unreachable"]

    /// The probe's result, valid against schema/result.json.
    package func result(totalNanoseconds: UInt64) -> JSONValue {
        var result = JSONObject()
        result["reachable"] = .bool(reachable)
        result["rungs"] = .array(rungs.map(Self.json))
        result["first_failed_rung"] = firstFailed.map { .string($0.name) }
        result["error_type"] = errorType.map { .string($0) }
        result["layers"] = ["ssh": sshLayer, "privilege": privilegeLayer]
        result["host_key"] = hostKey
        result["auth_method"] = Self.authMethod(report.authMethod).map { .string($0) }
        result["auth_methods_offered"] = .array(
            report.authMethodsOffered.prefix(Self.maximumMethods).compactMap { Self.text($0) })
        result["privilege"] = .string(Self.word(privilege.privilege))
        result["kex"] = Self.text(report.kex)
        result["ciphers"] = .array([report.cipherOut, report.cipherIn].compactMap { Self.text($0) })
        result["total_ms"] = Self.milliseconds(totalNanoseconds)
        return .object(result)
    }

    private var sshLayer: JSONValue {
        let parts = rungs[0...1]
        let times = parts.compactMap(\.nanoseconds)
        var layer: JSONObject = ["attempted": .bool(rungs[0].attempted), "ok": .bool(reachable)]
        if !times.isEmpty { layer["rtt_ms"] = Self.milliseconds(times.reduce(0, +)) }
        layer["banner"] = Self.text(report.peerBanner, limit: 255)
        layer["error"] = Self.error(of: parts.first { $0.attempted && !$0.passed })
        return .object(layer)
    }

    /// Everything after the banner: who we are and what we may do. Skipping the last rung of a connection that works
    /// leaves the layer unasked.
    private var privilegeLayer: JSONValue {
        let failed = rungs[2...].first { $0.attempted && !$0.passed }
        var layer: JSONObject = [
            "attempted": .bool(failed != nil || privilege.attempted), "ok": .bool(privilege.passed),
        ]
        layer["error"] = Self.error(of: failed)
        return .object(layer)
    }

    private var hostKey: JSONValue? {
        guard !report.hostKeyFingerprint.isEmpty else { return nil }
        var key: JSONObject = [
            "type": .string(report.hostKeyType), "fingerprint": .string(report.hostKeyFingerprint),
            "status": .string(Self.word(report.hostKeyStatus)),
        ]
        key["expected"] = Self.text(report.expectedFingerprint)
        return .object(key)
    }

    private static func json(_ rung: Rung) -> JSONValue {
        var object: JSONObject = [
            "name": .string(rung.name), "attempted": .bool(rung.attempted), "ok": .bool(rung.passed),
        ]
        object["latency_ms"] = rung.nanoseconds.map(milliseconds)
        object["error_code"] = rung.errorCode.map { .string($0) }
        object["message"] = rung.message.map { .string($0) }
        return .object(object)
    }

    private static func error(of rung: Rung?) -> JSONValue? {
        guard let rung else { return nil }
        return .string(rung.message ?? rung.errorCode ?? rung.name)
    }

    /// A server writes these words: however long they are, they must not make the result invalid.
    private static func text(_ text: String, limit: Int = 128) -> JSONValue? {
        let text = String(text.unicodeScalars.prefix(limit))
        return text.isEmpty ? nil : .string(text)
    }

    private static let maximumMethods = 32

    private static func word(_ status: HostKeyStatus) -> String {
        switch status {
        case .unknown: "unknown"
        case .matched: "matched"
        case .firstUse: "first_use"
        case .mismatch: "mismatch"
        }
    }

    private static func word(_ privilege: Privilege) -> String {
        switch privilege {
        case .none: "none"
        case .root: "root"
        case .sudo: "sudo"
        case .sudoPassword: "sudo-password"
        }
    }

    private static func authMethod(_ method: AuthenticationMethod) -> String? {
        switch method {
        case .none: nil
        case .key: "publickey"
        case .password: "password"
        case .keyboardInteractive: "keyboard-interactive"
        }
    }

    /// Milliseconds with microseconds behind the point.
    private static func milliseconds(_ nanoseconds: UInt64) -> JSONValue {
        .number(Double(nanoseconds / 1000) / 1000)
    }
}
