/// The kernel's own description of itself.
package struct Uname: Sendable, Hashable {
    package let kernelName: String
    package let nodeName: String
    package let kernelRelease: String
    package let architecture: String
    /// The build text: "#1 SMP PREEMPT_DYNAMIC Debian 6.1.112-1 (2024-09-30)".
    package let kernelVersion: String

    /// Parses the output of ``command``; nil unless all five lines are there.
    package init?(parsing text: some StringProtocol) {
        let lines = RemoteText.lines(text).map { RemoteText.fact($0) }
        guard lines.count >= 5, let name = lines[0], let node = lines[1], let release = lines[2],
            let machine = lines[3], let version = lines[4]
        else { return nil }
        kernelName = name
        nodeName = node
        kernelRelease = release
        architecture = machine
        kernelVersion = version
    }

    /// One call per field: the text of -v holds spaces, so one line could not be taken apart.
    package static let command = "uname -s && uname -n && uname -r && uname -m && uname -v"
}
