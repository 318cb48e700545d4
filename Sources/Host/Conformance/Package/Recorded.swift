/// One answer that a host once gave.
struct Recorded: Sendable, Hashable {
    enum Question: Sendable, Hashable {
        /// The manifest's id and the arguments.
        case command(String, [String])
        case section(String)
        case file(String)
    }

    var question: Question
    var exitCode: Int64 = 0
    /// `OW_SECTION_*`.
    var verdict: Int64 = 1
    var signal = ""
    var output: [UInt8] = []
    var errors: [UInt8] = []
}
