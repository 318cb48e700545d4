/// What a stored Argon2id hash costs to verify, read from its PHC string before anything is spent on it.
struct PasswordHashParameters: Sendable, Equatable {
    let memoryKiB: UInt32
    let passes: UInt32
    let lanes: UInt32

    static let current = PasswordHashParameters(memoryKiB: 65_536, passes: 3, lanes: 1)

    /// The most that a stored hash may ask for; a damaged or planted row must not take the machine's memory.
    private static let largest = PasswordHashParameters(memoryKiB: 131_072, passes: 10, lanes: 4)

    init(memoryKiB: UInt32, passes: UInt32, lanes: UInt32) {
        self.memoryKiB = memoryKiB
        self.passes = passes
        self.lanes = lanes
    }

    /// The parameters of `$argon2id$v=19$m=65536,t=3,p=1$salt$tag`; nil for another form and beyond the bounds.
    init?(phc text: String) {
        guard text.utf8.count <= 256 else { return nil }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19",
            (11...64).contains(parts[4].utf8.count), (22...86).contains(parts[5].utf8.count)
        else { return nil }
        let values = parts[3].split(separator: ",", omittingEmptySubsequences: false)
        func value(_ index: Int, _ name: String) -> UInt32? {
            guard values.count == 3, values[index].hasPrefix(name + "=") else { return nil }
            return UInt32(values[index].dropFirst(name.count + 1))
        }
        guard let memory = value(0, "m"), let passes = value(1, "t"), let lanes = value(2, "p"),
            (8...Self.largest.memoryKiB).contains(memory), (1...Self.largest.passes).contains(passes),
            (1...Self.largest.lanes).contains(lanes)
        else { return nil }
        self.init(memoryKiB: memory, passes: passes, lanes: lanes)
    }
}
