package import Audit
package import Contract
import Core
package import Database
import Foundation
package import Probes
import SSH

/// Stores the secrets that hosts are reached with, and hands them to the connection path alone.
package struct CredentialService: Sendable {
    let database: Database
    let box: SecretBox
    let hosts: any HostDirectory
    let audit: AuditTrail
    let schedule: ProbeSchedule
    let uses: CredentialUses
    let allowsSudoPassword: Bool
    let store = CredentialStore()

    /// - Parameter allowsSudoPassword: whether a credential's password may be given to sudo on a host.
    package init(
        database: Database, box: SecretBox, hosts: any HostDirectory, audit: AuditTrail,
        schedule: ProbeSchedule = ProbeSchedule(), allowsSudoPassword: Bool = true
    ) {
        self.database = database
        self.box = box
        self.hosts = hosts
        self.audit = audit
        self.schedule = schedule
        self.allowsSudoPassword = allowsSudoPassword
        uses = CredentialUses(database: database, audit: audit)
    }

    func list() async throws -> [CredentialResponse] {
        try await store.all(from: database).map(\.response)
    }

    func get(_ id: UUID) async throws -> CredentialResponse {
        guard let record = try await store.credential(id: id, from: database) else {
            throw APIError.credentialNotFound()
        }
        return record.response
    }

    func create(_ request: CredentialCreateRequest, by caller: Caller) async throws -> CredentialResponse {
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        let scope = try CredentialRules.scope(request.scope)
        let method = try CredentialRules.authMethod(request.authMethod)
        try CredentialRules.requireText(request.name, field: "name")
        try CredentialRules.requireText(request.username, field: "username")
        try await checkScope(scope, request.scopeID)
        let password = request.password.flatMap { $0.isEmpty ? nil : $0 }
        let privateKey = request.privateKey.flatMap { $0.isEmpty ? nil : $0 }
        let passphrase = request.privateKeyPassphrase.flatMap { $0.isEmpty ? nil : $0 }
        try CredentialRules.requireSecrets(method, hasPassword: password != nil, hasPrivateKey: privateKey != nil)
        var credential = CredentialResponse(
            id: .v7(), scope: scope, scopeID: request.scopeID, name: request.name,
            description: request.description ?? "", username: request.username, authMethod: method,
            sshKeyFingerprint: "", sshKeyType: "", sshKeyBits: 0, sshKeyComment: "",
            isDefault: request.isDefault ?? false, isActive: true, createdBy: caller.id.flatMap(UUID.init(uuidString:)))
        var secrets = SealedSecrets()
        // A secret that the method does not use is not kept.
        if method != .password, let privateKey {
            try describe(privateKey, passphrase: passphrase, in: &credential)
            secrets.privateKey = try seal(privateKey, credential.id, .privateKey)
            secrets.passphrase = try passphrase.map { try seal($0, credential.id, .passphrase) }
        }
        if method != .sshKey, let password { secrets.password = try seal(password, credential.id, .password) }
        try await save(
            AuditEntry(
                .credentialCreated, by: caller, on: .init("credential", credential.id.text),
                detail: [
                    "credential_id": .string(credential.id.text), "scope": .string(scope.rawValue),
                    "auth_method": .string(method.rawValue),
                ])
        ) { [credential, secrets] transaction in
            try await store.insert(credential, secrets: secrets, in: transaction)
            try await schedule.retryAfterCredentialChange(host: credential.scopeID, in: transaction)
        }
        return try await get(credential.id)
    }

    func update(_ id: UUID, _ request: CredentialUpdateRequest, by caller: Caller) async throws -> CredentialResponse {
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        if let name = request.name { try CredentialRules.requireText(name, field: "name") }
        if let username = request.username { try CredentialRules.requireText(username, field: "username") }
        let method = try request.authMethod.map(CredentialRules.authMethod)
        let password = request.password.flatMap { $0.isEmpty ? nil : $0 }
        let privateKey = request.privateKey.flatMap { $0.isEmpty ? nil : $0 }
        let passphrase = request.privateKeyPassphrase.flatMap { $0.isEmpty ? nil : $0 }
        var key = CredentialResponse(
            id: id, scope: .system, name: "", username: "", authMethod: .sshKey, isDefault: false, isActive: true)
        if let privateKey { try describe(privateKey, passphrase: passphrase, in: &key) }
        let keyFacts = key
        try await save(nil) { transaction in
            guard var credential = try await store.credential(id: id, lock: true, from: transaction)?.response else {
                throw APIError.credentialNotFound()
            }
            var secrets = try await store.sealedSecrets(id: id, from: transaction)
            credential.name = request.name ?? credential.name
            credential.description = request.description ?? credential.description
            credential.username = request.username ?? credential.username
            credential.authMethod = method ?? credential.authMethod
            if let password { secrets.password = try seal(password, id, .password) }
            if let privateKey {
                secrets.privateKey = try seal(privateKey, id, .privateKey)
                // A new key brings its own passphrase, or has none.
                secrets.passphrase = try passphrase.map { try seal($0, id, .passphrase) }
                credential.sshKeyFingerprint = keyFacts.sshKeyFingerprint
                credential.sshKeyType = keyFacts.sshKeyType
                credential.sshKeyBits = keyFacts.sshKeyBits
                credential.sshKeyComment = keyFacts.sshKeyComment
            } else if let passphrase {
                // A passphrase alone is for the key that is stored, and must open it.
                if let sealed = secrets.privateKey {
                    let stored = try box.open(sealed, place: CredentialSecret.privateKey.place(id))
                    try describe(String(decoding: stored, as: UTF8.self), passphrase: passphrase, in: &credential)
                }
                secrets.passphrase = try seal(passphrase, id, .passphrase)
            }
            if credential.authMethod == .sshKey { secrets.password = nil }
            if credential.authMethod == .password {
                secrets.privateKey = nil
                secrets.passphrase = nil
                credential.sshKeyFingerprint = ""
                credential.sshKeyType = ""
                credential.sshKeyBits = 0
                credential.sshKeyComment = ""
            }
            try CredentialRules.requireSecrets(
                credential.authMethod, hasPassword: secrets.password != nil, hasPrivateKey: secrets.privateKey != nil)
            if request.isDefault == true, credential.scope == .system, !credential.isDefault {
                try await store.demoteSystemDefault(in: transaction)
            }
            credential.isDefault = request.isDefault ?? credential.isDefault
            try await store.update(credential, secrets: secrets, in: transaction)
            try await schedule.retryAfterCredentialChange(host: credential.scopeID, in: transaction)
            try await audit.record(
                AuditEntry(
                    .credentialUpdated, by: caller, on: .init("credential", id.text),
                    detail: [
                        "credential_id": .string(id.text), "scope": .string(credential.scope.rawValue),
                        "auth_method": .string(credential.authMethod.rawValue),
                        "secret_rotated": .bool(password != nil || privateKey != nil || passphrase != nil),
                    ]),
                in: transaction)
        }
        return try await get(id)
    }

    /// Deletes a credential and destroys its secrets; deleting it again changes nothing.
    func delete(_ id: UUID, by caller: Caller) async throws {
        try await save(nil) { transaction in
            guard try await store.credential(id: id, lock: true, from: transaction) != nil else {
                guard try await store.exists(id, in: transaction) else { throw APIError.credentialNotFound() }
                return
            }
            try await store.shred(id, in: transaction)
            try await audit.record(
                AuditEntry(
                    .credentialDeleted, by: caller, on: .init("credential", id.text),
                    detail: ["credential_id": .string(id.text)]),
                in: transaction)
        }
    }

    /// One transaction for the change and its audit row, with the table's constraints told in the contract's words.
    func save(
        _ entry: AuditEntry?, _ change: @Sendable (Transaction) async throws -> Void
    ) async throws {
        do {
            try await database.transaction { transaction in
                try await change(transaction)
                if let entry { try await audit.record(entry, in: transaction) }
            }
        } catch let error as DatabaseError where error.isUniqueViolation(of: "credentials_system_default") {
            throw APIError(
                .credentialsMultipleSystemDefaults, "there is a default credential already",
                detail: ["field": "is_default"])
        } catch let error as DatabaseError where error.isUniqueViolation(of: "credentials_name") {
            throw APIError(
                .credentialsDuplicate, "a credential of this scope has that name", detail: ["field": "name"])
        }
    }

    /// Parses a key as a login would, so that a bad one is told now, and notes what it is.
    private func describe(
        _ privateKey: String, passphrase: String?, in credential: inout CredentialResponse
    ) throws {
        let key = Array(privateKey.utf8)
        let phrase = passphrase.map { Array($0.utf8) }
        let facts: PrivateKeyInspection
        do {
            facts = try PrivateKeyInspection.inspect(key, passphrase: phrase)
        } catch {
            throw APIError(
                .credentialsInvalidKey, error.message,
                detail: ["field": "private_key", "reason": .string(error.code.description)])
        }
        credential.sshKeyFingerprint = facts.fingerprint
        credential.sshKeyType = facts.type
        credential.sshKeyBits = facts.bits
        credential.sshKeyComment = facts.comment
    }

    func seal(_ secret: String, _ id: UUID, _ kind: CredentialSecret) throws -> [UInt8] {
        try box.seal(Array(secret.utf8), place: kind.place(id))
    }

    /// Scope and scope_id fit together, and a host that is named exists.
    func checkScope(_ scope: CredentialScope, _ id: UUID?) async throws {
        try CredentialRules.scopeID(of: scope, isSet: id != nil)
        if let id, try await hosts.host(id) == nil {
            throw APIError(.credentialsHostNotFound, "scope_id names no host", detail: ["field": "scope_id"])
        }
    }
}
