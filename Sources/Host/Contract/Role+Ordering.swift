extension Role: Comparable {
    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    /// Whether the role holds a permission.
    package func grants(_ permission: Permission) -> Bool { permissionSet.contains(permission) }

    /// ``permissions`` as bits.
    package var permissionSet: PermissionSet { Self.sets[rank - 1] }

    private static let sets = allCases.sorted().map { PermissionSet($0.permissions) }
}
