import Foundation
import JSON
import Testing

extension SystemTests {
    /// Signing in as browsers and programs do it, over HTTPS.
    @Suite("Sessions", .server(), .serialized)
    struct Sessions {
        /// The cookies of a browser.
        private struct Jar {
            var session: String
            var csrf: String
            var refresh: String

            init(_ answer: APIAnswer) throws {
                session = try #require(answer.cookie("openwatch_session"))
                csrf = try #require(answer.cookie("XSRF-TOKEN"))
                refresh = try #require(answer.cookie("openwatch_refresh"))
            }

            var identity: APIClient.Identity { .cookie(session: session, csrf: csrf) }

            var header: (String, String) {
                ("Cookie", "openwatch_session=\(session); XSRF-TOKEN=\(csrf); openwatch_refresh=\(refresh)")
            }
        }

        private func refresh(_ jar: Jar, _ server: OpenWatchServer) async throws -> APIAnswer {
            try await server.api.send("POST", "auth/refresh-cookie", headers: [jar.header])
        }

        @Test(
            "a browser's session is refreshed by its cookie, idle or not, with three new cookies and no token in the body"
        )
        func refreshCookie() async throws {
            let server = try OpenWatchServer.current
            let first = try Jar(try await server.signIn())
            try await withKnownId(server, first) { id in
                _ = try await server.psql("UPDATE sessions SET expires_at = now() - interval '1 s' WHERE id = '\(id)'")
                let idle = try await server.api.send("GET", "hosts", as: first.identity)
                #expect(idle.status == 401 && idle.code == "auth.session_invalid")
                #expect(idle.detail?["reason"]?.string == "session_expired")
                let answer = try await refresh(first, server)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.json["username"]?.string == OpenWatchServer.adminName)
                #expect(answer.json["access_token"] == nil && answer[header: "Cache-Control"] == "no-store")
                let second = try Jar(answer)
                #expect(second.session != first.session && second.refresh != first.refresh && second.csrf != first.csrf)
                for jar in [first, second] {
                    let read = try await server.api.send("GET", "hosts", as: jar.identity)
                    #expect(read.status == 200, "the old cookie is good for requests that are under way")
                }
                let write = try await server.api.send(
                    "PATCH", "users/me/preferences", as: second.identity, json: ["density": "compact"])
                #expect(write.status == 200, "\(write.text)")
                let racing = try await refresh(first, server)
                #expect(racing.status == 200, "a second tab is no thief")
            }
        }

