/// Encrypts what is stored and decrypts it again, each secret bound to the place it stands in.
package protocol SecretSealer: Sendable {
    /// - Parameter place: table, row and column; another place cannot open what is sealed for this one.
    func seal(_ secret: [UInt8], place: String) throws -> [UInt8]

    /// - Throws: for another key, another place or damage.
    func open(_ sealed: [UInt8], place: String) throws -> [UInt8]
}
