import AreaTestSupport
import Contract
import CryptoExtras
import Identity
import Logging
import PluginHost
import TestSupport
import Testing
import Web

@testable import Server

@Suite("What is served")
struct CompositionTests {
    @Test("the server has one route for each operation of the contract and no other")
    func routes() async throws {
        try await withAreaDatabase { test in
            let composition = try Composition(
                configuration: Configuration(), database: test.database,
                secrets: try SecretBox(keyBytes: [UInt8](repeating: 1, count: 32)),
                logger: { _ in .quiet })
            let key = try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation
            let routes = composition.routes(signer: try await AccessTokenSigner(privateKeyPEM: key))
            let served = routes.map(\.operation.operationID).sorted()
            #expect(served == OperationCatalog.all.map(\.operationID).sorted())
            #expect(Set(routes.map { "\($0.operation.method.rawValue) \($0.operation.path)" }).count == routes.count)
            for route in routes {
                #expect(OperationCatalog.all.contains(route.operation))
                let table = RouteTable(routes)
                let path = route.operation.path.replacing(/\{\w+\}/, with: "018f0000-0000-7000-8000-000000000001")
                guard case .route(let found, _) = table.match(method: route.operation.method.rawValue, path: path)
                else {
                    Issue.record("\(route.operation.operationID) is not reached at \(path)")
                    continue
                }
                #expect(found.operation == route.operation)
                // A package is the one body that may be large.
                let limit = route.bodyType == .bytes ? PackageArchive.sizeLimit + 1_048_576 : 1_048_576
                #expect((1...limit).contains(route.maxBodyBytes))
            }
        }
    }
}
