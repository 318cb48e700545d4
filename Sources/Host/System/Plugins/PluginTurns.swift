/// One change of a plugin's configuration after the other.
actor PluginTurns {
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    func taking<Result: Sendable>(_ id: String, _ body: @Sendable () async throws -> Result) async rethrows -> Result {
        await take(id)
        defer { leave(id) }
        return try await body()
    }

    private func take(_ id: String) async {
        guard waiting[id] != nil else {
            waiting[id] = []
            return
        }
        await withCheckedContinuation { waiting[id]?.append($0) }
    }

    private func leave(_ id: String) {
        guard var queue = waiting[id], !queue.isEmpty else {
            waiting[id] = nil
            return
        }
        let next = queue.removeFirst()
        waiting[id] = queue
        next.resume()
    }
}
