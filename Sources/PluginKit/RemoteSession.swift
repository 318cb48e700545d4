/// An SSH session with the target. It can ask what the manifest declares, and nothing else. The host closes it with the
/// call at the latest.
public struct RemoteSession {
    let services: HostServices
    let call: UInt64
    let id: UInt64

    /// What the connection went through.
    public func report() throws -> ConnectionReport {
        try services.sessionReport(call, id)
    }

    /// Runs one command of the manifest.
    ///
    /// - Parameters:
    ///   - commandID: id of a `[[permissions.ssh_command]]`.
    ///   - arguments: one per placeholder of its argv, in order. The host quotes them.
    ///   - standardInput: at most 1 MiB.
    ///   - timeoutNanoseconds: 0 for the manifest's; never longer than that.
    /// - Returns: what the command gave, whatever its exit code.
    /// - Throws: ``ProbeFailure``: `.denied` for an unknown id, a wrong number of arguments or refused sudo, `.deadline`
    ///   for the command's own timeout too.
    public func execute(
        _ commandID: String, arguments: [String] = [], standardInput: [UInt8] = [], timeoutNanoseconds: UInt64 = 0
    ) throws -> CommandResult {
        let request = CommandRequest(
            command: commandID, arguments: arguments, standardInput: standardInput, timeout: timeoutNanoseconds)
        return try services.execute(call, id, request)
    }

    /// As ``execute(_:arguments:standardInput:timeoutNanoseconds:)``, but output goes to `onChunk` as it comes, on this
    /// thread; the result's output is empty. An error of `onChunk` is thrown once the command has ended.
    public func stream(
        _ commandID: String, arguments: [String] = [], standardInput: [UInt8] = [], timeoutNanoseconds: UInt64 = 0,
        onChunk: (OutputStream, [UInt8]) throws -> Void
    ) throws -> CommandResult {
        let request = CommandRequest(
            command: commandID, arguments: arguments, standardInput: standardInput, timeout: timeoutNanoseconds)
        return try services.stream(call, id, request, onChunk)
    }

    /// Reads a regular file that a `[[permissions.ssh_read]]` glob covers.
    /// - Throws: ``ProbeFailure``: `.limit` if it is larger than `limit` bytes, `.denied` if no glob covers it.
    public func readFile(_ path: String, limit: Int) throws -> [UInt8] {
        try services.readFile(call, id, path, UInt64(max(limit, 0)))
    }

    /// Runs sections of the manifest in one channel and one round trip: the cheap way to ask much.
    /// - Parameter sections: ids of `[[permissions.ssh_section]]`; none means all of them, in the manifest's order.
    public func collect(_ sections: [String] = [], timeoutNanoseconds: UInt64 = 0) throws -> SectionReport {
        try services.collect(call, id, sections, timeoutNanoseconds)
    }

    /// Gives the connection back. Optional.
    public func close() {
        services.closeSession(call, id)
    }
}

@available(*, unavailable)
extension RemoteSession: Sendable {}

/// Where a command wrote to.
public enum OutputStream: Int32, Sendable, Hashable {
    case standardOutput = 1
    case standardError = 2
}

/// What goes into the execution of a command.
struct CommandRequest {
    let command: String
    let arguments: [String]
    let standardInput: [UInt8]
    let timeout: UInt64
}
