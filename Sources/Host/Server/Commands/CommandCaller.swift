import Contract
import Glibc

/// Who runs a command on the server's machine, for the record.
enum CommandCaller {
    /// The invoking user of the operating system.
    static var current: Caller {
        var environment: [String: String] = [:]
        for name in ["SUDO_UID", "SUDO_USER"] {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        return .system(label(user: getuid(), environment: environment, name: loginName))
    }

    /// As `command by ada (uid 1000)`, or `command by ada (uid 1000) through sudo`.
    ///
    /// sudo says who called it; only root is believed, for everybody else can write what they like there.
    static func label(user: uid_t, environment: [String: String], name: (uid_t) -> String?) -> String {
        func text(_ user: uid_t, _ fallback: String?) -> String {
            let known = name(user) ?? fallback
            let plain = known.map { String($0.unicodeScalars.filter { $0.isASCII && $0.value > 32 && $0.value < 127 }) }
            return (plain.flatMap { $0.isEmpty ? nil : String($0.prefix(64)) } ?? "unknown") + " (uid \(user))"
        }
        guard user == 0, let invoking = environment["SUDO_UID"].flatMap(uid_t.init), invoking != 0 else {
            return "command by " + text(user, nil)
        }
        return "command by " + text(invoking, environment["SUDO_USER"]) + " through sudo"
    }

    private static func loginName(_ user: uid_t) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else {
            return nil
        }
        return String(cString: name)
    }
}
