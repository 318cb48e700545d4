/// Each service call of each probe fails once with each code, and the call is cancelled at any point.
enum FaultCases {
    private static let codes: [(String, String, ConformanceCase.Level)] = [
        ("argument", "OW_E_ARG", .full), ("unsupported", "OW_E_UNSUPPORTED", .full), ("denied", "OW_E_DENIED", .basic),
        ("cancelled", "OW_E_CANCELLED", .basic), ("deadline", "OW_E_DEADLINE", .basic), ("limit", "OW_E_LIMIT", .full),
        ("again", "OW_E_AGAIN", .full), ("not-found", "OW_E_NOTFOUND", .full), ("state", "OW_E_STATE", .full),
        ("no-memory", "OW_E_NOMEM", .full), ("io", "OW_E_IO", .basic), ("authentication", "OW_E_AUTH", .full),
        ("host-key", "OW_E_HOSTKEY", .full), ("unreachable", "OW_E_UNREACHABLE", .basic),
        ("protocol", "OW_E_PROTOCOL", .full), ("configuration", "OW_E_CONFIG", .full),
        ("licence", "OW_E_LICENSE", .full), ("internal", "OW_E_INTERNAL", .full),
        ("future-code", "a code of a later minor", .full),
    ]

    static let all: [ConformanceCase] =
        codes.map { name, code, level in
            ConformanceCase("fault.\(name)", "any service call may fail with \(code)", .execution, level)
        } + [
            .init(
                "cancel.points", "a call cancelled at 20 points of its work comes back within 100 ms", .execution,
                .basic),
            .init("cancel.by-clock", "a call cancelled while the target is slow comes back within 100 ms"),
            .init("cancel.at-once", "a call that is cancelled before it begins comes back", .execution, .basic),
            .init("deadline.passed", "a call whose deadline has passed comes back at once", .execution, .basic),
            .init("deadline.short", "a call comes back when its time is over"),
        ]
}
