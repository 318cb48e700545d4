import Foundation
import JSON
import Testing

extension SystemTests.BadInput {
    @Suite("Sign-in", .serialized)
    struct SignIn {
        @Test("a wrong password and an unknown user get the same answer, and the audit trail knows the difference")
        func refused() async throws {
            let server = try OpenWatchServer.current
            let wrong = try await attempt(OpenWatchServer.adminName, "not the password")
            let unknown = try await attempt("nobody.here", "not the password")
            for answer in [wrong, unknown] {
                #expect(answer.status == 401)
                #expect(answer.code == "auth.invalid_credentials")
                #expect(answer.headers["Set-Cookie"].isEmpty)
            }
            let messages = Set([wrong, unknown].map { $0.json["error"]?["human_message"]?.string })
            #expect(messages.count == 1)
            #expect(wrong.detail == unknown.detail)
            for (answer, reason) in [(wrong, "wrong_password"), (unknown, "unknown_user")] {
                let id = answer[header: "X-Correlation-Id"] ?? ""
                let rows = try await server.audit("auth.login.failure", where: "correlation_id = '\(id)'")
                #expect(rows.count == 1)
                #expect(rows.first?["outcome"]?.string == "failure")
                #expect(rows.first?["detail"]?["reason"]?.string == reason)
                #expect(rows.first?["actor_ip"]?.string == "127.0.0.1")
            }
        }

        @Test("a sign-in sets the cookies that the contract names, out of reach of scripts and of plain HTTP")
        func cookies() async throws {
            let answer = try await OpenWatchServer.current.signIn()
            for name in ["openwatch_session", "XSRF-TOKEN"] {
                #expect(answer.cookie(name)?.isEmpty == false, "no cookie \(name)")
            }
            let lines = answer.headers["Set-Cookie"]
            #expect(lines.allSatisfy { $0.contains("Secure") && $0.contains("SameSite=") })
            let session = lines.first { $0.hasPrefix("openwatch_session=") } ?? ""
            #expect(session.contains("HttpOnly"))
            #expect(answer[header: "Cache-Control"] == "no-store")
        }

        @Test("a cookie session needs the CSRF token for what changes something, and for nothing else")
        func csrf() async throws {
            let server = try OpenWatchServer.current
            let signedIn = try await server.signIn()
            let session = try #require(signedIn.cookie("openwatch_session"))
            let csrf = try #require(signedIn.cookie("XSRF-TOKEN"))
            func addHost(_ token: String?) async throws -> APIAnswer {
                try await server.api.send(
                    "POST", "hosts", as: .cookie(session: session, csrf: token),
                    json: ["hostname": "csrf", "ip_address": "127.0.0.1", "port": 1])
            }
            for token in [nil, "", String(csrf.reversed())] {
                let refused = try await addHost(token)
                #expect(refused.status == 403)
                #expect(refused.code == "authz.csrf_invalid")
            }
            let read = try await server.api.send("GET", "hosts", as: .cookie(session: session, csrf: nil))
            #expect(read.status == 200)
            #expect(read.json["hosts"]?.array?.contains { $0["hostname"]?.string == "csrf" } == false)
            let added = try await addHost(csrf)
            #expect(added.status == 201, "\(added.text)")
        }

