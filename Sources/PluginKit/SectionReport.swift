/// What became of a section. Only ``ok`` says that the output is the whole truth.
public enum SectionVerdict: Int32, Sendable, Hashable {
    /// Never ran: connection lost, budget used up. Also what a newer host says that this plugin does not know.
    case unobserved = 0
    /// Exit code 0 and complete output, which may be empty.
    case ok = 1
    /// Ran to its end with another exit code.
    case failed = 2
    /// The target lacks the tool, or has no way to root.
    case unsupported = 3
    /// A root section, and root was refused.
    case denied = 4
    case timeout = 5
    /// More output than the manifest allows.
    case truncated = 6
    case killed = 7
}

/// The answer of one section.
public struct Section: Sendable, Hashable {
    public var id: String
    public var verdict: SectionVerdict
    /// -1 if unknown.
    public var exitCode: Int32
    public var output: [UInt8]
    public var errorOutput: [UInt8]

    public init(
        id: String, verdict: SectionVerdict, exitCode: Int32, output: [UInt8] = [], errorOutput: [UInt8] = []
    ) {
        self.id = id
        self.verdict = verdict
        self.exitCode = exitCode
        self.output = output
        self.errorOutput = errorOutput
    }

    /// The output as text; bytes that are not UTF-8 become U+FFFD.
    public var text: String { String(decoding: output, as: UTF8.self) }

    /// The lines of ``text`` without their ends; no empty line after the last newline.
    public var lines: [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}

/// The answers of one round trip, in the order in which they were asked for.
public struct SectionReport: Sendable, Hashable {
    public var sections: [Section]
    /// How the root part ran; ``Privilege/none`` if it did not.
    public var privilege: Privilege
    /// Why there was no root part, empty if there was.
    public var refusal: String
    public var wallNanoseconds: UInt64

    public init(
        sections: [Section], privilege: Privilege = .none, refusal: String = "", wallNanoseconds: UInt64 = 0
    ) {
        self.sections = sections
        self.privilege = privilege
        self.refusal = refusal
        self.wallNanoseconds = wallNanoseconds
    }

    public subscript(id: String) -> Section? { sections.first { $0.id == id } }
}
