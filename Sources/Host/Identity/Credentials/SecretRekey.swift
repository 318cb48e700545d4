import Core
package import Database
import Foundation

/// Encrypts every stored secret again with the current key of a ring.
///
/// Works beside running servers: a secret is replaced only if it is still the one that was read, so a change made
/// meanwhile wins and is looked at again. What is done shows in the secrets themselves, which name their key: a run
/// that was killed is continued by the next one.
package struct SecretRekey: Sendable {
    /// One column: what a run did and what it found.
    package struct ColumnReport: Sendable, Equatable {
        package let column: SealedColumn
        /// Secrets encrypted again.
        package internal(set) var converted = 0
        /// Secrets that do not open: their key is missing, or they are damaged.
        package internal(set) var unreadable = 0
        /// Secrets by the id of their key, after the run. An id of other than 8 digits is damage.
        package internal(set) var secretsByKey: [String: Int] = [:]
    }

    package struct Report: Sendable, Equatable {
        package let currentKey: String
        package internal(set) var columns: [ColumnReport]

        package var converted: Int { columns.reduce(0) { $0 + $1.converted } }
        package var unreadable: Int { columns.reduce(0) { $0 + $1.unreadable } }

        /// Secrets that need another key than the current one.
        package var remaining: Int { remainingByKey.values.reduce(0, +) }

        /// The same by the id of the key.
        package var remainingByKey: [String: Int] {
            columns.reduce(into: [:]) { sums, column in
                for (key, count) in column.secretsByKey where key != currentKey { sums[key, default: 0] += count }
            }
        }
    }

    package struct Progress: Sendable {
        package let column: SealedColumn
        package let done: Int
        package let total: Int
    }

    private static let maxPasses = 50

    private let database: Database
    private let box: SecretBox
    private let columns: [SealedColumn]
    private let batchSize: Int
    private let settling: Duration

    /// - Parameters:
    ///   - columns: all of the product.
    ///   - settling: how long nothing may turn up under another key before a run is done. A server that sealed just
    ///     before it took over the new key has that long to store what it sealed.
    package init(
        database: Database, box: SecretBox, columns: [SealedColumn], batchSize: Int = 200,
        settling: Duration = .seconds(2)
    ) {
        self.database = database
        self.box = box
        self.columns = columns
        self.batchSize = batchSize
        self.settling = settling
    }

    /// Counts the secrets by key; changes nothing.
    package func status() async throws -> Report {
        var report = Report(currentKey: box.ring.current.idText, columns: [])
        for column in columns {
            var entry = ColumnReport(column: column)
            entry.secretsByKey = try await count(column)
            report.columns.append(entry)
        }
        return report
    }

    /// Encrypts everything again and looks again until nothing has another key, or what has cannot be read.
    package func run(onProgress: @Sendable (Progress) -> Void = { _ in }) async throws -> Report {
        var report = try await status()
        var isSettled = false
        // A server that goes on sealing with an old key must not keep this going for ever; the report tells of it.
        for _ in 0..<Self.maxPasses {
            var changed = 0
            for index in report.columns.indices {
                let column = report.columns[index].column
                let total = report.columns[index].secretsByKey.filter { $0.key != report.currentKey }.values.reduce(
                    0, +)
                let pass = try await convert(column) { done in
                    onProgress(Progress(column: column, done: done, total: max(total, done)))
                }
                report.columns[index].converted += pass.converted
                report.columns[index].unreadable = pass.unreadable
                changed += pass.converted + pass.lostRaces
            }
            for index in report.columns.indices {
                report.columns[index].secretsByKey = try await count(report.columns[index].column)
            }
            if changed == 0 {
                if isSettled { return report }
                isSettled = true
                try await Task.sleep(for: settling)
            } else {
                isSettled = false
            }
        }
        return report
    }

    // MARK: One column

    private struct Pass {
        var converted = 0
        var unreadable = 0
        /// Changed by somebody else between reading and writing; may still need the key they had.
        var lostRaces = 0
    }

    private func convert(_ column: SealedColumn, onBatch: (Int) -> Void) async throws -> Pass {
        let keys = column.key.map { "\($0)::text COLLATE \"C\"" }.joined(separator: ", ")
        let named = column.key.enumerated().map { "\($1)::text AS key_\($0)" }.joined(separator: ", ")
        let header = [SecretBox.version] + box.ring.current.id
        let select = { (isFirst: Bool) in
            // The bounds keep the same count of parameters in both forms.
            let bounds = column.key.indices.map { "$\($0 + 3)::text" }.joined(separator: ", ")
            return """
                SELECT \(named), \(column.column) AS sealed FROM \(column.table)
                WHERE \(column.column) IS NOT NULL AND substring(\(column.column) from 1 for 5) <> $1
                    AND (\(isFirst ? "true OR " : "")(\(keys)) > (\(bounds)))
                ORDER BY \(keys) LIMIT $2
                """
        }
        let match = column.key.enumerated().map { "\($1)::text = $\($0 + 3)" }.joined(separator: " AND ")
        let update = """
            UPDATE \(column.table) SET \(column.column) = $1 WHERE \(column.column) = $2 AND \(match)
            """
        var pass = Pass()
        var last: [String]?
        while true {
            try Task.checkCancellation()
            let bounds = last ?? column.key.map { _ in "" }
            let rows = try await database.query(
                select(last == nil), [.bytes(header), .int(batchSize)] + bounds.map(SQLValue.text))
            if rows.isEmpty { return pass }
            var statements: [(sql: String, parameters: [SQLValue])] = []
            for row in rows {
                let key = try column.key.indices.map { try row.string("key_\($0)") }
                let place = column.place(ofRow: key)
                let sealed = try row.bytes("sealed")
                last = key
                guard let secret = try? box.open(sealed, place: place) else {
                    pass.unreadable += 1
                    continue
                }
                let fresh = try box.seal(secret, place: place)
                statements.append((update, [.bytes(fresh), .bytes(sealed)] + key.map(SQLValue.text)))
            }
            if !statements.isEmpty {
                let counts = try await database.batch(statements)
                pass.converted += counts.reduce(0, +)
                pass.lostRaces += counts.filter { $0 == 0 }.count
            }
            onBatch(pass.converted)
        }
    }

    private func count(_ column: SealedColumn) async throws -> [String: Int] {
        let rows = try await database.query(
            """
            SELECT encode(substring(\(column.column) from 1 for 5), 'hex') AS header, count(*) AS n
            FROM \(column.table) WHERE \(column.column) IS NOT NULL GROUP BY 1
            """)
        var counts: [String: Int] = [:]
        for row in rows {
            let header = try row.string("header")
            let isKnown = header.count == 2 * SecretBox.headerLength && header.hasPrefix("01")
            counts[isKnown ? String(header.dropFirst(2)) : "damaged", default: 0] += try row.int("n")
        }
        return counts
    }
}
