import Core
package import Foundation
package import PluginHost

/// How often probes run. Pure arithmetic.
package struct ProbeCadence: Sendable {
    package var connectivitySeconds: Int64
    package var systemInfoSeconds: Int64
    package var discoverySeconds: Int64

    package init(connectivitySeconds: Int64 = 900, systemInfoSeconds: Int64 = 3_600, discoverySeconds: Int64 = 86_400) {
        self.connectivitySeconds = connectivitySeconds
        self.systemInfoSeconds = systemInfoSeconds
        self.discoverySeconds = discoverySeconds
    }

    func interval(of role: ProbeRole) -> Int64 {
        switch role {
        case .connectivity: connectivitySeconds
        case .systemInfo: systemInfoSeconds
        case .discovery, .complianceScan: discoverySeconds
        }
    }

    /// Seconds until a probe runs again.
    ///
    /// Hosts are spread over ±10 % of the interval by their id, so that a fleet imported in one go does not stay in
    /// step. Each failure in a row doubles the wait, at most to 24 hours; the first one keeps the interval.
    ///
    /// - Parameter asked: what the result's owner asks for instead of the role's interval, before spreading.
    package func delay(role: ProbeRole, hostID: UUID, failures: Int, asked: Int64? = nil) -> Int64 {
        let base = asked ?? interval(of: role)
        let backedOff = failures > 1 ? min(base << Int64(min(failures - 1, 12)), max(86_400, base)) : base
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in hostID.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let spread = backedOff / 5
        guard spread > 0 else { return max(1, backedOff) }
        return max(1, backedOff - spread / 2 + Int64(hash % UInt64(spread)))
    }
}
