import Entries
import Glibc

/// What libFuzzer calls for each input: the target that OPENWATCH_FUZZ_TARGET names.
private let target: FuzzTarget = {
    guard let name = getenv("OPENWATCH_FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name)) else {
        print("set OPENWATCH_FUZZ_TARGET to one of: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))")
        exit(64)
    }
    return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        // A crash is how libFuzzer is told; it keeps the input.
        fatalError("\(target.rawValue): \(error)")
    }
    return 0
}
