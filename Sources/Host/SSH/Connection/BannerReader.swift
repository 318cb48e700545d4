/// Finds a server's identification line in the first bytes it sends (RFC 4253 section 4.2).
///
/// A server may send other lines first; how much of that is accepted is bounded, since the peer is not known yet.
struct BannerReader {
    private static let maxPreface = 8 << 10
    private static let maxLine = 255

    private var bytes: [UInt8] = []
    private var lineStart = 0

    struct Banner: Equatable {
        /// The identification line without its line end, printable ASCII.
        let line: String
        /// The identification line and everything after it.
        let rest: [UInt8]
    }

    /// Takes what arrived; the banner once it is complete. Throws `bannerMismatch` when it cannot come any more.
    mutating func consume(_ chunk: some Collection<UInt8>) throws(SSHError) -> Banner? {
        bytes.append(contentsOf: chunk)
        while let end = bytes[lineStart...].firstIndex(of: 10) {
            let line = bytes[lineStart..<end]
            if line.starts(with: Array("SSH-".utf8)) {
                guard line.count <= Self.maxLine else { break }
                let text = PlainText.clean(line.last == 13 ? line.dropLast() : line, limit: Self.maxLine)
                guard text.hasPrefix("SSH-2.0-") || text.hasPrefix("SSH-1.99-") else {
                    throw SSHError(.bannerMismatch, "the server speaks an SSH version other than 2: \(text)")
                }
                return Banner(line: text, rest: Array(bytes[lineStart...]))
            }
            if let name = Self.otherProtocol(line) {
                throw SSHError(.bannerMismatch, "the server speaks \(name), not SSH", hint: "check the port")
            }
            lineStart = end + 1
        }
        if bytes.count > Self.maxPreface || bytes.count - lineStart > Self.maxLine + 2 {
            throw SSHError(.bannerMismatch, "the server sent \(bytes.count) bytes without identifying itself as SSH")
        }
        return nil
    }

    /// The error for a peer that closed before it identified itself.
    func closedEarly() -> SSHError {
        if let name = Self.otherProtocol(bytes[...]) {
            return SSHError(.bannerMismatch, "the server speaks \(name), not SSH", hint: "check the port")
        }
        if bytes.isEmpty {
            return SSHError(
                .disconnected, "the server closed the connection before identifying itself",
                hint: "it may limit connections (MaxStartups) or block this address")
        }
        return SSHError(.bannerMismatch, "the server does not speak SSH; it sent: \(PlainText.clean(bytes, limit: 80))")
    }

    private static func otherProtocol(_ line: ArraySlice<UInt8>) -> String? {
        let names: [(prefix: String, name: String)] = [
            ("HTTP/", "HTTP"), ("<!DOCTYPE", "HTTP"), ("<html", "HTTP"), ("220 ", "SMTP or FTP"),
            ("220-", "SMTP or FTP"),
            ("* OK", "IMAP"), ("+OK", "POP3"), ("RFB ", "VNC"),
        ]
        return names.first { line.starts(with: Array($0.prefix.utf8)) }?.name
    }
}
