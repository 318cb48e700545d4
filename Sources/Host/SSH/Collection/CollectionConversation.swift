/// A whole collection on one channel: the user part, becoming root, the root part.
struct CollectionConversation: ChannelConversation {
    private static let promptPatience = Duration.seconds(2)
    private static let rootPatience = Duration.seconds(6)
    private static let closePatience = Duration.seconds(5)
    private static let maxHandshake = 16 << 10

    private enum Phase {
        case userPart
        /// `go` is sent; sudo is at work.
        case becomingRoot
        case rootPart
        /// Only the end marker is awaited.
        case closing
        case over
    }

    private let plan: CollectionPlan
    private let script: CollectionScript
    private let password: [UInt8]?
    private let wasRejectedBefore: Bool
    private let start: MonotonicTime
    private var parser: CollectionFrameParser
    private var errors: StderrAttribution
    private var phase = Phase.userPart
    private var outgoing: [UInt8] = []
    private var endsInput = false
    private var bytes = 0
    private var errorBytes = 0
    private var lastByte: MonotonicTime
    private var hasNews = false
    private var phaseDeadline: MonotonicTime
    /// When the password may go out although no prompt was seen.
    private var blindAt: MonotonicTime?
    private var handshake: [UInt8] = []
    private var isPasswordSent = false

    private var outputs: [String: SectionOutput] = [:]
    private var loginUserID: Int?
    private(set) var hasStarted = false
    private var offeredMode: String?
    private var refusal: String?
    private var rootRan = false
    private(set) var wasPasswordRejected = false

    init(
        plan: CollectionPlan,
        nonce: String,
        password: [UInt8]?,
        wasRejectedBefore: Bool,
        start: MonotonicTime
    ) {
        self.plan = plan
        script = CollectionScript(nonce: nonce)
        self.password = password.flatMap { $0.isEmpty || !plan.sudo.allowPassword ? nil : $0 }
        self.wasRejectedBefore = wasRejectedBefore
        self.start = start
        lastByte = start
        phaseDeadline = start.adding(.seconds(plan.limits.userSeconds))
        let limits = Dictionary(plan.sections.map { ($0.name, $0.maxBytes) }) { first, _ in first }
        parser = CollectionFrameParser(nonce: nonce, limits: limits)
        errors = StderrAttribution(nonce: nonce, names: Set(limits.keys))
        let asksForRoot = plan.sudo.need != .never && plan.sections.contains { $0.part == .root }
        outgoing = script.userPart(
            plan.sections.filter { $0.part == .user }, asksForRoot: asksForRoot, knownMode: plan.sudo.knownMode)
    }

    /// What was printed instead of a first marker.
    var preface: [UInt8] { parser.preface }

    nonisolated(nonsending) mutating func receive(_ chunk: [UInt8], from stream: SSHStream) async {
        hasNews = true
        switch stream {
        case .stdout:
            bytes += chunk.count
            for event in parser.consume(chunk) { handle(event) }
        case .stderr:
            errorBytes += chunk.count
            errors.consume(chunk)
            if phase == .becomingRoot {
                handshake.append(contentsOf: chunk.prefix(Self.maxHandshake - handshake.count))
            }
        }
    }

    mutating func next(at now: MonotonicTime) throws(SSHError) -> ChannelStep {
        if hasNews { lastByte = now }
        hasNews = false
        if phase == .becomingRoot { answerSudo(at: now) }
        let silent = lastByte.adding(.seconds(plan.limits.silenceSeconds))
        if now >= phaseDeadline, phase == .becomingRoot {
            // Ending the input is what makes a waiting sudo give up.
            stopAsking("sudo did not answer in time", at: now)
        } else if now >= phaseDeadline || now >= silent || bytes > plan.limits.maxStdout
            || errorBytes > plan.limits.maxStderr + Self.maxHandshake
        {
            phase = .over
        }
        var step = ChannelStep(wakeAt: min(phaseDeadline, silent, blindAt ?? .distantFuture))
        swap(&step.send, &outgoing)
        step.endsInput = endsInput
        step.isOver = phase == .over
        return step
    }

    // MARK: Becoming root

