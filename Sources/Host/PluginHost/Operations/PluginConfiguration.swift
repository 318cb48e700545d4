import JSON

/// What an operator has configured a plugin with: an object, and the secrets that belong into it.
package struct PluginConfiguration: Sendable, Hashable {
    /// Decrypts a secret: plugin id, JSON pointer, what is stored.
    package typealias SecretOpener = @Sendable (String, String, [UInt8]) throws -> [UInt8]

    /// Without the secrets.
    package var value: JSONValue
    /// Encrypted, by the JSON pointers of where they belong.
    package var secrets: [String: [UInt8]]

    package init(value: JSONValue = .object([:]), secrets: [String: [UInt8]] = [:]) {
        self.value = value
        self.secrets = secrets
    }

    /// Bytes of one secret.
    package static let secretLimit = 64 * 1024
}
