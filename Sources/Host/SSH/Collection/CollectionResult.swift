/// How a section ended. Only `ok` and `failed` outputs are complete; everything else must never look like removal.
package enum SectionVerdict: Sendable, Hashable {
    case ok
    /// The host lacks the tool (exit 127), or any way to become root.
    case unsupported
    case failed(Int32)
    /// Ended by its time limit on the host.
    case timeout
    /// Its output reached the section's limit and was cut there.
    case truncated
    /// Ended without a result for another reason.
    case killed
    /// Root was needed and refused.
    case denied
    /// The connection, or the whole run's bounds, ended before the section did.
    case unobserved
}

/// What one section printed.
package struct SectionOutput: Sendable {
    package var name: String
    package var verdict: SectionVerdict
    package var output: [UInt8]
    /// At most 4 KiB of what it wrote to standard error.
    package var stderr: [UInt8]

    package init(name: String, verdict: SectionVerdict, output: [UInt8] = [], stderr: [UInt8] = []) {
        self.name = name
        self.verdict = verdict
        self.output = output
        self.stderr = stderr
    }
}

/// The answer to a ``CollectionPlan``.
package struct CollectionResult: Sendable {
    /// One per section of the plan, in its order.
    package var sections: [SectionOutput]
    /// How root was had; `none` if it was not, whether wanted or not.
    package var privilege: PrivilegeMode
    package var rootPartRan: Bool
    /// Why the root part did not run although it was asked for; safe to show.
    package var rootRefusal: String?
    package var bytesReceived: Int
    package var channels: Int
    /// Nanoseconds.
    package var duration: UInt64
    /// Bytes that belonged to no section: late output of background processes.
    package var orphanBytes: Int

    package init(
        sections: [SectionOutput],
        privilege: PrivilegeMode = .none,
        rootPartRan: Bool = false,
        rootRefusal: String? = nil,
        bytesReceived: Int = 0,
        channels: Int = 1,
        duration: UInt64 = 0,
        orphanBytes: Int = 0
    ) {
        self.sections = sections
        self.privilege = privilege
        self.rootPartRan = rootPartRan
        self.rootRefusal = rootRefusal
        self.bytesReceived = bytesReceived
        self.channels = channels
        self.duration = duration
        self.orphanBytes = orphanBytes
    }
}
