/// The cookies of a request (RFC 6265 section 4.2), of a name given twice the first.
package struct RequestCookies {
    private var values: [String: String] = [:]

    package init(_ headers: [String]) {
        for header in headers {
            for pair in header.split(separator: ";", maxSplits: 64) {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                let name = String(parts[0].drop { $0 == " " })
                if values[name] == nil { values[name] = String(parts[1]) }
            }
        }
    }

    package subscript(name: String) -> String? { values[name] }
}
