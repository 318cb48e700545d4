extension Role: Comparable {
    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    /// Whether the role holds a permission.
    package func grants(_ permission: Permission) -> Bool { permissions.contains(permission) }
}
