import Testing

/// Gives a suite one server for all of its tests.
struct ServerTrait: SuiteTrait, TestScoping {
    let options: OpenWatchServer.Options

    var isRecursive: Bool { false }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await OpenWatchServer.with(options) { _ in try await function() }
    }
}

extension Trait where Self == ServerTrait {
    static func server(_ options: OpenWatchServer.Options = .init()) -> Self { ServerTrait(options: options) }
}