        @Test("a refresh cookie that was spent long ago ends every session and clears the cookies")
        func reuse() async throws {
            let server = try OpenWatchServer.current
            let jar = try Jar(try await server.signIn())
            let other = try Jar(try await server.signIn())
            #expect(try await refresh(jar, server).status == 200)
            _ = try await server.psql("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '11 s'")
            let reused = try await refresh(jar, server)
            #expect(reused.status == 401 && reused.code == "auth.refresh_reused")
            for name in ["openwatch_session", "openwatch_refresh", "XSRF-TOKEN"] {
                #expect(reused.cookie(name)?.isEmpty == true)
            }
            #expect(reused.json["error"]?["fault"]?.string == "policy")
            let cut = try await server.api.send("GET", "hosts", as: other.identity)
            #expect(cut.detail?["reason"]?.string == "session_revoked")
            #expect(
                try await server.audit("auth.token.revoked").last?["detail"]?["reason"]?.string == "suspicious_activity"
            )
            let none = try await server.api.send("POST", "auth/refresh-cookie")
            #expect(none.status == 401 && none.code == "auth.refresh_invalid")
            try await server.signIn()
        }

        @Test("R11: neither the event stream nor a client's timer moves the idle limit; use does")
        func background() async throws {
            let server = try OpenWatchServer.current
            let jar = try Jar(try await server.signIn())
            try await withKnownId(server, jar) { id in
                func left() async throws -> Int {
                    let rows = try await server.rows(
                        "SELECT extract(epoch FROM expires_at - now())::int AS seconds FROM sessions WHERE id = '\(id)'"
                    )
                    return Int(rows.first?["seconds"]?.integer ?? 0)
                }
                _ = try await server.psql(
                    """
                    UPDATE sessions SET last_seen_at = now() - interval '10 minutes',
                        expires_at = now() + interval '5 minutes' WHERE id = '\(id)'
                    """)
                let timer = try await server.api.send(
                    "GET", "hosts", as: jar.identity, headers: [("X-Background-Refresh", "1")])
                #expect(timer.status == 200)
                let stream = try await server.api.open("events?topics=host.changed", as: jar.identity, headers: [])
                #expect(stream.status == .ok)
                #expect(try await left() <= 300)
                #expect(try await server.api.send("GET", "hosts", as: jar.identity).status == 200)
                #expect(try await left() > 300)
            }
        }

        @Test("a program refreshes with the token of the body and gets no cookies; signing out ends what it got")
        func refreshBody() async throws {
            let server = try OpenWatchServer.current
            let signedIn = try await server.signIn()
            let token = try #require(signedIn.json["refresh_token"])
            let answer = try await server.api.send("POST", "auth/refresh", json: ["refresh_token": token])
            #expect(answer.status == 200 && answer.headers["Set-Cookie"].isEmpty, "\(answer.text)")
            let bearer = APIClient.Identity.bearer(answer.json["access_token"]?.string ?? "")
            #expect(try await server.api.send("GET", "hosts", as: bearer).status == 200)
            let listed = try await server.api.send("GET", "auth/me/sessions", as: bearer)
            #expect(listed.json["sessions"]?.array?.filter { $0["is_current"] == true }.count == 1, "\(listed.text)")
            #expect(try await server.api.send("POST", "auth/logout", as: bearer).status == 204)
            let after = try await server.api.send(
                "POST", "auth/refresh", json: ["refresh_token": answer.json["refresh_token"] ?? .null])
            #expect(after.status == 401 && after.code == "auth.refresh_invalid")
            for (body, code) in [
                (JSONValue.object([:]), "validation.field_required"),
                (["refresh_token": ""], "validation.field_required"),
                (["refresh_token": 1], "validation.invalid_body"),
            ] {
                let refused = try await server.api.send("POST", "auth/refresh", json: body)
                #expect(refused.status == 400 && refused.code == code, "\(refused.text)")
            }
            try await server.signIn()
        }

        @Test("policy asks for a second factor: a sign-in can set one up and nothing else, and then needs its codes")
        func secondFactor() async throws {
            let server = try OpenWatchServer.current
            try await server.signIn()
            let policy = try await server.put(
                "auth-policy",
                [
                    "require_mfa": true, "session_idle_timeout_seconds": 600, "session_absolute_timeout_seconds": 7_200,
                ])
            #expect(policy.status == 200, "\(policy.text)")
            let signedIn = try await server.signIn()
            #expect(signedIn.json["mfa_enrollment_required"] == true)
            #expect(signedIn.json["outstanding_step"] == "mfa_enrollment")
            let refused = try await server.get("hosts")
            #expect(refused.status == 403 && refused.code == "auth.mfa_enrollment_required", "\(refused.text)")
            #expect(try await server.get("auth/me").json["outstanding_step"] == "mfa_enrollment")
            #expect(try await server.post("auth/password:change", [:]).status == 403)
            let enrolled = try await server.post("auth/mfa:enroll")
            let app = try OneTimeCode(uri: try #require(enrolled.json["provisioning_uri"]?.string))
            let wrong = try await server.post("auth/mfa:verify", ["otp": "abcdef"])
            #expect(wrong.status == 401 && wrong.code == "auth.mfa_invalid")
            let verified = try await server.post("auth/mfa:verify", ["otp": .string(app.code(-1))])
            #expect(verified.status == 204, "\(verified.text)")
            #expect(try await server.get("hosts").status == 200)
            let codes = try await server.post("auth/mfa/recovery-codes")
            let recovery = try #require(codes.json["recovery_codes"]?.array?.first)
            #expect(codes.json["recovery_codes"]?.array?.count == 10)

            func login(_ otp: JSONValue?) async throws -> APIAnswer {
                var body: JSONObject = [
                    "username": .string(OpenWatchServer.adminName), "password": .string(OpenWatchServer.adminPassword),
                ]
                if let otp { body["otp"] = otp }
                return try await server.api.send("POST", "auth/login", json: .object(body))
            }
            #expect(try await login(nil).code == "auth.mfa_required")
            #expect(try await login(.string(app.code(-1))).code == "auth.mfa_invalid", "it is spent")
            #expect(try await login(.string(app.code())).status == 200)
            #expect(try await login(recovery).status == 200)
            #expect(try await login(recovery).code == "auth.mfa_invalid")

            let off = try await server.put(
                "auth-policy",
                [
                    "require_mfa": false, "session_idle_timeout_seconds": 900,
                    "session_absolute_timeout_seconds": 43_200,
                ])
            #expect(off.status == 200, "\(off.text)")
            _ = try await server.psql("UPDATE sessions SET authenticated_at = now() - interval '11 minutes'")
            let stale = try await server.post("auth/mfa:disable")
            #expect(stale.status == 401 && stale.code == "auth.reauthentication_required")
            let again = try await server.post(
                "auth/reauthenticate",
                ["password": .string(OpenWatchServer.adminPassword), "otp": .string(app.code(1))])
            #expect(again.status == 204, "\(again.text)")
            #expect(try await server.post("auth/mfa:disable").status == 204)
            try await server.signIn()
        }

        /// Runs a body with the id of a browser's session.
        private func withKnownId(
            _ server: OpenWatchServer, _ jar: Jar, _ body: (String) async throws -> Void
        ) async throws {
            let listed = try await server.api.send("GET", "auth/me/sessions", as: jar.identity)
            let current = listed.json["sessions"]?.array?.first { $0["is_current"] == true }
            try await body(try #require(current?["id"]?.string, "\(listed.text)"))
        }
    }
}

extension SystemTests {
    /// Apart from the other sessions, because sign-ins of one address are limited.
    @Suite("The own password", .server())
    struct OwnPassword {
        @Test("a changed password counts at once, and only the session that changed it goes on")
        func password() async throws {
            let server = try OpenWatchServer.current
            let other = APIClient.Identity.bearer(try await server.signIn().json["access_token"]?.string ?? "")
            try await server.signIn()
            let new = "a longer sentence than before"
            let weak = try await server.post(
                "auth/password:change",
                ["current_password": .string(OpenWatchServer.adminPassword), "new_password": "passwordpassword"])
            #expect(weak.status == 400 && weak.code == "auth.password_policy" && weak.detail?["reason"] == "common")
            let changed = try await server.post(
                "auth/password:change",
                ["current_password": .string(OpenWatchServer.adminPassword), "new_password": .string(new)])
            #expect(changed.status == 204, "\(changed.text)")
            #expect(try await server.get("hosts").status == 200)
            #expect(try await server.api.send("GET", "hosts", as: other).detail?["reason"]?.string == "session_revoked")
            await #expect(throws: Failure.self) { try await server.signIn() }
            try await server.signIn(password: new)
        }
    }
}
