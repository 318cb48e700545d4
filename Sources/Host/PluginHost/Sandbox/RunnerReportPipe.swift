import Glibc

/// The host's end of a runner's report pipe. What is no record, or one too many, ends the listening.
struct RunnerReportPipe {
    /// Records of one runner that are listened to. The runner writes each refused call once and then ever more rarely.
    private static let limit = 4_096

    /// To wait for; -1 once nobody listens any more.
    private(set) var descriptor: Int32
    private var count = 0
    private var partial: [UInt8] = []

    /// The caller closes the descriptor.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The records that are there, at most one bufferful.
    mutating func read() -> [RunnerReport] {
        guard descriptor >= 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 64 * RunnerReport.size)
        let got = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if got < 0, errno == EAGAIN || errno == EINTR { return [] }
        guard got > 0 else {
            descriptor = -1
            return []
        }
        partial += buffer[..<got]
        var reports: [RunnerReport] = []
        while partial.count >= RunnerReport.size {
            guard count < Self.limit, let report = RunnerReport(partial.prefix(RunnerReport.size)) else {
                descriptor = -1
                break
            }
            count += 1
            reports.append(report)
            partial.removeFirst(RunnerReport.size)
        }
        return reports
    }
}
