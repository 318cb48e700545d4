import Core
import Foundation

/// A change of the package store that is prepared on disk and takes effect, or is dropped, once it is known whether the
/// decision about it is on record.
///
/// Nothing of it is loaded before: an installation waits complete in a folder `.staged-ID`, a removal is announced by an
/// empty folder `.removing-ID-VERSION`. Whoever finds one after a crash asks the record for the id.
package struct PackageChange: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case installation
        case removal(version: String)
    }

    /// How far a change has come, in this order; ``committed`` is told by whoever keeps the record.
    package enum Step: String, Sendable, CaseIterable {
        case wroteFile, written, staged, committed, published, marked, removed
    }

    package let id: UUID
    package let pluginID: String
    package let kind: Kind

    private static let staged = ".staged-"
    private static let removing = ".removing-"

    /// The folder's name.
    var name: String {
        switch kind {
        case .installation: Self.staged + id.text
        case .removal(let version): "\(Self.removing)\(id.text)-\(version)"
        }
    }

    init(_ kind: Kind, of pluginID: String, id: UUID = .v7()) {
        self.id = id
        self.pluginID = pluginID
        self.kind = kind
    }

    /// Nil for a folder that is something else.
    init?(folder name: String, of pluginID: String) {
        if name.hasPrefix(Self.staged), let id = UUID(uuidString: String(name.dropFirst(Self.staged.count))) {
            self.init(.installation, of: pluginID, id: id)
        } else if name.hasPrefix(Self.removing) {
            let rest = name.dropFirst(Self.removing.count)
            guard let id = UUID(uuidString: String(rest.prefix(36))), rest.dropFirst(36).first == "-" else {
                return nil
            }
            let version = String(rest.dropFirst(37))
            guard SemanticVersion(version) != nil else { return nil }
            self.init(.removal(version: version), of: pluginID, id: id)
        } else {
            return nil
        }
    }
}

/// While it lives, no other process changes the package store.
package struct PackageStoreLock: Sendable {
    let root: StoreDirectory
}
