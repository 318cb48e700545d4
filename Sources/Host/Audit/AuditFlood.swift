import Contract
package import Core
package import Database
import JSON
import NIOConcurrencyHelpers

/// Puts refusals on record without letting strangers fill the disk: of what callers without identity fail at, a few
/// rows a minute for each action, address and reason, and then one row that tells how many more there were.
///
/// What identified callers do is always recorded. Memory is bounded: addresses beyond the limit share one count.
package final class AuditFlood: Sendable {
    /// How many rows, and how many separate counts, strangers get in a minute.
    package struct Limits: Sendable {
        package var rowsPerMinute = 10
        /// Of all addresses together.
        package var totalPerMinute = 600
        package var counts = 10_000

        package init() {}
    }

    private struct Key: Hashable {
        let action: String
        let address: String
        let reason: String
    }

    private struct Window {
        let start: Timestamp
        var recorded = 0
        var suppressed = 0
        let caller: Caller
        let event: AuditEvent
        let outcome: AuditEntry.Outcome
    }

    private struct State {
        var windows: [Key: Window] = [:]
        var totalStart = Timestamp(microseconds: 0)
        var total = 0
    }

    private static let windowSeconds: Int64 = 60

    private let database: Database
    private let audit: AuditTrail
    private let limits: Limits
    private let clock: @Sendable () -> Timestamp
    private let state = NIOLockedValueBox(State())

    package init(
        database: Database, audit: AuditTrail, limits: Limits = Limits(),
        clock: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.database = database
        self.audit = audit
        self.limits = limits
        self.clock = clock
    }

    /// Records an entry, or counts it when its caller is anonymous, it is no success and its like was recorded often
    /// enough in this minute.
    ///
    /// - Throws: the database's error.
    package func record(_ entry: AuditEntry) async throws {
        guard entry.caller.kind == .anonymous, entry.outcome != .success else {
            return try await audit.record(entry, in: database)
        }
        let rows = state.withLockedValue { admit(entry, at: clock(), &$0) }
        try await audit.record(rows, in: database)
    }

    /// Records what was counted in minutes that are over.
    ///
    /// - Parameter isFinal: what was counted in this minute too.
    /// - Throws: the database's error; the counts are kept then.
    package func flush(isFinal: Bool = false) async throws {
        let now = clock()
        let over = state.withLockedValue { state in
            let over = state.windows.filter { isFinal || Self.isOver($0.value.start, at: now) }
            for key in over.keys { state.windows[key] = nil }
            return over.filter { $0.value.suppressed > 0 }
        }
        do {
            try await audit.record(over.map { Self.summary($0.key, $0.value) }, in: database)
        } catch {
            state.withLockedValue { state in
                for (key, window) in over {
                    if state.windows[key] == nil {
                        state.windows[key] = window
                    } else {
                        state.windows[key]?.suppressed += window.suppressed
                    }
                }
            }
            throw error
        }
    }

    /// Refusals that are counted and not told yet.
    package var pending: Int { state.withLockedValue { $0.windows.values.reduce(0) { $0 + $1.suppressed } } }

    var count: Int { state.withLockedValue { $0.windows.count } }

    /// - Returns: the rows to write now.
    private func admit(_ entry: AuditEntry, at now: Timestamp, _ state: inout State) -> [AuditEntry] {
        var rows: [AuditEntry] = []
        var key = Key(
            action: entry.event.code, address: entry.caller.address ?? "",
            reason: AuditText.clip(entry.detail["reason"]?.string ?? "", to: 64))
        if state.windows[key] == nil, state.windows.count >= limits.counts {
            key = Key(action: entry.event.code, address: "others", reason: "")
        }
        if let window = state.windows[key], Self.isOver(window.start, at: now) {
            if window.suppressed > 0 { rows.append(Self.summary(key, window)) }
            state.windows[key] = nil
        }
        if Self.isOver(state.totalStart, at: now) {
            state.totalStart = now
            state.total = 0
        }
        let caller =
            key.address == "others" ? Caller.anonymous(address: nil, userAgent: nil) : entry.caller
        var window =
            state.windows[key] ?? Window(start: now, caller: caller, event: entry.event, outcome: entry.outcome)
        if window.recorded < limits.rowsPerMinute, state.total < limits.totalPerMinute {
            window.recorded += 1
            state.total += 1
            rows.append(entry)
        } else {
            window.suppressed += 1
        }
        state.windows[key] = window
        return rows
    }

    private static func isOver(_ start: Timestamp, at now: Timestamp) -> Bool {
        now >= start.adding(seconds: windowSeconds) || now < start
    }

    private static func summary(_ key: Key, _ window: Window) -> AuditEntry {
        var detail: JSONObject = ["suppressed_count": .integer(window.suppressed)]
        if !key.reason.isEmpty { detail["reason"] = .string(key.reason) }
        return AuditEntry(window.event, window.outcome, by: window.caller, detail: detail)
    }
}
