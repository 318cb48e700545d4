import AreaTestSupport
import Audit
import Contract
import Core
import Database
import EventLog
import Foundation
import HTTPTypes
import JSON
import Probes
import SSH
import TestSupport

@testable import Intelligence
@testable import PluginHost
@testable import Web

/// What tests of the intelligence area share: outcomes as probes give them, requests to routes.
enum IntelligenceBench {
    static func outcome(
        _ result: JSONValue, events: [EmittedEvent] = [], plugin: String = "sysinfo"
    ) -> ProbeOutcome {
        ProbeOutcome(
            result: result.encoded(), resultValue: result, events: events, durationNanoseconds: 1, cpuNanoseconds: 1,
            pluginID: plugin, pluginVersion: "1.0.0", probe: "system-info", attempt: 1)
    }

    static func event(
        _ code: String, _ severity: EmittedEvent.Severity, attributes: String = "{}"
    ) -> EmittedEvent {
        EmittedEvent(
            kindCode: code, severity: severity, subject: "s", message: "m", attributes: Array(attributes.utf8),
            occurredAt: Timestamp(microseconds: 0))
    }

    static func routes(_ database: Database) -> [Route] {
        let probes = ProbeService(
            database: database, audit: AuditTrail(), hosts: NoHosts(), credentials: NoHosts(), profiles: NoHosts(),
            plugins: PluginHost(
                configuration: PluginHostConfiguration(directories: [], runnerPath: "/nonexistent"), logger: .quiet),
            engine: SSHEngine(configuration: SSHEngineConfiguration(), hostKeys: NoHosts(), logger: .quiet), sinks: [],
            cadence: ProbeCadence(), logger: .quiet, onFailure: { _, _, _, _ in })
        return IntelligenceRoutes(database: database, events: EventLog(), probes: probes).routes
    }

    /// Calls a route's handler as the responder would.
    static func call(
        _ operation: OperationDescription, of routes: [Route], parameters: [String: String] = [:],
        query: [String: String] = [:], headers: HTTPFields = [:]
    ) async throws -> APIResponse {
        guard let route = routes.first(where: { $0.operation == operation }) else { throw APIError.unknownPath() }
        return try await route.handler(
            APIRequest(
                method: .get, path: operation.path, pathParameters: parameters, query: query, headers: headers,
                body: [],
                caller: .administrator, correlationID: .make(.request)))
    }

    static func json(
        _ operation: OperationDescription, of routes: [Route], parameters: [String: String] = [:],
        query: [String: String] = [:]
    ) async throws -> JSONValue {
        let response = try await call(operation, of: routes, parameters: parameters, query: query)
        guard case .bytes(let bytes) = response.body else { return .null }
        return try JSONValue(parsing: bytes)
    }
}

/// No host, no credential, no profile, no key is known.
struct NoHosts: HostDirectory, CredentialSource, ConnectionProfiles, HostKeyStore {
    func host(_ id: UUID) async throws -> ManagedHost? { nil }
    func credential(forHost id: UUID, by caller: Caller) async throws -> HostCredential? { nil }
    func profile(of hostID: UUID) async throws -> ConnectionProfile { ConnectionProfile() }
    func learn(_ profile: ConnectionProfile, of hostID: UUID) async throws {}
    func pinnedKey(hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey? { nil }
    func pin(_ key: PinnedHostKey, hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey { key }
}
