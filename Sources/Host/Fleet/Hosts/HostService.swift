package import Audit
package import Contract
import Core
package import Database
package import EventLog
package import Foundation
import JSON
package import Probes
import Web

/// Adds, changes and removes hosts; each change is one transaction with its audit row and its event.
package struct HostService: Sendable {
    private let database: Database
    private let audit: AuditTrail
    private let events: EventLog
    private let schedule: ProbeSchedule
    private let store = HostStore()

    package init(database: Database, audit: AuditTrail, events: EventLog, schedule: ProbeSchedule) {
        self.database = database
        self.audit = audit
        self.events = events
        self.schedule = schedule
    }

    func list(_ page: HostStore.Page) async throws -> [HostRow] {
        try await store.list(page, from: database)
    }

    func get(_ id: UUID) async throws -> HostRow {
        guard let row = try await store.host(id, from: database) else { throw APIError.hostNotFound() }
        return row
    }

    /// Adds a host and makes it due for its first probes at once.
    func create(_ request: HostCreateRequest, by caller: Caller) async throws -> HostResponse {
        try HostRules.check(request)
        let id = UUID.v7()
        return try await save {
            try await store.insert(id, request, createdBy: caller.userID, in: $0)
            try await schedule.add(host: id, in: $0)
            try await audit.record(
                AuditEntry(
                    .hostCreated, by: caller, on: .init("host", id.text),
                    detail: [
                        "hostname": .string(request.hostname),
                        "environment": .string(request.environment ?? "production"),
                    ]),
                in: $0)
            try await publish("created", id, in: $0)
            return try await answer(id, status: 201, in: $0)
        }
    }

    func update(_ id: UUID, _ request: HostUpdateRequest, by caller: Caller) async throws -> HostResponse {
        try HostRules.check(request)
        guard request != HostUpdateRequest() else { return try await get(id).response }
        return try await save {
            guard try await store.update(id, request, in: $0) else { throw APIError.hostNotFound() }
            if request.ipAddress != nil || request.port != nil || request.username != nil {
                try await schedule.makeDue(host: id, in: $0)
            }
            try await audit.record(AuditEntry(.hostUpdated, by: caller, on: .init("host", id.text)), in: $0)
            try await publish("updated", id, in: $0)
            return try await answer(id, status: 200, in: $0)
        }
    }

    func delete(_ id: UUID, by caller: Caller) async throws {
        try await save {
            guard try await store.markDeleted(id, in: $0) else { throw APIError.hostNotFound() }
            try await schedule.remove(host: id, in: $0)
            try await audit.record(AuditEntry(.hostDeleted, by: caller, on: .init("host", id.text)), in: $0)
            try await publish("deleted", id, in: $0)
        }
    }

    /// The host as the transaction leaves it, which is what the request will answer: the answer is kept with the change.
    private func answer(_ id: UUID, status: Int, in transaction: Transaction) async throws -> HostResponse {
        guard let response = try await store.host(id, from: transaction)?.response else {
            throw APIError.hostNotFound()
        }
        try IdempotencyClaim.offer(.encoding(response, status: status))
        return response
    }

    private func save<Result: Sendable>(_ change: @Sendable (Transaction) async throws -> Result) async throws -> Result
    {
        do {
            return try await database.transaction { try await change($0) }
        } catch let error as DatabaseError where error.isUniqueViolation(of: "hosts_name") {
            throw APIError(
                .hostsDuplicate, "a host of this environment has that hostname", detail: ["field": "hostname"])
        }
    }

    private func publish(_ change: String, _ id: UUID, in transaction: Transaction) async throws {
        let now = Timestamp.now()
        var payload = JSONWriter()
        payload.beginObject()
        payload.member("HostID", id.text)
        payload.member("Change", change)
        payload.member("OccurredAt", now.description)
        payload.endObject()
        try await events.append(
            [NewEvent(.hostChanged, hostID: id, body: RawJSON(bytes: payload.bytes), occurredAt: now)],
            in: transaction)
    }
}

extension HostService: HostDirectory {
    package func host(_ id: UUID) async throws -> ManagedHost? {
        guard let host = try await store.host(id, from: database)?.response else { return nil }
        return ManagedHost(
            id: id, hostname: host.hostname, address: host.ipAddress, port: host.port, username: host.username ?? "")
    }
}
