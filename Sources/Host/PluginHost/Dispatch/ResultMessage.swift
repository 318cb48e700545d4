/// The body of a RESULT.
struct ResultMessage {
    let code: ProbeCode
    let failCode: ProbeCode
    let format: UInt32
    let wallNanoseconds: UInt64
    let cpuNanoseconds: UInt64
    let eventCount: Int
    let failMessage: [UInt8]
    let failDetail: [UInt8]
    let result: [UInt8]

    init(_ body: [UInt8]) throws(WireFault) {
        var reader = WireReader(body)
        code = ProbeCode(rawValue: try reader.int32())
        failCode = ProbeCode(rawValue: try reader.int32())
        format = try reader.uint32()
        wallNanoseconds = try reader.uint64()
        cpuNanoseconds = try reader.uint64()
        eventCount = Int(try reader.uint32())
        failMessage = try reader.bytes(limit: 64 * 1024)
        failDetail = try reader.bytes(limit: 1 << 20)
        result = try reader.bytes(limit: 8 << 20)
        try reader.finish()
    }
}
