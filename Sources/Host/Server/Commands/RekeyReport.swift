import Identity
import JSON

/// What `openwatch rekey` found and did.
struct RekeyReport: Sendable {
    let secrets: SecretRekey.Report
    let files: CredentialKeyFiles
    let previous: [CredentialKeyFiles.Previous]

    private func count(_ key: String) -> Int { secrets.remainingByKey[key] ?? 0 }

    private var missingKeys: [String] {
        secrets.remainingByKey.keys.filter { id in !previous.contains { $0.key.idText == id } }.sorted()
    }

    var text: String {
        var text = "current key: \(secrets.currentKey) in \(files.current)\n\n"
        var table = TextTable(columns: ["TABLE", "COLUMN", "SECRETS", "CONVERTED", "OTHER KEY", "UNREADABLE"])
        for entry in secrets.columns {
            let all = entry.secretsByKey.values.reduce(0, +)
            table.append([
                entry.column.table, entry.column.column, "\(all)", "\(entry.converted)",
                "\(all - (entry.secretsByKey[secrets.currentKey] ?? 0))", "\(entry.unreadable)",
            ])
        }
        text += table.text + "\n"
        for key in previous where key.key.idText != secrets.currentKey {
            let needs = count(key.key.idText)
            text +=
                needs > 0
                ? "key \(key.key.idText) in \(key.file): needed by \(needs) secrets, keep it\n"
                : "key \(key.key.idText) in \(key.file): not needed any more. Remove it when every server has the "
                    + "current key and no backup needs it\n"
        }
        for id in missingKeys {
            text +=
                id == "damaged"
                ? "\(count(id)) secrets are damaged: give their credentials new secrets\n"
                : "key \(id) is MISSING and needed by \(count(id)) secrets: put its file back and run this again, or "
                    + "give their credentials new secrets\n"
        }
        return text
    }

    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("current_key", secrets.currentKey)
        writer.member("key_file", files.current)
        writer.member("converted", secrets.converted)
        writer.member("remaining", secrets.remaining)
        writer.member("unreadable", secrets.unreadable)
        writer.member(
            "columns",
            .array(
                secrets.columns.map { entry in
                    [
                        "table": .string(entry.column.table), "column": .string(entry.column.column),
                        "converted": .integer(entry.converted), "unreadable": .integer(entry.unreadable),
                        "secrets_by_key": .object(
                            entry.secretsByKey.sorted { $0.key < $1.key }.reduce(into: JSONObject()) {
                                $0[$1.key] = .integer($1.value)
                            }),
                    ]
                }))
        writer.member(
            "previous_keys",
            .array(
                previous.filter { $0.key.idText != secrets.currentKey }.map { key in
                    [
                        "key_id": .string(key.key.idText), "file": .string(key.file),
                        "secrets": .integer(count(key.key.idText)),
                    ]
                }))
        writer.member("missing_keys", missingKeys)
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
