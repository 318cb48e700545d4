import Glibc

/// Passes Swift strings to C functions that take an array of strings ending in a null pointer.
enum CStringList {
    /// The pointers are valid during the call. A string is cut at its first NUL.
    static func withPointers<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: strings.count + 1) { list in
            for (index, copy) in copies.enumerated() {
                list.initializeElement(at: index, to: copy.map { UnsafePointer($0) })
            }
            list.initializeElement(at: strings.count, to: nil)
            return body(UnsafePointer(list.baseAddress))
        }
    }
}
