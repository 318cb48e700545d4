// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Hosts, whole or one page.
package struct HostListResponse: Codable, Equatable, Sendable {
    package var hosts: [HostListItem]
    /// Present when limit was given and there is more.
    package var nextCursor: String?

    package init(hosts: [HostListItem], nextCursor: String? = nil) {
        self.hosts = hosts
        self.nextCursor = nextCursor
    }

    private enum CodingKeys: String, CodingKey {
        case hosts
        case nextCursor = "next_cursor"
    }
}
