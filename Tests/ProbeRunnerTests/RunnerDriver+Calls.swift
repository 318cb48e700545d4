import RunnerWire

/// FATAL, as an error.
struct FatalMessage: Error, CustomStringConvertible {
    let code: Int32
    let stage: String
    let message: String

    init(_ message: WireMessage) throws {
        var fields = WireReader(message.body)
        code = try fields.integer()
        stage = try fields.text()
        self.message = try fields.text()
    }

    var description: String { "\(stage): \(message) (\(code))" }
}

/// RESULT.
struct CallResult {
    let code: Int32
    let failCode: Int32
    let events: UInt32
    let failMessage: String
    let result: [UInt8]
    let frames: Int

    init(_ message: WireMessage) throws {
        var fields = WireReader(message.body)
        code = try fields.integer()
        failCode = try fields.integer()
        _ = try fields.integer(UInt32.self)
        _ = try fields.integer(UInt64.self)
        _ = try fields.integer(UInt64.self)
        events = try fields.integer()
        failMessage = try fields.text()
        _ = try fields.data()
        result = try fields.data()
        frames = message.frames
        guard fields.isAtEnd else { throw WireReader.Short() }
    }

    var text: String { String(decoding: result, as: UTF8.self) }
}

extension RunnerDriver {
    /// Waits for READY and creates the instance.
    func create(_ configuration: String = "{}") throws -> (code: Int32, message: String) {
        _ = try receive(OW_WIRE_READY)
        var body = WireWriter()
        body.integer(UInt32(0))
        body.text(configuration)
        try send(OW_WIRE_CREATE, body.bytes)
        var answer = WireReader(try receive(OW_WIRE_CREATED).body)
        return (try answer.integer(), try answer.text())
    }

    func start(_ call: UInt64, _ parameters: String, limits: [UInt32] = [0]) throws {
        var body = WireWriter()
        body.integer(UInt32(0))
        body.integer(UInt64(7))
        body.integer(UInt32(1))
        body.integer(UInt32(0))
        body.integer(UInt64(0))
        body.integer(UInt64(0))
        body.integer(UInt32(limits.count))
        limits.forEach { body.integer($0) }
        body.text(parameters)
        body.text("")
        body.text("trace")
        try send(OW_WIRE_RUN, body.bytes, call: call)
    }

    func result(meanwhile: (WireMessage) throws -> Void = { _ in }) throws -> CallResult {
        try CallResult(receive(OW_WIRE_RESULT, meanwhile: meanwhile))
    }

    func cancel(_ call: UInt64, deadline: Bool = false) throws {
        var body = WireWriter()
        body.integer(UInt32(deadline ? 1 : 0))
        try send(OW_WIRE_CANCEL, body.bytes, call: call)
    }

    /// Gives back the credit of an EMIT.
    func acknowledge(_ message: WireMessage) throws -> UInt32 {
        guard message.type == Int32(OW_WIRE_EMIT) else { return 0 }
        var fields = WireReader(message.body)
        let count: UInt32 = try fields.integer()
        var body = WireWriter()
        body.integer(count)
        body.integer(UInt32(message.body.count - 4))
        try send(OW_WIRE_EVENT_ACK, body.bytes, call: message.call)
        return count
    }

    /// The FATAL that must be the next thing but the plugin's log.
    func fatal() throws -> FatalMessage {
        while true {
            let message = try receive()
            if message.type == Int32(OW_WIRE_FATAL) { return try FatalMessage(message) }
            let others = [OW_WIRE_SANDBOX, OW_WIRE_READY, OW_WIRE_LOG].map { Int32($0) }
            guard others.contains(message.type) else { throw Closed() }
        }
    }
}
