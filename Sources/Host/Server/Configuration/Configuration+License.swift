import Licensing

extension Configuration {
    /// Where the licence is.
    var licenseFile: String {
        let file = self["license.file"]
        return file.isEmpty ? self["server.state_dir"] + "/license.lic" : file
    }

    /// Verifies licences as this configuration asks for.
    func licenseVerifier(keys: IssuerKeyRing) -> LicenseVerifier {
        let fingerprint = self["license.fingerprint"]
        return LicenseVerifier(
            keys: keys, issuer: self["license.issuer"], fingerprint: fingerprint.isEmpty ? nil : fingerprint)
    }
}
