extension SSHConnection {
    private static let maxScript = 64 << 10
    private static let maxSections = 512

    /// Runs a collection. Throws when no shell answered; any later failure shows in the sections' verdicts.
    func collect(_ plan: CollectionPlan) async throws(SSHError) -> CollectionResult {
        try Self.check(plan)
        let start = MonotonicTime.now()
        let conversation = CollectionConversation(
            plan: plan, nonce: Nonce.make(bytes: 16), password: target.credential.password,
            wasRejectedBefore: environment.rejections.contains(target), start: start)
        let seconds = plan.limits.userSeconds + plan.limits.rootSeconds + 30
        var (ended, end) = try await converse(
            CollectionScript.shellCommand, conversation, until: start.adding(.seconds(seconds)))
        if ended.wasPasswordRejected { environment.rejections.insert(target) }
        if let failure = end.failure, failure.code == .cancelled || !ended.hasStarted { throw failure }
        let result = ended.result(duration: MonotonicTime.now().since(start))
        guard ended.hasStarted else {
            let words = PlainText.clean(ended.preface, limit: 160)
            throw SSHError(
                .channelFailed, "no POSIX shell answered" + (words.isEmpty ? "" : "; the host said: \(words)"),
                report: report)
        }
        return result
    }

    private static func check(_ plan: CollectionPlan) throws(SSHError) {
        var names: Set<String> = []
        var size = 0
        for section in plan.sections {
            let isNameGood =
                (1...64).contains(section.name.utf8.count) && section.name.utf8.first != UInt8(ascii: "-")
                && section.name.utf8.allSatisfy { byte in
                    (97...122).contains(byte) || (48...57).contains(byte) || "_.-".utf8.contains(byte)
                }
            guard isNameGood, names.insert(section.name).inserted else {
                throw SSHError(
                    .invalidRequest, "the section name \(PlainText.clean(section.name.utf8, limit: 64)) is bad")
            }
            guard (1...300).contains(section.timeoutSeconds), (1...8 << 20).contains(section.maxBytes),
                (1...16 << 10).contains(section.command.utf8.count), !section.command.utf8.contains(0)
            else { throw SSHError(.invalidRequest, "section \(section.name) is out of bounds") }
            size += section.command.utf8.count + 100
        }
        guard names.count <= maxSections, size <= maxScript else {
            throw SSHError(.invalidRequest, "a plan has at most \(maxSections) sections and 64 KiB of commands")
        }
    }
}
