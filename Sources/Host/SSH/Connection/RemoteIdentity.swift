/// What the login user is and which ways to become root exist.
struct RemoteIdentity: Sendable, Equatable {
    /// Runs under every login shell, `csh` and `fish` included.
    static let command =
        "exec /bin/sh -c 'id -u; for t in sudo doas; do command -v $t >/dev/null 2>&1 && echo $t; done; exit 0'"

    let isRoot: Bool
    let hasSudo: Bool
    let hasDoas: Bool

    /// Reads the command's output, tolerating what a login shell prints before it; nil without a user id.
    init?(output: [UInt8]) {
        let lines = output.split(separator: 10).suffix(16).map { PlainText.clean($0, limit: 64) }
        guard let user = lines.last(where: { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
            return nil
        }
        isRoot = user == "0"
        hasSudo = lines.contains("sudo")
        hasDoas = lines.contains("doas")
    }
}
