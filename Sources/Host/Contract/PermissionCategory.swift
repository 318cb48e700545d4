/// A subject that permissions belong to: the part of their ids before the colon.
package struct PermissionCategory: Sendable, Hashable {
    package let id: String
    /// A sentence for people.
    package let summary: String
}
