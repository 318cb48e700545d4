package import Core

/// Decides whether text is a licence of this installation. Pure: no clock, no files.
///
/// Only EdDSA over Ed25519 is accepted. The checks run in a fixed order and the first that fails names the result. A
/// feature that this version does not know is carried and does not spoil the licence.
package struct LicenseVerifier: Sendable {
    /// How far `iat` may lie in the future, for clocks that are a little apart. `nbf` is exact.
    package static let issueSkewSeconds: Int64 = 10
    /// How far the clock may be behind the watermark before that counts as set back.
    package static let clockToleranceSeconds: Int64 = 3_600

    package let keys: IssuerKeyRing
    private let issuer: String
    private let fingerprint: String?

    /// - Parameters:
    ///   - issuer: the `iss` that licences must have.
    ///   - fingerprint: of this installation; nil = it has none, and any licence fits.
    package init(keys: IssuerKeyRing, issuer: String, fingerprint: String?) {
        self.keys = keys
        self.issuer = issuer
        self.fingerprint = fingerprint
    }

    /// The same verifier with other keys.
    package func using(_ keys: IssuerKeyRing) -> LicenseVerifier {
        LicenseVerifier(keys: keys, issuer: issuer, fingerprint: fingerprint)
    }

    /// Verifies, and takes a clock that was set back as a warning: every other check still decides.
    package func verify(_ text: String, at now: Timestamp, watermark: Timestamp?) -> LicenseVerification {
        var verification = verifyStrictly(text, at: now, watermark: watermark)
        if verification.result == .clockRollback {
            verification = verifyStrictly(text, at: now, watermark: nil)
            verification.isClockBehind = true
        }
        verification.warnings = verification.license?.warnings(at: now) ?? []
        if verification.isClockBehind { verification.warnings.append("The clock is behind a time seen before") }
        return verification
    }

    /// Verifies with `clock_rollback` as a result of its own.
    ///
    /// - Parameters:
    ///   - text: white space around the licence does not count.
    ///   - watermark: the latest time that this installation has seen; nil = none, and the clock is not judged.
    package func verifyStrictly(_ text: String, at now: Timestamp, watermark: Timestamp?) -> LicenseVerification {
        let token = Self.trimmed(text)
        let jwt: CompactJWT
        do {
            jwt = try CompactJWT(parsing: token)
        } catch {
            return LicenseVerification(result: .malformed, reason: error.reason, claims: nil, license: nil)
        }
        let claims: Result<LicenseClaims, CompactJWT.Malformed>
        do {
            claims = .success(try LicenseClaims(jwt.payload))
        } catch {
            claims = .failure(error)
        }
        func refused(_ result: LicenseResult, _ reason: String?) -> LicenseVerification {
            LicenseVerification(result: result, reason: reason, claims: try? claims.get(), license: nil)
        }
        guard jwt.algorithm == "EdDSA" else {
            return refused(.signatureInvalid, "the algorithm is not EdDSA")
        }
        let key: IssuerKey
        switch keys.verifyingKey(of: jwt) {
        case .key(let found): key = found
        case .deprecated: return refused(.signatureInvalid, "signed by a key that is deprecated")
        case .none: return refused(.signatureInvalid, keys.isEmpty ? "there is no issuer key" : "no issuer key fits")
        }
        switch claims {
        case .failure(let malformed): return refused(.malformed, malformed.reason)
        case .success(let claims):
            let mismatch = jwt.keyID.flatMap { $0 == key.id ? nil : String($0.prefix(128)) }
            return judge(claims, token: token, key: key, mismatchedKeyID: mismatch, at: now, watermark: watermark)
        }
    }

    private func judge(
        _ claims: LicenseClaims, token: String, key: IssuerKey, mismatchedKeyID: String?, at now: Timestamp,
        watermark: Timestamp?
    ) -> LicenseVerification {
        func outcome(_ result: LicenseResult, _ reason: String? = nil, _ license: License? = nil) -> LicenseVerification
        {
            LicenseVerification(result: result, reason: reason, claims: claims, license: license)
        }
        guard claims.issuer == issuer else { return outcome(.issuerInvalid, "iss is not \(issuer)") }
        guard claims.audience.contains("openwatch") else { return outcome(.audienceInvalid, "aud is not openwatch") }
        guard let issuedAt = claims.issuedAt else { return outcome(.malformed, "iat is missing") }
        guard issuedAt <= now.adding(seconds: Self.issueSkewSeconds) else {
            return outcome(.notYetValid, "issued in the future")
        }
        if let watermark, now < watermark.adding(seconds: -Self.clockToleranceSeconds) {
            return outcome(.clockRollback, "the clock is behind \(watermark)")
        }
        if let notBefore = claims.notBefore, now < notBefore {
            return outcome(.notYetValid, "valid from \(notBefore)")
        }
        guard let expiresAt = claims.expiresAt else { return outcome(.malformed, "exp is missing") }
        let license = License(
            token: token, claims: claims, issuedAt: issuedAt, expiresAt: expiresAt, keyID: key.id,
            usesPreviousKey: key.role == .previous, mismatchedKeyID: mismatchedKeyID)
        let isExpired = license.phase(at: now) == .expired
        if let wanted = claims.fingerprint, let fingerprint, wanted != fingerprint, !isExpired {
            return outcome(.fingerprintMismatch, "issued for another installation")
        }
        return isExpired ? outcome(.expired, "expired at \(expiresAt)", license) : outcome(.valid, nil, license)
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0d).contains($0) }
        let utf8 = text.utf8.drop(while: isSpace)
        guard let last = utf8.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(Substring(utf8[...last]))
    }
}
