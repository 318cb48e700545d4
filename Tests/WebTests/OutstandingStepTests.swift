import Testing

@Suite("Callers with a step left")
struct OutstandingStepTests {
    @Test(
        "are told which one, after CSRF and before permission and body; what is open to anybody they may call",
        arguments: [
            ("second_factor", "auth.second_factor_required"), ("password_change", "auth.password_change_required"),
            ("mfa_enrollment", "auth.mfa_enrollment_required"),
        ])
    func refused(step: String, code: String) async throws {
        try await WebBench.run { bench in
            for role in ["admin", "viewer"] {
                let name = "\(role)+\(step)"
                let bearer = ["Authorization": "Bearer \(name)"]
                for (method, path) in [
                    ("GET", "/api/v1/signed-in"), ("POST", "/api/v1/hosts"), ("GET", "/api/v1/hosts/1"),
                ] {
                    let response = try await bench.send(
                        method, path, headers: bearer, body: method == "POST" ? "{" : nil)
                    #expect(response.status == 403 && response.errorCode == code, "\(method) \(path)")
                }
                let open = try await bench.send("GET", "/api/v1/open", headers: bearer)
                #expect(open.status == 200)
                let forged = try await bench.send(
                    "POST", "/api/v1/hosts", headers: ["Cookie": "openwatch_session=\(name)"], body: "{")
                #expect(forged.status == 403 && forged.errorCode == "authz.csrf_invalid")
            }
            #expect(bench.denials.withLockedValue { $0.isEmpty }, "it is no want of a permission")
            #expect(bench.calls.withLockedValue { $0 } == 0)
        }
    }
}
