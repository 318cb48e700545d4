import AreaTestSupport
import Contract
import Foundation
import Testing

@testable import Fleet

@Suite("Rules for hosts")
struct HostRulesTests {
    private static let longText = String(repeating: "x", count: 2_000)

    @Test(
        "an acceptable host passes",
        arguments: [
            HostCreateRequest(hostname: "web", ipAddress: "192.0.2.1"),
            .init(hostname: "höst 1", ipAddress: "2001:db8::1"),
            .init(hostname: "web", ipAddress: "::ffff:192.0.2.1", port: 65_535, tags: ["a", "b"]),
            .init(hostname: String(repeating: "h", count: 256), ipAddress: "::", environment: ""),
        ])
    func accepted(request: HostCreateRequest) throws {
        try HostRules.check(request)
    }

    @Test(
        "a field outside of its rule is named",
        arguments: [
            (.init(hostname: "", ipAddress: "192.0.2.1"), "hostname"),
            (.init(hostname: " \t ", ipAddress: "192.0.2.1"), "hostname"),
            (.init(hostname: "a\nb", ipAddress: "192.0.2.1"), "hostname"),
            (.init(hostname: "a\u{7f}", ipAddress: "192.0.2.1"), "hostname"),
            (.init(hostname: longText, ipAddress: "192.0.2.1"), "hostname"),
            (.init(hostname: "a", ipAddress: ""), "ip_address"),
            (.init(hostname: "a", ipAddress: "host"), "ip_address"),
            (.init(hostname: "a", ipAddress: "192.0.2"), "ip_address"),
            (.init(hostname: "a", ipAddress: "192.0.2.256"), "ip_address"),
            (.init(hostname: "a", ipAddress: "192.0.2.1/24"), "ip_address"),
            (.init(hostname: "a", ipAddress: "192.0.2.1 "), "ip_address"),
            (.init(hostname: "a", ipAddress: "fe80::1%eth0"), "ip_address"),
            (.init(hostname: "a", ipAddress: "1"), "ip_address"),
            (.init(hostname: "a", ipAddress: "192.0.2.1\u{0}"), "ip_address"),
            (.init(hostname: "a", ipAddress: "::", port: -1), "port"),
            (.init(hostname: "a", ipAddress: "::", port: 65_536), "port"),
            (.init(hostname: "a", ipAddress: "::", displayName: longText), "display_name"),
            (.init(hostname: "a", ipAddress: "::", description: longText), "description"),
            (.init(hostname: "a", ipAddress: "::", environment: longText), "environment"),
            (.init(hostname: "a", ipAddress: "::", tags: Array(repeating: "t", count: 65)), "tags"),
            (.init(hostname: "a", ipAddress: "::", tags: [""]), "tags"),
            (.init(hostname: "a", ipAddress: "::", tags: [longText]), "tags"),
            (.init(hostname: "a", ipAddress: "::", username: longText), "username"),
        ] as [(HostCreateRequest, String)])
    func refused(request: HostCreateRequest, field: String) async {
        let error = await apiError { try HostRules.check(request) }
        #expect(error?.detail["field"] == .string(field) && error?.code.httpStatus == 400)
    }

    @Test(
        "a change outside of its rule is named",
        arguments: [
            (.init(ipAddress: "x"), "ip_address"), (.init(port: 0), "port"), (.init(port: 70_000), "port"),
            (.init(environment: " "), "environment"),
            (.init(environment: ""), "environment"), (.init(tags: [""]), "tags"),
        ] as [(HostUpdateRequest, String)])
    func refusedChange(change: HostUpdateRequest, field: String) async {
        let error = await apiError { try HostRules.check(change) }
        #expect(error?.detail["field"] == .string(field) && error?.code.httpStatus == 400)
    }
}
