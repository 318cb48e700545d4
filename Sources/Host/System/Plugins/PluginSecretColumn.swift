import Database
import Foundation
import JSON

/// The encrypted secrets of one plugin as statements give and take them: an object of base64 texts by JSON pointer.
enum PluginSecretColumn {
    /// The secrets of a row of `plugin_settings`; NULL without any.
    static let expression = """
        (SELECT jsonb_object_agg(pointer, translate(encode(encrypted_value, 'base64'), E'\\n', ''))
            FROM plugin_secrets WHERE plugin_secrets.plugin_id = plugin_settings.plugin_id)
        """

    /// Puts the secrets of `$2` in the place of those that the plugin `$1` has.
    static let replacement = """
        WITH gone AS (
            DELETE FROM plugin_secrets WHERE plugin_id = $1 AND NOT coalesce($2::jsonb, '{}') ? pointer)
        INSERT INTO plugin_secrets (plugin_id, pointer, encrypted_value)
        SELECT $1, key, decode(value, 'base64') FROM jsonb_each_text(coalesce($2::jsonb, '{}'))
        ON CONFLICT (plugin_id, pointer) DO UPDATE SET encrypted_value = excluded.encrypted_value
        """

    static func encode(_ secrets: [String: [UInt8]]) -> SQLValue {
        guard !secrets.isEmpty else { return .json(optional: nil) }
        var object = JSONObject(minimumCapacity: secrets.count)
        for (pointer, sealed) in secrets.sorted(by: { $0.key < $1.key }) {
            object[pointer] = .string(Data(sealed).base64EncodedString())
        }
        return .json(JSONValue.object(object).encoded())
    }

    /// What is no base64 is left out: the plugin is then told that there is no such secret.
    static func decode(_ json: [UInt8]?) throws -> [String: [UInt8]] {
        guard let json, let object = try JSONValue(parsing: json).object else { return [:] }
        var secrets: [String: [UInt8]] = [:]
        for (pointer, value) in object {
            secrets[pointer] = value.string.flatMap { Data(base64Encoded: $0) }.map(Array.init)
        }
        return secrets
    }
}
