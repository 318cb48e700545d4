/// The groups of distributions that share a package manager and file layout.
package enum OSLineage: String, Sendable, Hashable, CaseIterable {
    case debian, rhel, suse, alpine, arch, other
}

extension OSRelease {
    /// The wire value `os_family`: the distribution's own id, in lower case. Only a system without an id gets the name
    /// of a family, guessed from ID_LIKE. Never empty. Groups of hosts match it by equality.
    package var family: String {
        if let id { return id.lowercased() }
        for word in likeWords {
            if let family = Self.familyOfUnnamed(word) { return family }
        }
        return "other"
    }

    /// The true family: from the id, then from ID_LIKE in its order.
    package var lineage: OSLineage {
        for word in [id?.lowercased()].compactMap({ $0 }) + likeWords {
            if let lineage = Self.lineage(of: word) { return lineage }
        }
        return .other
    }

    private var likeWords: [String] { RemoteText.words(idLike ?? "").map { $0.lowercased() } }

    private static func familyOfUnnamed(_ word: String) -> String? {
        if word == "gentoo" { return "gentoo" }
        return lineage(of: word)?.rawValue
    }

    private static func lineage(of word: String) -> OSLineage? {
        switch word {
        case "debian", "ubuntu", "raspbian", "linuxmint", "pop", "kali", "devuan", "proxmox": .debian
        case "rhel", "fedora", "centos", "rocky", "almalinux", "ol", "amzn", "amazon", "scientific", "eurolinux": .rhel
        case "suse", "sles", "sles_sap", "sled", "sl-micro": .suse
        case "alpine", "postmarketos": .alpine
        case "arch", "manjaro", "archarm", "endeavouros": .arch
        default: word.hasPrefix("opensuse") ? .suse : nil
        }
    }
}
