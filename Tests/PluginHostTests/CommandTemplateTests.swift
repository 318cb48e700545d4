import Testing

@testable import PluginHost

@Suite struct CommandTemplateTests {
    private func render(_ argv: [String], _ arguments: [String]) throws -> String {
        try CommandTemplate(parsing: argv).render(arguments)
    }

    @Test("arguments cannot become shell syntax")
    func quoting() throws {
        #expect(try render(["echo", "{a:text}"], ["x; rm -rf /"]) == "echo 'x; rm -rf /'")
        #expect(try render(["echo", "{a:text}"], ["it's"]) == "echo 'it'\\''s'")
        #expect(try render(["echo", "{a:text}"], ["$(id)`id`\n"]) == "echo '$(id)`id`\n'")
        #expect(try render(["echo", "{a:text}"], [""]) == "echo ''")
        #expect(try render(["echo", "--x={a:word}"], ["a.b"]) == "echo --x=a.b")
        #expect(try render(["awk", "{{print $1}}", "{f:path}"], ["/a b"]) == "awk '{print $1}' '/a b'")
        #expect(try render(["kill", "-{n:int}", "*"], ["9"]) == "kill -9 '*'")
    }

    @Test(
        "arguments of the wrong type are refused",
        arguments: [
            ("word", "a b"), ("word", ""), ("word", "-rf"), ("word", "a;b"), ("word", "ä"), ("path", "etc"),
            ("path", "/etc/../shadow"), ("path", "/a//b"), ("path", "/a\nb"), ("int", "1x"), ("int", "+1"),
            ("int", "-1"),
            ("int", ""), ("int", "99999999999999999999"), ("text", "-o"), ("text", "a\u{0}b"),
        ])
    func types(kind: String, argument: String) throws {
        let template = try CommandTemplate(parsing: ["cmd", "{a:\(kind)}"])
        #expect(throws: TemplateFault.self) { try template.render([argument]) }
    }

    @Test("the number of arguments must be right")
    func count() throws {
        let template = try CommandTemplate(parsing: ["cmd", "{a:word}", "{b:int}"])
        #expect(template.parameters == [.word, .int])
        #expect(throws: TemplateFault.self) { try template.render(["a"]) }
        #expect(throws: TemplateFault.self) { try template.render(["a", "1", "2"]) }
        #expect(throws: TemplateFault.self) { try CommandTemplate(parsing: ["c", "{a:word}", "{a:word}"]) }
    }

    @Test("a glob covers what it says and no more")
    func globs() throws {
        let glob = try #require(PathGlob("/etc/ssh/sshd_config.d/*.conf"))
        #expect(glob.matches("/etc/ssh/sshd_config.d/10-local.conf"))
        #expect(!glob.matches("/etc/ssh/sshd_config.d/.hidden.conf"))
        #expect(!glob.matches("/etc/ssh/sshd_config.d/a/b.conf"))
        #expect(!glob.matches("/etc/ssh/sshd_config.d/../../shadow.conf"))
        #expect(!glob.matches("/etc/ssh/sshd_config.d/a.conf/"))
        #expect(!glob.matches("/etc/ssh/sshd_config.d//a.conf"))
        let many = try #require(PathGlob("/" + String(repeating: "a*", count: 200) + "b"))
        #expect(!many.matches("/" + String(repeating: "a", count: 2_000)))
        #expect(try #require(PathGlob("/a/?x*")).matches("/a/bxyz"))
        #expect(PathGlob("/a/[ab]") == nil)
    }
}
