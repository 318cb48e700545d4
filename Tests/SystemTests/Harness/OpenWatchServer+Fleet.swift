import Foundation
import Glibc
import JSON
import TestSupport

/// Hosts and credentials through the API, as an operator adds them.
extension OpenWatchServer {
    func addHost(_ name: String, port: Int) async throws -> String {
        let answer = try await post(
            "hosts", ["hostname": .string(name), "ip_address": "127.0.0.1", "port": .integer(port)])
        guard answer.status == 201, let id = answer.json["id"]?.string else {
            throw Failure(description: "the host was not added: \(answer.status) \(answer.text)")
        }
        return id
    }

    @discardableResult
    func addCredential(
        host: String, username: String, key: SSHKeyPair? = nil, passphrase: String? = nil, password: String? = nil
    ) async throws -> String {
        let answer = try await postCredential(
            host: host, username: username, key: key, passphrase: passphrase, password: password)
        guard answer.status == 201, let id = answer.json["id"]?.string else {
            throw Failure(description: "the credential was not added: \(answer.status) \(answer.text)")
        }
        return id
    }

    func postCredential(
        host: String, username: String, key: SSHKeyPair? = nil, passphrase: String? = nil, password: String? = nil
    ) async throws -> APIAnswer {
        var body: JSONObject = [
            "scope": "host", "scope_id": .string(host), "name": .string("credential of \(host)"),
            "username": .string(username), "auth_method": key == nil ? "password" : "ssh_key",
        ]
        if let key { body["private_key"] = .string(key.privateKey) }
        if let passphrase { body["private_key_passphrase"] = .string(passphrase) }
        if let password { body["password"] = .string(password) }
        return try await post("credentials", .object(body))
    }

    /// Runs a probe on demand, once the one that the server started by itself is done.
    ///
    /// - Parameter action: `connectivity:check`, `discovery:run` or `intelligence:refresh`.
    func probe(_ action: String, on host: String, key: String = UUID().uuidString) async throws -> APIAnswer {
        try await wait(for: "\(action) on \(host)", timeout: .seconds(60)) {
            let answer = try await post("hosts/\(host)/\(action)", key: key)
            return answer.code == "conflict.probe_in_flight" ? nil : answer
        }
    }

    /// Waits until the probes of a new host have run, however they ended.
    func waitForFirstContact(_ host: String) async throws {
        try await wait(until: "the first probes of \(host)", timeout: .seconds(60)) {
            try await rows(
                "SELECT role FROM probe_schedule WHERE host_id = '\(host)' AND last_finished_at IS NOT NULL "
                    + "AND lease_until IS NULL"
            ).count == 3
        }
    }

    /// Intelligence events of a host, oldest first.
    func events(of host: String) async throws -> [JSONValue] {
        let answer = try await get("intelligence/events?host_id=\(host)&limit=200")
        guard answer.status == 200, let items = answer.json["items"]?.array else {
            throw Failure(description: "no events: \(answer.status) \(answer.text)")
        }
        return items.reversed()
    }

    /// Everything about a plugin.
    func detail(_ id: String) async throws -> JSONValue {
        try await get("plugins/\(id)").json
    }

    func install(
        _ package: [UInt8], as identity: APIClient.Identity? = nil, key: String? = nil,
        type: String = "application/octet-stream"
    ) async throws -> APIAnswer {
        try await api.send(
            "POST", "plugins:install", as: identity ?? admin, body: package,
            headers: [("Content-Type", type)] + (key.map { [("Idempotency-Key", $0)] } ?? []))
    }

    /// Approves what a version asks for as it is now.
    func approve(_ id: String, _ version: String) async throws -> APIAnswer {
        let versions = try await detail(id)["versions"]?.array ?? []
        let digest = versions.first { $0["version"]?.string == version }?["manifest_sha256"]
        return try await post(
            "plugins/\(id):approve", ["version": .string(version), "manifest_sha256": digest ?? .null])
    }

    /// Adds a key to the trust directory, which the server reads again with the next change of a plugin.
    func trust(_ name: String, _ entry: String) throws {
        let file = "\(trustDirectory)/\(name).toml"
        try entry.write(toFile: file, atomically: true, encoding: .utf8)
        guard chmod(file, 0o644) == 0 else { throw Failure(description: "chmod \(file): \(errno)") }
    }

    func plugin(_ id: String) async throws -> JSONValue {
        let plugins = try await get("plugins").json["plugins"]?.array ?? []
        return plugins.first { $0["id"]?.string == id } ?? .null
    }
}
