import Database
import Foundation
import JSON

/// The encrypted secrets of one plugin as the database has them: an object of base64 texts by JSON pointer.
enum PluginSecretColumn {
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
