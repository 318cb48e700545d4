/// Lines up columns for people; scripts use `--json`.
struct TextTable: Sendable {
    private var rows: [[String]]

    init(columns: [String]) {
        rows = [columns]
    }

    mutating func append(_ row: [String]) {
        // Text from hosts and plugins must not move the cursor.
        rows.append(row.map { cell in String(cell.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) }) })
    }

    var text: String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
