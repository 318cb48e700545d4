import Contract
import Glibc

/// What makes a host acceptable. No I/O.
enum HostRules {
    /// - Throws: `hosts.invalid_input` naming the field.
    static func check(_ request: HostCreateRequest) throws {
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        if request.hostname.allSatisfy(\.isWhitespace) { throw invalid("hostname", "must not be blank") }
        if request.hostname.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
            throw invalid("hostname", "must not hold control characters")
        }
        try checkAddress(request.ipAddress)
        if let tags = request.tags { try checkTags(tags) }
    }

    /// - Throws: `hosts.invalid_input` naming the field.
    static func check(_ request: HostUpdateRequest) throws {
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        if let address = request.ipAddress { try checkAddress(address) }
        if let environment = request.environment, environment.allSatisfy(\.isWhitespace) {
            throw invalid("environment", "must not be blank")
        }
        if let tags = request.tags { try checkTags(tags) }
    }

    private static func checkAddress(_ text: String) throws {
        var address = in6_addr()
        guard !text.utf8.contains(0),
            inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1
        else {
            throw invalid("ip_address", "must be an IPv4 or IPv6 address")
        }
    }

    private static func checkTags(_ tags: [String]) throws {
        guard tags.count <= 64 else { throw invalid("tags", "must be at most 64") }
        guard tags.allSatisfy({ (1...64).contains($0.count) }) else {
            throw invalid("tags", "have 1 to 64 characters each")
        }
    }

    private static func invalid(_ field: String, _ rule: String) -> APIError {
        APIError(.hostsInvalidInput, "\(field) \(rule)", detail: ["field": .string(field)])
    }
}
