/// A step that a test relies on did not work.
struct Failure: Error, CustomStringConvertible {
    let description: String
}
