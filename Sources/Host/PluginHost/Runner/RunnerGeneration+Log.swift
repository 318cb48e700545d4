import Logging

extension RunnerGeneration {
    /// LOG: a line of the plugin, for the server's log and the plugin's own.
    func receiveLog(_ reader: inout WireReader, call: UInt64) throws(WireFault) {
        let level = try reader.int32()
        let droppedBefore = Int(try reader.uint32())
        let said = try reader.bytes(limit: WireMessage.limit)
        try reader.finish()
        let now = MonotonicClock.now()
        let dropped = state.withLockedValue { $0.logThrottle.admit(now: now, droppedBefore: droppedBefore) }
        guard let dropped else { return }
        let text = SafeText.line(configuration.cleaned(said))
        var metadata: Logger.Metadata = ["text": "\(text)"]
        if dropped > 0 { metadata["dropped"] = "\(dropped)" }
        let levels: [Logger.Level] = [.trace, .debug, .info, .warning, .error]
        let known = levels[max(0, min(Int(level), levels.count - 1))]
        logger.log(level: known, "plugin log", metadata: metadata)
        meter.logged(known, text)
    }
}
