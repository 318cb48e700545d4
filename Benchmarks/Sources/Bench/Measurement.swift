import Foundation

/// Nanoseconds of the monotonic clock.
func monotonicNow() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// User and system time of processes, in nanoseconds.
enum CPUTime {
    static func own() -> UInt64 { usage(RUSAGE_SELF) }

    /// Of children that have been waited for, their own such children included.
    static func children() -> UInt64 { usage(RUSAGE_CHILDREN) }

    /// Of all threads of a running process; 0 if there is none.
    static func process(_ id: pid_t) -> UInt64 {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(id, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Of a server process, its children and those that it has waited for; in steps of 10 ms.
    static func tree(_ root: pid_t) -> UInt64 {
        let ticks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) }
            .reduce(UInt64(0)) { sum, id in
                guard let stat = ProcessStat(id), id == root || stat.parent == root else { return sum }
                return sum + stat.ticks
            }
        return (ticks ?? 0) * 10_000_000
    }

    private static func usage(_ who: __rusage_who) -> UInt64 {
        var usage = rusage()
        getrusage(__rusage_who_t(who.rawValue), &usage)
        return nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime)
    }

    private static func nanoseconds(_ time: timeval) -> UInt64 {
        UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_usec) * 1_000
    }
}

/// The fields of `/proc/PID/stat` that count here.
private struct ProcessStat {
    let parent: pid_t
    /// Own time and that of children waited for.
    let ticks: UInt64

    init?(_ id: pid_t) {
        // The name in parentheses may hold anything, so fields are counted from its end.
        guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: name)...].split(separator: " ")
        guard fields.count > 14, let parent = pid_t(fields[1]) else { return nil }
        self.parent = parent
        ticks = fields[11...14].reduce(0) { $0 + (UInt64($1) ?? 0) }
    }
}

/// Durations of single operations.
struct Samples: Sendable {
    private(set) var nanoseconds: [UInt64] = []

    mutating func add(_ duration: UInt64) { nanoseconds.append(duration) }

    mutating func add(_ other: Samples) { nanoseconds += other.nanoseconds }

    var count: Int { nanoseconds.count }

    /// The value that `share` of the samples do not exceed, in microseconds; 0 without samples.
    func microseconds(_ share: Double) -> Double {
        guard !nanoseconds.isEmpty else { return 0 }
        let sorted = nanoseconds.sorted()
        let index = Int((Double(sorted.count) * share).rounded(.up)) - 1
        return Double(sorted[min(max(index, 0), sorted.count - 1)]) / 1_000
    }
}

/// One leg, measured once.
struct Measurement: Sendable {
    var operations = 0
    var seconds = 0.0
    /// CPU seconds of the side that is compared: this process, and its helpers where a leg says so.
    var cpuSeconds = 0.0
    /// CPU seconds of the side that both share: sshd, PostgreSQL.
    var targetSeconds = 0.0
    var samples = Samples()
    var errors = 0

    var rate: Double { seconds > 0 ? Double(operations) / seconds : 0 }
    var cpuMicroseconds: Double { perOperation(cpuSeconds) }
    var targetMicroseconds: Double { perOperation(targetSeconds) }
    var wallMicroseconds: Double { perOperation(seconds) }

    private func perOperation(_ seconds: Double) -> Double {
        operations > 0 ? seconds * 1_000_000 / Double(operations) : 0
    }

    /// Measures `body`, which returns how many operations it did.
    ///
    /// - Parameters:
    ///   - cpu: CPU nanoseconds so far of what is compared.
    ///   - target: CPU nanoseconds so far of what is shared.
    static func of(
        cpu: () -> UInt64 = CPUTime.own, target: () -> UInt64 = { 0 },
        _ body: (inout Samples) async throws -> Int
    ) async rethrows -> Measurement {
        var result = Measurement()
        // Before our own time is read: looking at other processes costs some of it.
        let targetStart = target()
        let cpuStart = cpu()
        let start = monotonicNow()
        result.operations = try await body(&result.samples)
        result.seconds = Double(monotonicNow() - start) / 1e9
        result.cpuSeconds = Double(cpu() &- cpuStart) / 1e9
        result.targetSeconds = Double(target() &- targetStart) / 1e9
        return result
    }
}

extension [Measurement] {
    /// The median of one figure over the rounds.
    func median(_ figure: (Measurement) -> Double) -> Double { map(figure).median }
}

extension [Double] {
    /// 0 without values.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

/// Runs `width` tasks that take numbers from 0 until `count` are taken, and joins what they measured.
func inParallel(
    _ width: Int, count: Int, _ body: @escaping @Sendable (Int) async throws -> Void
) async throws -> Samples {
    try await withThrowingTaskGroup(of: Samples.self) { group in
        for worker in 0..<width {
            group.addTask {
                var samples = Samples()
                for number in stride(from: worker, to: count, by: width) {
                    let start = monotonicNow()
                    try await body(number)
                    samples.add(monotonicNow() - start)
                }
                return samples
            }
        }
        return try await group.reduce(into: Samples()) { $0.add($1) }
    }
}

/// Runs blocking work on a thread of its own, off the cooperative pool.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}

/// Something that must hold for a benchmark to mean anything does not.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
