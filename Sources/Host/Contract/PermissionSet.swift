/// Permissions as bits of one word, so that a check on each request is one AND.
///
/// Bits are places in the registry of this build and are never stored: the database holds permission ids.
package struct PermissionSet: Sendable, Hashable {
    private var bits: UInt128 = 0

    package init() {}

    package init(_ permissions: some Sequence<Permission>) {
        for permission in permissions { bits |= 1 << UInt128(permission.ordinal) }
    }

    /// The permissions with these ids. Ids that the registry does not know are left out: they grant nothing.
    package init(ids: some Sequence<String>) {
        self.init(ids.lazy.compactMap(Permission.named))
    }

    package static let all = PermissionSet(Permission.all)

    package var isEmpty: Bool { bits == 0 }

    package func contains(_ permission: Permission) -> Bool {
        bits & (1 << UInt128(permission.ordinal)) != 0
    }

    package func isSubset(of other: PermissionSet) -> Bool { bits & ~other.bits == 0 }

    package func union(_ other: PermissionSet) -> PermissionSet {
        var result = self
        result.bits |= other.bits
        return result
    }

    /// What is here and not there.
    package func subtracting(_ other: PermissionSet) -> PermissionSet {
        var result = self
        result.bits &= ~other.bits
        return result
    }

    /// The permissions, sorted by id.
    package var permissions: [Permission] {
        Permission.all.filter(contains).sorted { $0.id < $1.id }
    }
}