    private mutating func handle(_ event: CollectionFrameParser.Event) {
        switch event {
        case .started(let user):
            if !hasStarted { loginUserID = user }
            hasStarted = true
        case .section(let name, let verdict, let output):
            outputs[name] = SectionOutput(name: name, verdict: verdict, output: output)
        case .rootAvailable(let mode):
            offeredMode = mode
            answer(mode)
        case .rootReady:
            guard phase == .becomingRoot else { return }
            rootRan = true
            phase = .rootPart
            blindAt = nil
            phaseDeadline = MonotonicTime.now().adding(.seconds(plan.limits.rootSeconds))
            outgoing += script.rootPart(plan.sections.filter { $0.part == .root })
        case .rootOver:
            if phase == .becomingRoot { explainRefusal() }
            phase = .closing
            blindAt = nil
            phaseDeadline = MonotonicTime.now().adding(Self.closePatience)
        case .finished:
            phase = .over
        }
    }

    private mutating func answer(_ mode: String) {
        let now = MonotonicTime.now()
        phaseDeadline = now.adding(Self.closePatience)
        if mode == "none" {
            refusal = "the host has neither sudo nor a usable doas"
            phase = .closing
            return
        }
        if mode == "password", password == nil || wasRejectedBefore {
            refusal =
                wasRejectedBefore && password != nil
                ? "sudo rejected the password before; change the credential to try again"
                : SudoRefusal.passwordNeeded.reason
            outgoing += Array("no\n".utf8)
            phase = .closing
            return
        }
        outgoing += Array("go\n".utf8)
        phase = .becomingRoot
        phaseDeadline = now.adding(Self.rootPatience)
        if mode == "password" { blindAt = now.adding(Self.promptPatience) }
    }

    private mutating func answerSudo(at now: MonotonicTime) {
        let prompts = Self.count(Array(script.passwordPrompt.utf8), in: handshake)
        if isPasswordSent {
            if prompts > 1 || SudoRefusal(in: handshake) == .passwordRejected {
                wasPasswordRejected = true
                stopAsking(SudoRefusal.passwordRejected.reason, at: now)
            }
        } else if let password, offeredMode == "password", prompts == 1 || now >= blindAt ?? .distantFuture {
            isPasswordSent = true
            blindAt = nil
            outgoing += password + [10]
            phaseDeadline = now.adding(Self.rootPatience)
        }
    }

    private mutating func stopAsking(_ reason: String, at now: MonotonicTime) {
        refusal = reason
        endsInput = true
        blindAt = nil
        phase = .closing
        phaseDeadline = now.adding(Self.closePatience)
    }

    private mutating func explainRefusal() {
        let known = SudoRefusal(in: handshake)
        if isPasswordSent, known == .passwordRejected || known == .passwordNeeded { wasPasswordRejected = true }
        refusal = wasPasswordRejected ? SudoRefusal.passwordRejected.reason : (known ?? .denied).reason
    }

    private static func count(_ needle: [UInt8], in bytes: [UInt8]) -> Int {
        guard bytes.count >= needle.count else { return 0 }
        return (0...(bytes.count - needle.count)).count { start in
            bytes[start] == needle[0] && bytes[start..<start + needle.count].elementsEqual(needle)
        }
    }

    // MARK: Result

    mutating func result(duration: UInt64) -> CollectionResult {
        for event in parser.finish() { handle(event) }
        errors.finish()
        let wantsRoot = plan.sections.contains { $0.part == .root }
        if wantsRoot, plan.sudo.need == .never { refusal = "becoming root is not allowed by policy" }
        let mode: PrivilegeMode =
            rootRan ? PrivilegeMode(rawValue: offeredMode ?? "") ?? .none : loginUserID == 0 ? .root : .none
        return CollectionResult(
            sections: plan.sections.map(output), privilege: mode, rootPartRan: rootRan, rootRefusal: refusal,
            bytesReceived: bytes + errorBytes, duration: duration, orphanBytes: parser.orphanBytes)
    }

    private func output(of section: CollectionSection) -> SectionOutput {
        var output = outputs[section.name] ?? SectionOutput(name: section.name, verdict: missingVerdict(section))
        output.stderr = errors.texts[section.name] ?? []
        if case .failed = output.verdict, SudoRefusal(in: output.stderr) != nil { output.verdict = .denied }
        return output
    }

    private func missingVerdict(_ section: CollectionSection) -> SectionVerdict {
        guard section.part == .root, !rootRan, refusal != nil else { return .unobserved }
        return offeredMode == "none" ? .unsupported : .denied
    }
}
