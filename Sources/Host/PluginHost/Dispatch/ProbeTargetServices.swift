/// What a probe can ask of its target, for one call: implemented over the SSH engine and the database.
///
/// Every method is called in a task of the call and must return promptly when that task is cancelled.
package protocol ProbeTargetServices: Sendable {
    /// Connects, or takes a pooled connection unless `fresh`.
    ///
    /// - Parameter timeout: nil for the host's own connect timeout.
    func openSSH(fresh: Bool, timeout: Duration?) async -> ProbeSSHOpenResult

    /// A stored value of this plugin for this target; nil if there is none or it has expired.
    func value(forKey key: String) async throws(ProbeServiceError) -> (value: [UInt8], version: UInt64)?

    /// Stores a value, deletes it if it is empty. Throws ``ProbeCode/state`` if another version is there.
    ///
    /// - Parameter timeToLive: nil for ever.
    func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) async throws(ProbeServiceError)
}

/// The version that must be there for a store to happen.
package enum StoredVersion: Sendable, Hashable {
    case any
    case absent
    case version(UInt64)
}

/// One SSH session of one probe call.
package protocol ProbeSSHSession: Sendable {
    /// Runs a command line. With `onChunk`, output goes there as it comes (1 stdout, 2 stderr) and the result's is empty;
    /// the next chunk waits until the last one has been taken.
    func execute(
        _ command: ProbeCommand, onChunk: (@Sendable (Int, [UInt8]) async -> Void)?
    ) async throws(ProbeServiceError) -> ProbeCommandResult

    /// Runs sections in one channel. The result has one entry for each, in their order.
    ///
    /// - Parameter timeout: nil for the host's own budget.
    func collect(_ sections: [ProbeSection], timeout: Duration?) async throws(ProbeServiceError) -> ProbeCollection

    /// Gives the connection back. Called once.
    func close() async
}

/// Why a service refused or failed; `message` goes to the plugin's log.
package struct ProbeServiceError: Error, Sendable, Hashable {
    package let code: ProbeCode
    package let message: String

    package init(code: ProbeCode, message: String) {
        self.code = code
        self.message = message
    }
}

/// When a command may be run through sudo.
package enum ProbeSudo: String, Sendable, CaseIterable {
    case never
    case ifNeeded = "if-needed"
    case required
}

/// A command that has been checked against the manifest and quoted.
package struct ProbeCommand: Sendable, Hashable {
    package let commandLine: String
    package let stdin: [UInt8]
    package let sudo: ProbeSudo
    package let timeout: Duration
    package let maxStdout: Int
    package let maxStderr: Int
}

/// Privileges that something ran with.
package enum ProbePrivilege: Int32, Sendable {
    case none = 0
    case root = 1
    case sudo = 2
    case sudoPassword = 3
}

package struct ProbeCommandResult: Sendable, Hashable {
    /// -1 if a signal ended it.
    package var exitCode: Int32
    /// "TERM"; empty if none.
    package var signal: String
    package var privilege: ProbePrivilege
    package var stdout: [UInt8]
    package var stderr: [UInt8]
    package var isStdoutTruncated: Bool
    package var isStderrTruncated: Bool
    package var wallNanoseconds: UInt64

    package init(
        exitCode: Int32, signal: String = "", privilege: ProbePrivilege = .none, stdout: [UInt8] = [],
        stderr: [UInt8] = [], isStdoutTruncated: Bool = false, isStderrTruncated: Bool = false,
        wallNanoseconds: UInt64 = 0
    ) {
        self.exitCode = exitCode
        self.signal = signal
        self.privilege = privilege
        self.stdout = stdout
        self.stderr = stderr
        self.isStdoutTruncated = isStdoutTruncated
        self.isStderrTruncated = isStderrTruncated
        self.wallNanoseconds = wallNanoseconds
    }
}

/// One section of a collection, as the manifest declares it.
package struct ProbeSection: Sendable, Hashable {
    package enum Part: String, Sendable, CaseIterable {
        case user
        case root
    }

    package let id: String
    package let part: Part
    package let timeoutSeconds: Double
    package let maxBytes: Int
    package let command: String
}

package struct ProbeCollection: Sendable, Hashable {
    package enum Verdict: Int32, Sendable {
        case unobserved = 0
        case ok = 1
        case failed = 2
        case unsupported = 3
        case denied = 4
        case timeout = 5
        case truncated = 6
        case killed = 7
    }

    package struct Entry: Sendable, Hashable {
        package var id: String
        package var verdict: Verdict
        package var exitCode: Int32
        package var output: [UInt8]
        package var errorOutput: [UInt8]

        package init(id: String, verdict: Verdict, exitCode: Int32, output: [UInt8], errorOutput: [UInt8] = []) {
            self.id = id
            self.verdict = verdict
            self.exitCode = exitCode
            self.output = output
            self.errorOutput = errorOutput
        }
    }

    package var entries: [Entry]
    /// Of the root part; none if it did not run.
    package var privilege: ProbePrivilege
    /// Why there was no root part; empty if there was.
    package var refusal: String
    package var wallNanoseconds: UInt64

    package init(entries: [Entry], privilege: ProbePrivilege, refusal: String = "", wallNanoseconds: UInt64 = 0) {
        self.entries = entries
        self.privilege = privilege
        self.refusal = refusal
        self.wallNanoseconds = wallNanoseconds
    }
}

/// What became of a connection attempt. `info` is told either way.
package struct ProbeSSHOpenResult: Sendable {
    package let session: (any ProbeSSHSession)?
    package let info: ProbeSSHInfo
    package let code: ProbeCode

    package init(session: (any ProbeSSHSession)?, info: ProbeSSHInfo, code: ProbeCode) {
        self.session = session
        self.info = info
        self.code = code
    }
}
