/// Asks again and again until there is an answer.
///
/// - Throws: a failure that names what was waited for, after `timeout`.
func wait<Value>(
    for what: String, timeout: Duration = .seconds(20), _ body: () async throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now + timeout
    while true {
        if let value = try await body() { return value }
        guard ContinuousClock.now < end else {
            throw Failure(description: "waited \(timeout) in vain for \(what)")
        }
        try await Task.sleep(for: .milliseconds(50))
    }
}

/// As ``wait(for:timeout:_:)-swift.func``, for a condition.
func wait(
    until what: String, timeout: Duration = .seconds(20), _ condition: () async throws -> Bool
) async throws {
    _ = try await wait(for: what, timeout: timeout) { try await condition() ? true : nil } as Bool
}
