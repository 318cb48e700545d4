import JSON

/// Services of systemd, OpenRC or System V.
struct Services {
    struct Service {
        var unit: String
        var load = ""
        var active = ""
        var sub = ""
        var fileState = ""
        var type = ""
        var processID: Int64 = 0
        var fragment = ""
        /// False for a unit that only exists as a file: it is not in the service manager's memory.
        var isLoaded = true
    }

    private(set) var services: [String: Service] = [:]
    let engine: String

    init?(_ output: Bytes) {
        let parts = MarkedParts(output, names: ["systemd", "files", "openrc", "sysv"])
        if let lines = parts["systemd"] {
            engine = "systemd"
            readBlocks(lines)
            // An empty answer of a running systemd is no answer.
            if services.isEmpty { return nil }
            readFiles(parts["files"] ?? [])
        } else if let lines = parts["openrc"] {
            engine = "openrc"
            for line in lines { readOpenRC(line) }
        } else if let lines = parts["sysv"] {
            engine = "sysv"
            for line in lines { readSystemV(line) }
        } else {
            return nil
        }
    }

    /// Units that come and go by themselves.
    static func isNoise(_ unit: String) -> Bool {
        ["user@", "user-runtime-dir@", "session-", "run-", "systemd-fsck@"].contains { unit.hasPrefix($0) }
    }

    /// Unit to state, loaded units only.
    var states: JSONObject {
        var object = JSONObject()
        for service in sorted where service.isLoaded { object[service.unit] = .string(service.active) }
        return object
    }

    /// - Parameter previous: the last observed items, by unit.
    func snapshot(previous: [String: JSONValue]) -> [JSONValue] {
        sorted.map { service in
            var object = JSONObject()
            object.set("unit", service.unit)
            object.set("active_state", service.active)
            object.set("sub_state", service.sub)
            object.set("load_state", service.load)
            object.set("unit_file_state", service.fileState)
            object.set("type", service.type)
            if service.processID > 0 { object.set("main_pid", service.processID) }
            object.set("fragment_path", service.fragment)
            if !service.isLoaded { object.set("loaded", false) }
            object.set("settled", Self.settled(service.active, previous: previous[service.unit]))
            return .object(object)
        }
    }

    /// The state that counts for changes: a pause seen once, or a passing state, is not a stop.
    private static func settled(_ active: String, previous: JSONValue?) -> String? {
        let isFinal = ["active", "inactive", "failed"].contains(active)
        guard let previous else { return isFinal ? active : nil }
        let before = previous["settled"]?.string
        switch active {
        case "active", "failed": return active
        case "inactive": return previous["active_state"]?.string == "inactive" ? active : before
        default: return before
        }
    }

    private var sorted: [Service] { services.values.sorted { $0.unit < $1.unit } }

    private mutating func add(_ service: Service) {
        guard !service.unit.isEmpty, service.unit.utf8.count <= TextLimit.name, services.count < 16_384,
            !Self.isNoise(service.unit), services[service.unit] == nil
        else { return }
        services[service.unit] = service
    }

    private mutating func readBlocks(_ lines: [Bytes]) {
        var current = Service(unit: "")
        func isWanted(_ service: Service) -> Bool {
            service.unit.hasSuffix(".service") && service.load != "not-found" && !service.active.isEmpty
        }
        for line in lines + [[]] {
            guard let (key, value) = line.assignment else {
                if line.isEmpty {
                    if isWanted(current) { add(current) }
                    current = Service(unit: "")
                }
                continue
            }
            switch key {
            case "Id": current.unit = value.text
            case "LoadState": current.load = value.text
            case "ActiveState": current.active = value.text
            case "SubState": current.sub = value.text
            case "UnitFileState": current.fileState = value.text
            case "Type": current.type = value.text
            case "MainPID": current.processID = value.count64 ?? 0
            case "FragmentPath": current.fragment = value.text
            default: break
            }
        }
    }

    private mutating func readFiles(_ lines: [Bytes]) {
        for line in lines {
            let words = line.words
            guard words.count >= 2 else { continue }
            let unit = words[0].text
            guard unit.hasSuffix(".service"), !unit.hasSuffix("@.service") else { continue }
            if services[unit] != nil {
                if services[unit]?.fileState.isEmpty == true { services[unit]?.fileState = words[1].text }
                continue
            }
            // An alias is another name of a unit that is listed already.
            guard !words[1].equals("alias") else { continue }
            var service = Service(unit: unit)
            service.active = "inactive"
            service.fileState = words[1].text
            service.isLoaded = false
            add(service)
        }
    }

    /// ` sshd   [  started  ]` below `Runlevel: default`.
    private mutating func readOpenRC(_ line: Bytes) {
        guard let open = line.firstIndex(of: 0x5B), let close = line.lastIndex(of: 0x5D), open < close,
            let name = line[..<open].words.first
        else { return }
        let state = line[(open + 1)..<close].words.first?.text ?? ""
        var service = Service(unit: name.text)
        service.sub = state
        switch state {
        case "started": service.active = "active"
        case "crashed": service.active = "failed"
        case "starting": service.active = "activating"
        case "stopping": service.active = "deactivating"
        default: service.active = "inactive"
        }
        add(service)
    }

    /// ` [ + ]  ssh`; a question mark is a script that cannot tell.
    private mutating func readSystemV(_ line: Bytes) {
        let words = line.words
        guard words.count >= 4, words[0].equals("["), words[2].equals("]") else { return }
        var service = Service(unit: words[3].text)
        switch words[1].text {
        case "+": service.active = "active"
        case "-": service.active = "inactive"
        default: return
        }
        add(service)
    }
}
