package import Audit
package import Contract
package import Core
package import Database
package import Logging
import NIOConcurrencyHelpers
import NIOPosix

/// The licence of this server: loads it, watches its time, says which features are on.
///
/// Until ``load(_:by:)`` was called the free tier is on. What is on is decided at each use by the clock of that moment.
package final class LicenseService: FeatureGate {
    struct State: Sendable {
        var license: License?
        var fault: LicenseFault?
        var verifier: LicenseVerifier
        /// The latest time seen; nil before the first load.
        var watermark: Timestamp?
        var watermarkKeptAt: Timestamp?
        var isClockBehind = false
        /// The stage of the licence that was announced last.
        var stage = LicenseRules.Stage.far
    }

    private let database: Database
    private let audit: AuditTrail
    private let file: LicenseFile
    private let folder: IssuerKeyFolder
    private let watermark: ClockWatermark
    private let clock: @Sendable () -> Timestamp
    private let logger: Logger
    private let turn = Turn()
    private let state: NIOLockedValueBox<State>
    private let broadcast: FeatureBroadcast

    /// - Parameters:
    ///   - verifier: its keys are replaced by those of the folder at each load.
    ///   - clock: the time that licences are judged by.
    package init(
        database: Database, audit: AuditTrail, verifier: LicenseVerifier, file: LicenseFile, folder: IssuerKeyFolder,
        clock: @escaping @Sendable () -> Timestamp = Timestamp.now, logger: Logger
    ) {
        self.database = database
        self.audit = audit
        self.file = file
        self.folder = folder
        self.clock = clock
        self.logger = logger
        watermark = ClockWatermark(database: database)
        state = NIOLockedValueBox(State(verifier: verifier))
        broadcast = FeatureBroadcast(Set(LicenseFeature.all.filter { $0.tier == .free }))
    }

    // MARK: What is on

    package func isEnabled(_ feature: LicenseFeature) -> Bool {
        feature.tier == .free || snapshot().isEnabled(feature)
    }

    package func snapshot() -> LicenseSnapshot {
        let now = clock()
        let state = state.withLockedValue { $0 }
        return LicenseSnapshot(
            license: state.license, fault: state.fault,
            isClockBehind: state.isClockBehind || LicenseRules.isBehind(now, state.watermark), at: now)
    }

    /// The features that are on: at once, and after each change, which the timer sees within its interval.
    package func changes() -> AsyncStream<Set<LicenseFeature>> { broadcast.stream() }

    // MARK: Loading

    /// Reads issuer keys and licence file anew and puts in force what they say.
    ///
    /// - Throws: the database's error if what happened could not be put on record; the licence stays as it was then.
    @discardableResult
    package func load(_ source: LicenseSource, by caller: Caller) async throws -> LicenseSnapshot {
        try await turn.run { [self] in
            let verifier = try await readKeys()
            let mark = try await latestTime()
            let now = clock()
            let found = try await readFile(verifier, at: now, mark: mark)
            let prior = state.withLockedValue { $0 }
            var decision = LicenseRules.decide(
                found, held: prior.license, stands: standing(prior.license, verifier, at: now), at: now,
                source: source, by: caller)
            let isBehind = LicenseRules.isBehind(now, mark)
            if isBehind, !prior.isClockBehind, let mark {
                decision.entries.append(
                    LicenseAudit.clockRollback(now: now, watermark: mark, source, caller))
            }
            try await audit.record(decision.entries, in: database)
            if source == .boot { try await keep(now) }
            apply(decision, verifier, isClockBehind: isBehind, mark: mark, at: now)
            return snapshot()
        }
    }

    /// Reads issuer keys and licence file for a command, which ends soon: nothing is put on record, the clock is not
    /// judged.
    package func loadQuietly() async throws {
        try await turn.run { [self] in
            let verifier = try await readKeys()
            let now = clock()
            let found = try await readFile(verifier, at: now, mark: nil)
            let decision = LicenseRules.decide(
                found, held: nil, stands: nil, at: now, source: .boot, by: .system("command"))
            apply(decision, verifier, isClockBehind: false, mark: nil, at: now)
        }
    }

    private func readFile(
        _ verifier: LicenseVerifier, at now: Timestamp, mark: Timestamp?
    ) async throws -> LicenseRules.Found {
        let file = file
        switch try await NIOThreadPool.singleton.runIfActive({ Result { try file.read() } }) {
        case .success(nil): return .nothing
        case .success(let text?): return .text(verifier.verify(text, at: now, watermark: mark))
        case .failure(let error): return .unreadable("\(error)")
        }
    }

    /// Verifies a licence with the keys in force. Changes nothing.
    package func verify(_ token: String) -> LicenseVerification {
        let state = state.withLockedValue { $0 }
        return state.verifier.verify(token, at: clock(), watermark: state.watermark)
    }

    /// Verifies a licence, writes it to the licence file and puts it in force.
    ///
    /// - Throws: `license.invalid` for one that is not valid, `license.not_stored` if the file cannot be written.
    ///   Nothing has changed then, file and licence.
    package func install(_ token: String, by caller: Caller) async throws -> LicenseSnapshot {
        try await turn.run { [self] in
            let verifier = try await readKeys()
            let mark = try await latestTime()
            let now = clock()
            let verification = verifier.verify(token, at: now, watermark: mark)
            guard verification.result == .valid, let license = verification.license else {
                throw try await refuse(verification, by: caller)
            }
            let entry = LicenseAudit.installed(license, at: now, .api, caller)
            try await store(license, with: entry)
            let isBehind = LicenseRules.isBehind(now, mark)
            apply(LicenseRules.Decision(license: license), verifier, isClockBehind: isBehind, mark: mark, at: now)
            return snapshot()
        }
    }

    /// Row and file, both or none.
    private func store(_ license: License, with entry: AuditEntry) async throws {
        let file = file
        let before = try? await NIOThreadPool.singleton.runIfActive { try file.read() }
        do {
            try await database.transaction { [audit, logger] transaction in
                try await audit.record(entry, in: transaction)
                do {
                    try await NIOThreadPool.singleton.runIfActive { try file.write(license.token) }
                } catch let error as LicensingError {
                    logger.error("a licence could not be stored", metadata: ["error": "\(error)"])
                    throw APIError(
                        .licenseNotStored,
                        "The licence is valid, but the server cannot write its licence file; its log says why")
                }
            }
        } catch {
            // Written, perhaps, and not committed.
            try? await NIOThreadPool.singleton.runIfActive { try file.restore(before ?? nil, over: license.token) }
            throw error
        }
    }

    private func refuse(_ verification: LicenseVerification, by caller: Caller) async throws -> APIError {
        let fault = LicenseFault(code: verification.result.rawValue, reason: verification.reason)
        let entry =
            verification.license.map { LicenseAudit.expired($0, .api, caller) }
            ?? LicenseAudit.refused(fault, .api, caller)
        try await audit.record(entry, in: database)
        var detail: [String: DetailValue] = ["verify_result": .string(fault.code)]
        if let reason = fault.reason { detail["reason"] = .string(reason) }
        return APIError(.licenseInvalid, "The licence is not valid: \(fault.reason ?? fault.code)", detail: detail)
    }

    private func readKeys() async throws -> LicenseVerifier {
        let folder = folder
        let content = try await NIOThreadPool.singleton.runIfActive { folder.read() }
        for fault in content.faults { logger.error("an issuer key does not count", metadata: ["error": "\(fault)"]) }
        for warning in content.warnings { logger.warning("\(warning)") }
        return state.withLockedValue { $0.verifier.using(content.ring) }
    }

    /// The licence held until now, if it is in force and the keys of now verify it.
    private func standing(_ license: License?, _ verifier: LicenseVerifier, at now: Timestamp) -> License? {
        license.flatMap { verifier.verify($0.token, at: now, watermark: nil) }.flatMap {
            $0.result == .valid ? $0.license : nil
        }
    }

    private func apply(
        _ decision: LicenseRules.Decision, _ verifier: LicenseVerifier, isClockBehind: Bool, mark: Timestamp?,
        at now: Timestamp
    ) {
        state.withLockedValue { state in
            if state.license?.token != decision.license?.token {
                // A licence that was read as ended is on record as that.
                let stage = decision.license.map { LicenseRules.stage(of: $0, at: now) }
                state.stage = stage == .expired ? .expired : .far
            }
            state.license = decision.license
            state.fault = decision.fault
            state.verifier = verifier
            state.isClockBehind = isClockBehind
            state.watermark = max(mark ?? now, now)
        }
        let snapshot = snapshot()
        broadcast.publish(snapshot.enabledFeatures)
        logger.info(
            "licence",
            metadata: [
                "status": "\(snapshot.status.rawValue)", "tier": "\(snapshot.tier.rawValue)",
                "features": "\(snapshot.features.joined(separator: ","))", "file": "\(file.path)",
                "fault": "\(snapshot.fault.map { "\($0.code): \($0.reason ?? "")" } ?? "")",
            ])
    }

    // MARK: Time

    /// Sees what time has done: tells of a licence that comes to its end and of a clock that was set back, and keeps the
    /// latest time once an hour.
    ///
    /// - Throws: the database's error; whatever could not be told is told at the next call.
    package func tick() async throws {
        try await turn.run { [self] in
            let now = clock()
            let prior = state.withLockedValue { $0 }
            broadcast.publish(snapshot().enabledFeatures)
            var entries: [AuditEntry] = []
            let caller = Caller.system("license")
            let isBehind = LicenseRules.isBehind(now, prior.watermark)
            if isBehind, !prior.isClockBehind, let mark = prior.watermark {
                entries.append(LicenseAudit.clockRollback(now: now, watermark: mark, .timer, caller))
            }
            var stage = prior.stage
            if let license = prior.license {
                stage = max(stage, LicenseRules.stage(of: license, at: now))
                if stage > prior.stage {
                    entries += [LicenseRules.announcement(of: stage, license, at: now, by: caller)].compactMap { $0 }
                }
            }
            try await audit.record(entries, in: database)
            state.withLockedValue { [stage] state in
                state.stage = stage
                state.isClockBehind = isBehind
                state.watermark = max(state.watermark ?? now, now)
            }
            let keptAt = prior.watermarkKeptAt
            if keptAt.map({ now >= $0.adding(seconds: 3_600) || now < $0 }) ?? true { try await keep(now) }
        }
    }

    /// The latest time seen, by this process or, at its start, by any other one.
    private func latestTime() async throws -> Timestamp? {
        if let seen = state.withLockedValue({ $0.watermark }) { return seen }
        return try await watermark.read()
    }

    private func keep(_ now: Timestamp) async throws {
        try await watermark.advance(to: now)
        state.withLockedValue { $0.watermarkKeptAt = now }
    }
}
