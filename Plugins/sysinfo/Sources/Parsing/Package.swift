/// One installed package.
struct Package: Hashable {
    let manager: String
    let name: String
    /// As the package manager shows it: with release, for deb and alpm with epoch.
    let version: String
    let arch: String
    var epoch: String?
    var source: String?
    var vendor: String?
    var installedAt: Int64?
    var sizeKiB: Int64?
    /// The name in the plain name-to-version map; differs from `name` for foreign architectures.
    var mapName: String?
    var isLossy = false

    /// - Parameters: what os-release says about the system the package is on.
    func purl(osID: String, versionID: String, codename: String) -> String? {
        guard !name.isEmpty, !version.isEmpty else { return nil }
        let namespace = osID.isEmpty ? "" : Self.encoded(osID.lowercased()) + "/"
        var qualifiers: [(String, String)] = []
        if !arch.isEmpty { qualifiers.append(("arch", arch)) }
        var name = name
        switch manager {
        case "deb":
            name = name.lowercased()
            if !codename.isEmpty { qualifiers.append(("distro", codename)) }
        case "rpm":
            if !osID.isEmpty, !versionID.isEmpty { qualifiers.append(("distro", "\(osID)-\(versionID)")) }
            if let epoch, epoch != "0" { qualifiers.append(("epoch", epoch)) }
        default: break
        }
        let type = manager == "pacman" ? "alpm" : manager
        let tail = qualifiers.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        return "pkg:\(type)/\(namespace)\(Self.encoded(name))@\(Self.encoded(version))"
            + (tail.isEmpty ? "" : "?" + tail)
    }

    /// Percent-encodes all but the characters that a package URL leaves alone.
    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x3A:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return result
    }
}
