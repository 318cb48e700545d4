import Testing
import Web

@testable import Contract

@Suite("Route table")
struct RouteTableTests {
    private static let table = RouteTable(
        [
            (.get, "/api/v1/hosts"), (.post, "/api/v1/hosts"), (.get, "/api/v1/hosts/summary"),
            (.get, "/api/v1/hosts/{id}"),
            (.delete, "/api/v1/hosts/{id}"), (.post, "/api/v1/hosts/{id}/connectivity:check"),
            (.post, "/api/v1/users/{id}:disable"),
            (.get, "/api/v1/users/{id}"), (.get, "/api/v1/hosts/{id}/rules/{rule}"),
            (.get, "/api/v1/hosts/summary/rules"),
        ].map { method, path in
            Route(WebBench.operation(method, path, .anonymous)) { _ in .noContent }
        })

    private func found(_ method: String, _ path: String) -> String {
        switch Self.table.match(method: method, path: path) {
        case .route(let route, let parameters):
            let values = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
            return route.operation.path + (values.isEmpty ? "" : " " + values)
        case .methodNotAllowed(let methods): return methods.joined(separator: ",")
        case .notFound: return "404"
        }
    }

    @Test(
        "a path finds its route",
        arguments: [
            ("GET", "/api/v1/hosts", "/api/v1/hosts"), ("GET", "/api/v1/hosts/summary", "/api/v1/hosts/summary"),
            ("GET", "/api/v1/hosts/x", "/api/v1/hosts/{id} id=x"),
            ("POST", "/api/v1/hosts/x/connectivity:check", "/api/v1/hosts/{id}/connectivity:check id=x"),
            ("POST", "/api/v1/users/7:disable", "/api/v1/users/{id}:disable id=7"),
            ("GET", "/api/v1/users/7", "/api/v1/users/{id} id=7"),
            ("GET", "/api/v1/hosts/a%20b%2Fc", "/api/v1/hosts/{id} id=a b/c"),
            ("GET", "/api/v1/hosts/summary/rules", "/api/v1/hosts/summary/rules"),
            ("GET", "/api/v1/hosts/summary/rules/9", "/api/v1/hosts/{id}/rules/{rule} id=summary,rule=9"),
        ])
    func matches(method: String, path: String, expected: String) {
        #expect(found(method, path) == expected)
    }

    @Test(
        "a known path with another method tells the methods it has",
        arguments: [
            ("PUT", "/api/v1/hosts", "GET,POST"), ("POST", "/api/v1/hosts/x", "DELETE,GET"),
            ("GET", "/api/v1/hosts/x/connectivity:check", "POST"), ("get", "/api/v1/hosts", "GET,POST"),
            ("HEAD", "/api/v1/hosts/summary", "GET"),
        ])
    func methods(method: String, path: String, expected: String) {
        #expect(found(method, path) == expected)
    }

    @Test(
        "anything else is not found",
        arguments: [
            "", "/", "api/v1/hosts", "/api/v1", "/api/v1/hosts/", "/api/v1//hosts", "//api/v1/hosts",
            "/api/v1/hosts/x/y",
            "/api/v1/hosts/%zz", "/api/v1/hosts/%ff", "/API/v1/hosts", "/api/v1/hosts/x/connectivity",
            "/api/v1/hosts%2Fx",
            "/api/v1/hosts/../hosts", "*",
        ])
    func notFound(path: String) {
        #expect(found("GET", path) == "404")
    }

    @Test("long paths are refused without work")
    func long() {
        #expect(found("GET", String(repeating: "/a", count: 100_000)) == "404")
        #expect(found("GET", "/api/v1/hosts/" + String(repeating: "a", count: 100_000)).hasPrefix("/api/v1/hosts/{id}"))
    }

    @Test("a verb alone does not stand for an empty parameter")
    func bareVerb() {
        #expect(found("POST", "/api/v1/users/:disable") == "GET")
    }
}
