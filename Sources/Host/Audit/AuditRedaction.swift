package import JSON

/// Cuts secrets out of audit detail by the names of its members, whatever their spelling.
///
/// A member is a secret when its name, lower-cased and without `_`, `-` and spaces, contains one of the marks. That
/// catches `new_password`, `privateKey` and `X-Api-Key` where a list of exact names would not. A PEM private key is a
/// secret under any name.
package enum AuditRedaction {
    private static let marks = [
        "password", "passphrase", "secret", "token", "privatekey", "sshkey", "apikey", "otp", "jwt", "cookie",
        "authorization",
    ]

    /// - Returns: the detail with `<REDACTED>` for secrets, and the dotted paths of what was cut.
    package static func redact(_ detail: JSONObject) -> (detail: JSONObject, paths: [String]) {
        var paths: [String] = []
        return (redact(detail, prefix: "", paths: &paths), paths)
    }

    private static func redact(_ object: JSONObject, prefix: String, paths: inout [String]) -> JSONObject {
        var result = JSONObject(minimumCapacity: object.count)
        for (key, value) in object {
            let path = prefix.isEmpty ? key : prefix + "." + key
            if isSecret(key), value.string != nil || value.array != nil || value.object != nil {
                result[key] = "<REDACTED>"
                paths.append(path)
            } else {
                result[key] = redact(value, path: path, paths: &paths)
            }
        }
        return result
    }

    private static func redact(_ value: JSONValue, path: String, paths: inout [String]) -> JSONValue {
        switch value {
        case .string(let text) where text.contains("PRIVATE KEY-----"):
            paths.append(path)
            return "<REDACTED>"
        case .object(let object): return .object(redact(object, prefix: path, paths: &paths))
        case .array(let elements):
            var redacted: [JSONValue] = []
            for (index, element) in elements.enumerated() {
                redacted.append(redact(element, path: "\(path)[\(index)]", paths: &paths))
            }
            return .array(redacted)
        default: return value
        }
    }

    private static func isSecret(_ key: String) -> Bool {
        let name = key.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
        // `secret_rotated: true` and `token_type` say something about a secret without being one.
        if name.hasSuffix("type") || name.hasSuffix("rotated") || name.hasSuffix("method") { return false }
        return marks.contains { name.contains($0) }
    }
}
