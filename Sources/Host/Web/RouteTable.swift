import Foundation

/// Every route of the server, found by method and path.
///
/// A template part is a literal, `{name}`, or `{name}:verb`. Literals win over parameters, so `/hosts/summary` and
/// `/hosts/{id}` can stand side by side.
package struct RouteTable: Sendable {
    package enum Match: Sendable {
        case route(Route, parameters: [String: String])
        /// The path exists, with these methods.
        case methodNotAllowed([String])
        case notFound
    }

    package let routes: [Route]
    private let root: Node

    /// - Precondition: no two routes share method and path; the contract test proves it.
    package init(_ routes: [Route]) {
        self.routes = routes
        var root = Node()
        for (index, route) in routes.enumerated() {
            let segments = route.operation.path.split(separator: "/").map(Segment.init)
            root.insert(segments[...], method: route.operation.method.rawValue, route: index)
        }
        self.root = root
    }

    /// - Parameter path: the raw path of the request, still percent-encoded, without the query.
    package func match(method: String, path: String) -> Match {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard path.hasPrefix("/"), parts.count <= 16, !parts.contains("") else { return .notFound }
        var parameters: [String: String] = [:]
        guard let methods = root.find(parts, parameters: &parameters), !methods.isEmpty else { return .notFound }
        guard let index = methods[method] else { return .methodNotAllowed(methods.keys.sorted()) }
        return .route(routes[index], parameters: parameters)
    }
}

/// One part of a path template.
private enum Segment: Hashable {
    case literal(String)
    case parameter(name: String, suffix: String)

    init(_ text: Substring) {
        if text.hasPrefix("{"), let end = text.firstIndex(of: "}") {
            let name = String(text[text.index(after: text.startIndex)..<end])
            self = .parameter(name: name, suffix: String(text[text.index(after: end)...]))
        } else {
            self = .literal(String(text))
        }
    }
}

private struct Node: Sendable {
    var literals: [String: Node] = [:]
    var parameters: [(name: String, suffix: String, node: Node)] = []
    var methods: [String: Int] = [:]

    mutating func insert(_ segments: ArraySlice<Segment>, method: String, route: Int) {
        guard let first = segments.first else {
            methods[method] = route
            return
        }
        let rest = segments.dropFirst()
        switch first {
        case .literal(let text):
            literals[text, default: Node()].insert(rest, method: method, route: route)
        case .parameter(let name, let suffix):
            if let index = parameters.firstIndex(where: { $0.name == name && $0.suffix == suffix }) {
                parameters[index].node.insert(rest, method: method, route: route)
            } else {
                var node = Node()
                node.insert(rest, method: method, route: route)
                parameters.append((name, suffix, node))
                // `{id}:disable` is tried before `{id}`, which would swallow it.
                parameters.sort { $0.suffix.count > $1.suffix.count }
            }
        }
    }

    func find(_ parts: ArraySlice<Substring>, parameters values: inout [String: String]) -> [String: Int]? {
        guard let part = parts.first else { return methods.isEmpty ? nil : methods }
        let rest = parts.dropFirst()
        if let node = literals[String(part)], let found = node.find(rest, parameters: &values) { return found }
        for (name, suffix, node) in parameters where part.hasSuffix(suffix) && part.count > suffix.count {
            guard let value = String(part.dropLast(suffix.count)).removingPercentEncoding else { continue }
            if let found = node.find(rest, parameters: &values) {
                values[name] = value
                return found
            }
        }
        return nil
    }
}
