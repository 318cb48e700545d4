/// Lets a few tests at a time have a database: more would wait in line for connections and run into time limits.
actor DatabaseTurns {
    static let shared = DatabaseTurns(limit: 6)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private init(limit: Int) { free = limit }

    func take() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func giveBack() {
        guard waiting.isEmpty else {
            waiting.removeFirst().resume()
            return
        }
        free += 1
    }
}