        @Test("signing out ends the cookie and the bearer token of the session, whichever of them is used for it")
        func signOut() async throws {
            let server = try OpenWatchServer.current
            let api = try server.api
            for useCookie in [true, false] {
                let signedIn = try await server.signIn()
                let cookie = APIClient.Identity.cookie(
                    session: try #require(signedIn.cookie("openwatch_session")), csrf: nil)
                let bearer = APIClient.Identity.bearer(try #require(signedIn.json["access_token"]?.string))
                for identity in [cookie, bearer] {
                    let me = try await api.send("GET", "auth/me", as: identity)
                    #expect(me.status == 200)
                    #expect(me.json["username"]?.string == OpenWatchServer.adminName)
                }
                let out = try await api.send("POST", "auth/logout", as: useCookie ? cookie : bearer)
                #expect(out.status == 204)
                #expect(out.cookie("openwatch_session")?.isEmpty == true)
                for identity in [cookie, bearer] {
                    let me = try await api.send("GET", "auth/me", as: identity)
                    #expect(me.status == 401)
                    #expect(me.code == "auth.session_invalid")
                    #expect(me.detail?["reason"]?.string == "session_revoked")
                }
                let again = try await api.send("POST", "auth/logout", as: useCookie ? cookie : bearer)
                #expect(again.status == 204, "there is nothing to revoke, which is no fault")
            }
            try await server.signIn()
        }

        @Test("signing out ends the session's open event streams, and no other's")
        func signOutStream() async throws {
            let server = try OpenWatchServer.current
            let signedIn = try await server.signIn()
            let bearer = APIClient.Identity.bearer(try #require(signedIn.json["access_token"]?.string))
            try await server.signIn()
            let other = try await EventStream.open(server)
            let client = try server.makeClient(version: .http1Only)
            do {
                let response = try await client.open("events?topics=host.changed", as: bearer, headers: [])
                #expect(response.status == .ok)
                #expect(try await server.api.send("POST", "auth/logout", as: bearer).status == 204)
                let start = ContinuousClock.now
                for try await _ in response.body {}
                #expect(ContinuousClock.now - start < .seconds(30))
                #expect(!other.isEnded)
            } catch {
                await client.close()
                await other.close()
                throw error
            }
            await client.close()
            await other.close()
        }

        @Test(
            "identities that nobody gave out are refused",
            arguments: [
                "", "x", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", String(repeating: "A", count: 8_000),
                String(repeating: "A", count: 15_000),
            ])
        func forged(_ token: String) async throws {
            let api = try OpenWatchServer.current.api
            let bearer = try await api.send("GET", "hosts", as: .bearer(token))
            #expect(bearer.status == 401)
            let cookie = try await api.send("GET", "hosts", as: .cookie(session: token, csrf: nil))
            #expect(cookie.status == 401)
        }

        @Test("over HTTP/1.1 a forged identity of 30 KB is refused as such, one of 40 KB for its size")
        func forgedLarge() async throws {
            let api = try OpenWatchServer.current.makeClient(version: .http1Only)
            do {
                let refused = try await api.send("GET", "hosts", as: .bearer(String(repeating: "A", count: 30_000)))
                #expect(refused.status == 401)
                #expect(refused.code == "auth.session_invalid")
                for length in [40_000, 400_000] {
                    let large = try await api.send("GET", "hosts", as: .bearer(String(repeating: "A", count: length)))
                    #expect(large.status == 431)
                    #expect(large.code == "request.headers_too_large")
                }
                #expect(api.headerFaults.isEmpty)
            } catch {
                await api.close()
                throw error
            }
            await api.close()
        }

        @Test("after 20 sign-ins in a minute the next is put off, with the time to wait")
        func rateLimit() async throws {
            // A server of its own: the limit counts all attempts of this address.
            try await OpenWatchServer.with { server in
                // One attempt was the fixture's own.
                for number in 2...20 {
                    // Another name each time: one alone would have to wait sooner.
                    let answer = try await server.api.send(
                        "POST", "auth/login", json: ["username": .string("nobody\(number)"), "password": "x"])
                    #expect(answer.status == 401)
                }
                let refused = try await server.api.send(
                    "POST", "auth/login",
                    json: [
                        "username": .string(OpenWatchServer.adminName),
                        "password": .string(OpenWatchServer.adminPassword),
                    ])
                #expect(refused.status == 429)
                #expect(refused.code == "rate.limited")
                let seconds = refused[header: "Retry-After"].flatMap { Int($0) } ?? 0
                #expect((1...60).contains(seconds))
                #expect(refused.headers["Set-Cookie"].isEmpty)
                // Who is signed in already is not touched.
                #expect(try await server.get("auth/me").status == 200)
            }
        }

        @Test("a name that was guessed at five times waits, whether somebody has it or not")
        func nameThrottled() async throws {
            try await OpenWatchServer.with { server in
                for name in [OpenWatchServer.adminName, "nobody"] {
                    let body: JSONValue = ["username": .string(name), "password": "x"]
                    for _ in 1...5 {
                        #expect(try await server.api.send("POST", "auth/login", json: body).status == 401)
                    }
                    // The wait begins with a second, which a busy machine may take for the next request.
                    _ = try await server.psql("UPDATE auth_throttle SET blocked_until = now() + interval '60 s'")
                    let refused = try await server.api.send("POST", "auth/login", json: body)
                    #expect(refused.status == 429 && refused.code == "rate.limited", "\(refused.text)")
                    let seconds = refused[header: "Retry-After"].flatMap { Int($0) } ?? 0
                    #expect((1...60).contains(seconds))
                    _ = try await server.psql(
                        "UPDATE auth_throttle SET blocked_until = NULL WHERE subject LIKE 'address:%'")
                }
                #expect(try await server.get("auth/me").status == 200, "who is signed in is not touched")
            }
        }

        private func attempt(_ username: String, _ password: String) async throws -> APIAnswer {
            try await OpenWatchServer.current.api.send(
                "POST", "auth/login", json: ["username": .string(username), "password": .string(password)])
        }
    }
}
