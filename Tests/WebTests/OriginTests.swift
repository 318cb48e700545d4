import JSON
import Testing
import Web

@Suite("Where requests come from")
struct OriginTests {
    @Test("addresses and ranges of IPv4 and IPv6 are read, anything else is refused")
    func parsing() {
        for (text, read) in [
            ("192.0.2.1", "192.0.2.1"), ("2001:DB8::1", "2001:db8::1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("::", "::"),
        ] {
            #expect(IPAddress(text)?.description == read)
        }
        for text in [
            "", "192.0.2", "192.0.2.256", "1.2.3.4 ", "[::1]", "fe80::1%eth0", ":::1", "localhost", "1.2.3.4\0",
        ] {
            #expect(IPAddress(text) == nil, "\(text)")
        }
        for text in ["10.0.0.0/8", "0.0.0.0/0", "192.0.2.1", "192.0.2.1/32", "2001:db8::/32", "::/0", "::1/128"] {
            #expect(AddressRange(text) != nil, "\(text)")
        }
        for text in [
            "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "/8", "::/129", "2001:db8::1/32",
            "10.0.0.0/+8", "10.0.0.0/0008", "::ffff:10.0.0.0/104",
        ] {
            #expect(AddressRange(text) == nil, "\(text)")
        }
        #expect(AddressRange.list("10.0.0.0/8, ::1")?.count == 2 && AddressRange.list("")?.isEmpty == true)
        #expect(AddressRange.list("10.0.0.0/8, nonsense") == nil)
    }

    @Test("a range holds its first and last address and no other")
    func membership() throws {
        let cases: [(String, [String], [String])] = [
            (
                "10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3"],
                ["9.255.255.255", "11.0.0.0", "::a00:0"]
            ),
            ("192.0.2.128/25", ["192.0.2.128", "192.0.2.255"], ["192.0.2.127", "192.0.3.128"]),
            ("203.0.113.7", ["203.0.113.7"], ["203.0.113.6", "203.0.113.8"]),
            ("2001:db8::/33", ["2001:db8::", "2001:db8:7fff::1"], ["2001:db8:8000::", "2001:db7::"]),
            ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::1"]),
        ]
        for (range, inside, outside) in cases {
            let range = try #require(AddressRange(range))
            for text in inside { #expect(range.contains(try #require(IPAddress(text))), "\(text)") }
            for text in outside { #expect(!range.contains(try #require(IPAddress(text))), "\(text)") }
        }
    }

    private func origin(
        _ proxies: TrustedProxies, _ headers: [String: String]
    ) async throws -> (address: String?, url: String?) {
        let result = ResultBox()
        try await WebBench.run(proxies: proxies) { bench in
            let json = try await bench.send("GET", "/api/v1/origin", headers: headers).json
            result.value.withLockedValue { $0 = json }
        }
        let json = result.value.withLockedValue { $0 }
        let parts = json?.array ?? []
        return (parts.first?.string, parts.last?.string)
    }

    @Test("R8: without a trusted proxy nothing that a request says of its origin counts")
    func untrusted() async throws {
        let lies = [
            "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http",
        ]
        for proxies in [TrustedProxies(), TrustedProxies(try #require(AddressRange.list("192.0.2.0/24")))] {
            let seen = try await origin(proxies, lies)
            #expect(seen.address == "127.0.0.1" && seen.url == "")
        }
    }

    @Test(
        "behind a trusted proxy the right-most address that is no proxy is the caller's",
        arguments: [
            ("203.0.113.9", "203.0.113.9"), ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
            ("198.51.100.1, 203.0.113.9, 10.1.1.1, 127.0.0.1", "203.0.113.9"), ("203.0.113.9:4711", "203.0.113.9"),
            ("[2001:db8::9]:4711", "2001:db8::9"), ("2001:db8::9", "2001:db8::9"),
            ("198.51.100.1, nonsense, 10.1.1.1", "10.1.1.1"), ("nonsense", "127.0.0.1"), ("", "127.0.0.1"),
            ("10.0.0.5, 10.0.0.6", "10.0.0.5"),
        ])
    func chain(_ header: String, _ address: String) async throws {
        let proxies = TrustedProxies(try #require(AddressRange.list("127.0.0.0/8,10.0.0.0/8")))
        #expect(try await origin(proxies, ["X-Forwarded-For": header]).address == address)
    }

    @Test("R8: the address of the server for links is the configured one, else what a trusted proxy says, checked")
    func publicURL() async throws {
        let ranges = try #require(AddressRange.list("127.0.0.1"))
        let header = ["X-Forwarded-Host": "Watch.Example:8443", "X-Forwarded-Proto": "https"]
        #expect(try await origin(TrustedProxies(ranges), header).url == "https://watch.example:8443")
        let configured = TrustedProxies(ranges, publicURL: "https://watch.example.org")
        #expect(try await origin(configured, header).url == "https://watch.example.org")
        for host in ["evil.example/path", "a@evil.example", "evil example", "", "evil.example:99999999", "a\\b"] {
            #expect(try await origin(TrustedProxies(ranges), ["X-Forwarded-Host": host]).url == "", "\(host)")
        }
        #expect(
            try await origin(TrustedProxies(ranges), ["X-Forwarded-Host": "a", "X-Forwarded-Proto": "javascript"]).url
                == "")
        #expect(TrustedProxies.publicURLFault("https://watch.example.org:8443") == nil)
        for text in ["http://watch.example.org", "https://watch.example.org/", "https://", "watch", "https://a@b"] {
            #expect(TrustedProxies.publicURLFault(text) != nil, "\(text)")
        }
    }
}
