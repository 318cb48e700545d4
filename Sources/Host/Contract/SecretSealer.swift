/// Encrypts secrets for the database. Areas that store one take this; the server gives them its implementation.
package protocol SecretSealer: Sendable {
    /// - Parameter place: table, key and column of the secret, from `SealedColumn.place`. It must be the same at
    ///   opening: a ciphertext does not open in another place.
    /// - Returns: 33 bytes more than the secret.
    func seal(_ secret: [UInt8], place: String) throws -> [UInt8]

    /// - Throws: when no known key opens it, it stands in another place or is damaged.
    func open(_ sealed: [UInt8], place: String) throws -> [UInt8]
}
