import JSON

/// The installed packages of a host, from the output of its own package manager.
struct PackageList {
    private(set) var packages: [Package] = []
    /// Keys that rpm keeps in its database as if they were packages.
    private(set) var trustedKeys: [String] = []
    let manager: String

    /// Nil when no package was found: every system that has a package manager has packages.
    init?(_ output: Bytes) {
        let names: Set<String> = ["deb", "rpm", "apk", "pacman", "pacman-q"]
        guard let end = output.firstIndex(of: 0x0A), let heading = output[..<end].after("#"),
            names.contains(heading.text)
        else { return nil }
        let parts = MarkedParts(output, names: names)
        // A query that failed half-way is followed by another heading: the last one with rows counts.
        guard let part = parts.parts.last(where: { !$0.lines.allSatisfy(\.isEmpty) }) else { return nil }
        switch part.name {
        case "deb":
            manager = "deb"
            packages = part.lines.compactMap { Self.parse(deb: $0) }
        case "rpm":
            manager = "rpm"
            for line in part.lines { readRPM(line) }
        case "apk":
            manager = "apk"
            readAPK(part.lines)
        default:
            manager = "pacman"
            if part.name == "pacman" { readPacman(part.lines) } else { readPacmanList(part.lines) }
        }
        packages.removeAll { package in
            package.name.isEmpty || package.version.isEmpty || package.name.utf8.count > TextLimit.name
                || package.version.utf8.count > TextLimit.name
        }
        if packages.isEmpty { return nil }
        packages.sort {
            ($0.name, $0.arch, $0.installedAt ?? 0, $0.version) < ($1.name, $1.arch, $1.installedAt ?? 0, $1.version)
        }
    }

    /// Name to version; of several instances the one that was installed last.
    var versions: JSONObject {
        var object = JSONObject(minimumCapacity: packages.count)
        var newest: [String: Int64] = [:]
        for package in packages {
            let name = package.mapName ?? package.name
            let time = package.installedAt ?? 0
            if let known = newest[name], known > time { continue }
            newest[name] = time
            object[name] = .string(package.version)
        }
        return object
    }

    func snapshot(osID: String, versionID: String, codename: String) -> [JSONValue] {
        packages.map { package in
            var object = JSONObject(minimumCapacity: 10)
            object.set("manager", package.manager)
            object.set("name", package.name)
            object.set("version", package.version)
            object.set("arch", package.arch)
            object.set("purl", package.purl(osID: osID, versionID: versionID, codename: codename))
            if let epoch = package.epoch, epoch != "0" { object.set("epoch", epoch) }
            object.set("source", package.source)
            object.set("vendor", package.vendor)
            object.set("installed_at", package.installedAt)
            object.set("size_kb", package.sizeKiB)
            if package.isLossy { object.set("lossy", true) }
            return .object(object)
        }
    }

    /// Status, package, version, architecture, source, source version, size, name with architecture.
    private static func parse(deb line: Bytes) -> Package? {
        let fields = line.fields("\t")
        // "rc" is removed but not purged; a third character flags a broken installation, which is still installed.
        guard fields.count >= 4, fields[0].starts(with: "ii") || fields[0].starts(with: "hi") else { return nil }
        var package = Package(
            manager: "deb", name: fields[1].text, version: fields[2].text, arch: fields[3].text, isLossy: !line.isUTF8)
        if fields.count > 4, fields[4].text != package.name { package.source = fields[4].textIfAny }
        if fields.count > 6 { package.sizeKiB = fields[6].count64 }
        if fields.count > 7 { package.mapName = fields[7].textIfAny }
        return package
    }

    /// Name, epoch, version, release, architecture, install time, size, source package, vendor.
    private mutating func readRPM(_ line: Bytes) {
        let fields = line.fields("\t", limit: 9)
        guard fields.count >= 6, !fields[0].isEmpty else { return }
        func text(_ index: Int) -> String? {
            guard index < fields.count else { return nil }
            return fields[index].equals("(none)") ? nil : fields[index].textIfAny
        }
        guard let version = text(2) else { return }
        let full = text(3).map { "\(version)-\($0)" } ?? version
        if fields[0].equals("gpg-pubkey") {
            trustedKeys.append(full)
            return
        }
        packages.append(
            Package(
                manager: "rpm", name: fields[0].text, version: full, arch: text(4) ?? "", epoch: text(1),
                source: text(7), vendor: text(8), installedAt: fields[5].count64,
                sizeKiB: fields.count > 6 ? fields[6].count64.map { $0 / 1024 } : nil, isLossy: !line.isUTF8))
    }

    /// Records of `P:` name, `V:` version, `A:` architecture, `o:` origin, `t:` build time, `I:` size; blank lines between.
    private mutating func readAPK(_ lines: [Bytes]) {
        var record: [UInt8: Bytes] = [:]
        for line in lines + [[]] {
            if line.count >= 2, line[line.startIndex + 1] == 0x3A {
                record[line[line.startIndex]] = line.dropFirst(2)
            } else if line.isEmpty, !record.isEmpty {
                let name = record[0x50]?.text ?? ""
                let origin = record[0x6F]?.text
                packages.append(
                    Package(
                        manager: "apk", name: name, version: record[0x56]?.text ?? "", arch: record[0x41]?.text ?? "",
                        source: origin == name ? nil : origin, sizeKiB: record[0x49]?.count64.map { $0 / 1024 }))
                record = [:]
            }
        }
    }

    /// `%NAME%<tab>value` lines; a name begins the next package.
    private mutating func readPacman(_ lines: [Bytes]) {
        var record: [String: Bytes] = [:]
        func package() -> Package? {
            guard let name = record["%NAME%"], let version = record["%VERSION%"] else { return nil }
            let base = record["%BASE%"]?.text
            return Package(
                manager: "pacman", name: name.text, version: version.text, arch: record["%ARCH%"]?.text ?? "",
                source: base == name.text ? nil : base, installedAt: record["%INSTALLDATE%"]?.count64,
                sizeKiB: record["%SIZE%"]?.count64.map { $0 / 1024 })
        }
        for line in lines {
            let fields = line.fields("\t", limit: 2)
            guard fields.count == 2 else { continue }
            if fields[0].equals("%NAME%") {
                if let package = package() { packages.append(package) }
                record = [:]
            }
            record[fields[0].text] = fields[1]
        }
        if let package = package() { packages.append(package) }
    }

    private mutating func readPacmanList(_ lines: [Bytes]) {
        for line in lines {
            let words = line.words
            guard words.count == 2 else { continue }
            packages.append(Package(manager: "pacman", name: words[0].text, version: words[1].text, arch: ""))
        }
    }
}
