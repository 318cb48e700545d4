import Testing

extension SystemTests {
    /// What clients send wrongly, and what they are told.
    ///
    /// The log is at its most talkative, so that the tests of secrets see all of it.
    @Suite("Bad input", .server(.init(logLevel: "debug")))
    enum BadInput {}
}
