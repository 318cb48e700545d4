import JSON

/// How often pending updates are looked up: the package manager's solver is the dearest question of all.
enum UpdateCadence: String {
    case hourly, always, never

    /// A little less than an hour, so that an hourly cycle with jitter does not leave every other one out.
    private static let pause: Int64 = 55 * 60

    init(parameter: String?) {
        self = parameter.flatMap { UpdateCadence(rawValue: $0) } ?? .hourly
    }

    /// The sections to ask for.
    func sections(previous: JSONObject?, unixNanoseconds: UInt64) -> [SectionName] {
        let dear: Set<SectionName> = [.updates, .updroot]
        let isDue: Bool
        switch self {
        case .always: isDue = true
        case .never: isDue = false
        case .hourly:
            let now = Int64(clamping: unixNanoseconds / 1_000_000_000)
            let last = dear.compactMap { previous?["sections"]?[$0.rawValue]?["observed_unix"]?.integer }.max()
            // A clock that was set back must not silence it.
            isDue = last.map { now < $0 || now - $0 >= Self.pause } ?? true
        }
        return SectionName.allCases.filter { isDue || !dear.contains($0) }
    }
}
