/// Who a plugin is: the same id and version as in its manifest and its ELF note.
public struct PluginIdentity: Sendable {
    let id: StaticString
    let version: StaticString

    /// - Parameters:
    ///   - id: reverse DNS, at most 63 bytes.
    ///   - version: semantic version, at most 31 bytes.
    public init(id: StaticString, version: StaticString) {
        self.id = id
        self.version = version
    }
}
