/// The command line: a workload and where things are.
struct BenchOptions: Sendable {
    struct Fault: Error {
        let message: String
    }

    let workload: String
    /// How often each leg is measured; figures are medians.
    private(set) var rounds = 3
    /// Sessions of one SSH leg.
    private(set) var sessions = 200
    /// Seconds of one timed database leg.
    private(set) var seconds = 3
    /// Runners that the kill storm ends.
    private(set) var kills = 10_000
    /// The scripts of the peers.
    private(set) var peers = "Benchmarks/peers"
    /// The `openwatch-probe-runner` program.
    private(set) var runner = ".build/release/openwatch-probe-runner"
    /// The conformance plugins' packages.
    private(set) var conformance = ""
    /// The shipped plugins' packages.
    private(set) var plugins = ""
    /// A directory on the disk whose speed counts, made by the caller; also holds the peers' own installations.
    private(set) var state = "/var/tmp"

    init(_ arguments: [String]) throws(Fault) {
        guard let name = arguments.first, !name.hasPrefix("-") else { throw Fault(message: "no workload is named") }
        workload = name
        var rest = arguments.dropFirst()
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Fault(message: "\(option) needs a value") }
            switch option {
            case "--rounds": rounds = try Self.number(value, of: option, in: 1...99)
            case "--sessions": sessions = try Self.number(value, of: option, in: 1...100_000)
            case "--seconds": seconds = try Self.number(value, of: option, in: 1...3_600)
            case "--kills": kills = try Self.number(value, of: option, in: 1...1_000_000)
            case "--peers": peers = value
            case "--runner": runner = value
            case "--conformance": conformance = value
            case "--plugins": plugins = value
            case "--state": state = value
            default: throw Fault(message: "\(option) is not known")
            }
        }
    }

    private static func number(_ text: String, of option: String, in range: ClosedRange<Int>) throws(Fault) -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw Fault(message: "\(option) takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
