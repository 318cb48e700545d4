import JSON

/// A signed JWT in its compact form (RFC 7515 section 3.1), taken apart and not yet believed.
///
/// Read here and not by a JWT library, because the order of the checks is part of the contract, one algorithm is enough,
/// and whatever is ambiguous (a member twice, padding, spare bits) is to be refused.
struct CompactJWT: Sendable {
    /// Why text is not such a JWT.
    struct Malformed: Error, Sendable {
        let reason: String
    }

    /// Longer text is refused unread.
    static let maximumBytes = 16_384

    let algorithm: String
    let keyID: String?
    let payload: JSONObject
    /// What the signature covers.
    let signingInput: [UInt8]
    let signature: [UInt8]

    /// - Parameter text: without white space around it.
    init(parsing text: String) throws(Malformed) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.maximumBytes else {
            throw Malformed(reason: "longer than \(Self.maximumBytes) bytes")
        }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let signature = Base64URL.decode(parts[2]) else {
            throw Malformed(reason: "not three parts in base64url")
        }
        let header = try Self.object(parts[0], named: "header")
        guard let algorithm = header["alg"]?.string else { throw Malformed(reason: "the header names no algorithm") }
        // An extension that must be understood is one that this code does not understand (RFC 7515 section 4.1.11).
        guard header["crit"] == nil else { throw Malformed(reason: "the header demands extensions") }
        if let keyID = header["kid"], keyID.string == nil { throw Malformed(reason: "kid is not a string") }
        self.algorithm = algorithm
        keyID = header["kid"]?.string
        payload = try Self.object(parts[1], named: "payload")
        signingInput = Array(bytes.dropLast(parts[2].count + 1))
        self.signature = signature
    }

    private static func object(_ part: ArraySlice<UInt8>, named name: String) throws(Malformed) -> JSONObject {
        guard let json = Base64URL.decode(part) else { throw Malformed(reason: "the \(name) is not base64url") }
        guard
            let value = try? JSONValue(parsing: json, limits: JSONLimits(maxBytes: maximumBytes, maxDepth: 8)),
            let object = value.object
        else { throw Malformed(reason: "the \(name) is not a JSON object") }
        return object
    }
}
