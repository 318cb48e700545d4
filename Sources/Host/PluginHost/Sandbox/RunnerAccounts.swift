import CRunnerSpawn
import Glibc
import NIOConcurrencyHelpers

/// Hands out a user id to each living runner, so that no two plugins share one.
///
/// The ids are those that systemd gives to dynamic users; what it has given away is left alone.
final class RunnerAccounts: Sendable {
    struct Account: Sendable, Hashable {
        let userID: UInt32
        let groupID: UInt32
        /// No other runner has it.
        let isOwn: Bool
    }

    static let shared = RunnerAccounts()
    static let range: ClosedRange<UInt32> = 61_184...65_519

    private let taken = NIOLockedValueBox<Set<UInt32>>([])

    /// The account for a new runner; nil if it stays what the server is. Blocks when it looks a name up.
    ///
    /// Throws `sandbox` if a named account does not exist or cannot be taken on.
    func take(named name: String?) throws(PluginError) -> Account? {
        let mayChoose = geteuid() == 0 && ow_may_switch_accounts() == 1
        guard let name else { return mayChoose ? chosen() : nil }
        let account = try Self.lookUp(name)
        guard account.userID != geteuid() else { return nil }
        guard mayChoose else {
            throw SandboxPolicy.refusal("it is to run as \(SafeText.line(name, limit: 64)), for which root is needed")
        }
        return account
    }

    func giveBack(_ account: Account) {
        guard account.isOwn else { return }
        taken.withLockedValue { _ = $0.remove(account.userID) }
    }

    private func chosen() -> Account? {
        // A random start keeps servers on one machine apart, and a new runner off the limits of the last one.
        let count = UInt32(Self.range.count)
        let start = UInt32.random(in: 0..<count)
        let userID = taken.withLockedValue { taken -> UInt32? in
            for step in 0..<count {
                let candidate = Self.range.lowerBound + (start + step) % count
                guard !taken.contains(candidate), access("/run/systemd/dynamic-uid/\(candidate)", F_OK) != 0 else {
                    continue
                }
                taken.insert(candidate)
                return candidate
            }
            return nil
        }
        return userID.map { Account(userID: $0, groupID: $0, isOwn: true) }
    }

    private static func lookUp(_ name: String) throws(PluginError) -> Account {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        let code = getpwnam_r(name, &entry, &buffer, buffer.count, &found)
        guard code == 0, found != nil else {
            throw SandboxPolicy.refusal("there is no user \(SafeText.line(name, limit: 64)) to run it as")
        }
        guard entry.pw_uid != 0 else { throw SandboxPolicy.refusal("it must not run as root") }
        return Account(userID: entry.pw_uid, groupID: entry.pw_gid, isOwn: false)
    }
}
