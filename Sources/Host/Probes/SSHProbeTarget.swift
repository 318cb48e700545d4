import Contract
import Core
import Foundation
import NIOConcurrencyHelpers
import PluginHost
import SSH

/// What one run of a probe may ask of its host: connections over the SSH engine, values over the database.
final class SSHProbeTarget: ProbeTargetServices {
    private struct State {
        var lastError: SSHError?
        var learned = ConnectionProfile()
    }

    private let host: ManagedHost
    private let credential: HostCredential?
    private let profile: ConnectionProfile
    private let engine: SSHEngine
    private let values: PluginValueStore
    private let state = NIOLockedValueBox(State())

    init(
        host: ManagedHost, credential: HostCredential?, profile: ConnectionProfile, engine: SSHEngine,
        values: PluginValueStore
    ) {
        self.host = host
        self.credential = credential
        self.profile = profile
        self.engine = engine
        self.values = values
    }

    /// Why the last attempt to connect failed; nil if it did not, or there was none.
    var lastConnectionError: SSHError? { state.withLockedValue { $0.lastError } }

    /// What the run's connections confirmed.
    var learned: ConnectionProfile { state.withLockedValue { $0.learned } }

    func openSSH(fresh: Bool, timeout: Duration?) async -> ProbeSSHOpenResult {
        do {
            let session = try await engine.session(for: sshTarget(), fresh: fresh, timeout: timeout ?? .seconds(10))
            state.withLockedValue {
                $0.lastError = nil
                $0.learned.authMethod = session.report.authMethod
            }
            let policy = SudoPolicy(
                need: .ifNeeded, allowPassword: credential?.mayServeSudo == true, knownMode: profile.privilege)
            let probeSession = SSHProbeSession(session: session, policy: policy) { [weak self] mode in
                if mode != .none { self?.state.withLockedValue { $0.learned.privilege = mode } }
            }
            return ProbeSSHOpenResult(session: probeSession, info: ProbeSSHInfo(session.report, error: nil), code: .ok)
        } catch {
            state.withLockedValue { $0.lastError = error }
            return ProbeSSHOpenResult(
                session: nil, info: ProbeSSHInfo(error.report ?? SSHConnectReport(), error: error),
                code: ProbeCode(error.code))
        }
    }

    /// A host without a credential is still connected to, as far as a server lets strangers come.
    private func sshTarget() -> SSHTarget {
        let username = host.username.isEmpty ? credential?.username ?? "openwatch" : host.username
        return SSHTarget(
            hostID: host.id, address: host.address, port: host.port,
            credential: SSHCredential(
                username: username, privateKey: credential?.privateKey, passphrase: credential?.passphrase,
                password: credential?.password, preferredMethod: profile.authMethod),
            credentialVersion: "\(username)@\(credential?.version ?? "none")")
    }

    func value(forKey key: String) async throws(ProbeServiceError) -> (value: [UInt8], version: UInt64)? {
        do {
            return try await values.value(forKey: key)
        } catch {
            throw ProbeServiceError(code: .io, message: "the value could not be read")
        }
    }

    func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) async throws(ProbeServiceError) {
        let expected: UInt64? =
            switch expecting {
            case .any: nil
            case .absent: 0
            case .version(let version): version
            }
        let isStored: Bool
        do {
            isStored = try await values.store(value, forKey: key, expected: expected, timeToLive: timeToLive)
        } catch {
            throw ProbeServiceError(code: .io, message: "the value could not be stored")
        }
        if !isStored { throw ProbeServiceError(code: .state, message: "another version of the value is there") }
    }
}
