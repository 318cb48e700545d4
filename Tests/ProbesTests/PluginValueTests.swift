import AreaTestSupport
import Database
import Foundation
import Testing

@testable import Probes

@Suite("Values of plugins")
struct PluginValueTests {
    private func store(_ database: Database, plugin: String = "p", host: UUID) -> PluginValueStore {
        PluginValueStore(pluginID: plugin, hostID: host, database: database)
    }

    @Test("a value is kept per plugin, host and key, with a version that grows with each write")
    func versions() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost().id
            let other = try await test.database.addHost().id
            let mine = store(test.database, host: host)
            #expect(try await mine.value(forKey: "k") == nil)
            for round in 1...3 {
                #expect(try await mine.store([UInt8(round), 0, 255], forKey: "k", expected: nil, timeToLive: nil))
                let found = try #require(try await mine.value(forKey: "k"))
                #expect(found.value == [UInt8(round), 0, 255] && found.version == UInt64(round))
            }
            #expect(try await store(test.database, plugin: "q", host: host).value(forKey: "k") == nil)
            #expect(try await store(test.database, host: other).value(forKey: "k") == nil)
            #expect(try await mine.value(forKey: "K") == nil)
        }
    }

    @Test("a write that expects another version changes nothing; 0 expects that there is none")
    func expected() async throws {
        try await withAreaDatabase { test in
            let mine = store(test.database, host: try await test.database.addHost().id)
            #expect(try await !mine.store([1], forKey: "k", expected: 5, timeToLive: nil))
            #expect(try await mine.store([1], forKey: "k", expected: 0, timeToLive: nil))
            #expect(try await !mine.store([2], forKey: "k", expected: 0, timeToLive: nil))
            #expect(try await mine.store([3], forKey: "k", expected: 1, timeToLive: nil))
            #expect(try await mine.value(forKey: "k")?.value == [3])
            #expect(try await !mine.store([4], forKey: "k", expected: .max, timeToLive: nil))
        }
    }

    @Test("an empty value removes the key, if its version is the expected one")
    func removed() async throws {
        try await withAreaDatabase { test in
            let mine = store(test.database, host: try await test.database.addHost().id)
            #expect(try await mine.store([1], forKey: "k", expected: nil, timeToLive: nil))
            #expect(try await !mine.store([], forKey: "k", expected: 7, timeToLive: nil))
            #expect(try await mine.store([], forKey: "k", expected: 1, timeToLive: nil))
            #expect(try await mine.value(forKey: "k") == nil)
            #expect(try await mine.store([2], forKey: "k", expected: 0, timeToLive: nil))
        }
    }

    @Test("a value whose time is over is as good as none")
    func expiry() async throws {
        try await withAreaDatabase { test in
            let mine = store(test.database, host: try await test.database.addHost().id)
            #expect(try await mine.store([1], forKey: "k", expected: nil, timeToLive: .milliseconds(300)))
            #expect(try await mine.value(forKey: "k") != nil)
            try await Task.sleep(for: .milliseconds(400))
            #expect(try await mine.value(forKey: "k") == nil)
            #expect(try await mine.store([2], forKey: "k", expected: 0, timeToLive: nil))
            try await Task.sleep(for: .milliseconds(400))
            #expect(try await mine.value(forKey: "k")?.value == [2])
        }
    }

    @Test("of writers at the same time each counts once, and of those expecting no value exactly one wins")
    func concurrent() async throws {
        try await withAreaDatabase { test in
            let mine = store(test.database, host: try await test.database.addHost().id)
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for writer in 1...8 {
                    group.addTask {
                        try await mine.store([UInt8(writer)], forKey: "first", expected: 0, timeToLive: nil)
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(winners == 1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...8 {
                    group.addTask {
                        for _ in 0..<10 {
                            while true {
                                let version = try await mine.value(forKey: "count")?.version ?? 0
                                if try await mine.store(
                                    [UInt8(writer)], forKey: "count", expected: version, timeToLive: nil)
                                {
                                    break
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await mine.value(forKey: "count")?.version == 80)
        }
    }
}
