package import Contract
import JSON
package import PluginHost

/// The secret fields of one plugin's configuration, on their way between request, database and plugin host.
package struct PluginSecrets: Sendable {
    /// What answers have in the place of a secret, and what a request that does not change it has.
    static let marker: JSONValue = ["$secret": "set"]

    let id: String
    /// JSON pointers.
    let fields: [String]
    let sealer: any SecretSealer

    /// A configuration in its parts.
    struct Split: Sendable {
        /// For the database.
        var stored: JSONValue
        var sealed: [String: [UInt8]] = [:]
        /// With the secrets in their places, for the schema. Not to be kept.
        var complete: JSONValue
    }

    /// Decrypts for the plugin host what ``split(_:before:)`` has encrypted.
    package static func opener(_ sealer: any SecretSealer) -> PluginConfiguration.SecretOpener {
        { id, pointer, sealed in try sealer.open(sealed, place: place(id, pointer)) }
    }

    private static func place(_ id: String, _ pointer: String) -> String {
        SystemSealedColumns.pluginSecret.place(id, pointer)
    }

    /// Takes the secrets out of a configuration that somebody has sent.
    ///
    /// - Throws: `plugins.config_invalid` for what is no secret, and for a marker where none is stored.
    func split(_ value: JSONValue, before: PluginRecord) throws -> Split {
        var split = Split(stored: value, complete: value)
        for pointer in fields {
            guard let given = value.value(at: pointer) else { continue }
            split.stored.set(nil, at: pointer)
            if given.isNull {
                split.complete.set(nil, at: pointer)
            } else if given == Self.marker {
                let (sealed, secret) = try kept(pointer, before)
                split.sealed[pointer] = sealed
                split.complete.set(.string(String(decoding: secret, as: UTF8.self)), at: pointer)
            } else if let text = given.string, (1...PluginConfiguration.secretLimit).contains(text.utf8.count) {
                split.sealed[pointer] = try sealer.seal(Array(text.utf8), place: Self.place(id, pointer))
            } else {
                throw invalid(
                    pointer,
                    "is a secret: a text of 1 to \(PluginConfiguration.secretLimit) bytes, null to remove it, or "
                        + "{\"$secret\":\"set\"} to keep it")
            }
        }
        return split
    }

    private func kept(_ pointer: String, _ before: PluginRecord) throws -> (sealed: [UInt8], secret: [UInt8]) {
        if let sealed = before.secrets[pointer] {
            return (sealed, try sealer.open(sealed, place: Self.place(id, pointer)))
        }
        // An earlier version of the plugin did not call it a secret.
        guard let text = before.configuration?.value(at: pointer)?.string, !text.isEmpty else {
            throw invalid(pointer, "is to be kept, but no secret is stored there: send it")
        }
        return (try sealer.seal(Array(text.utf8), place: Self.place(id, pointer)), Array(text.utf8))
    }

    private func invalid(_ pointer: String, _ what: String) -> APIError {
        APIError(
            .pluginsConfigInvalid, "\(pointer) \(what)",
            detail: ["plugin_id": .string(id), "field": .string("config\(pointer)")])
    }

    /// A stored configuration as answers show it.
    static func masked(_ record: PluginRecord, fields: [String]) -> JSONValue {
        var value = record.configuration ?? .object([:])
        for pointer in Set(fields).union(record.secrets.keys).sorted()
        where record.secrets[pointer] != nil || value.value(at: pointer)?.string != nil {
            value.set(marker, at: pointer)
        }
        return value
    }
}
