import Core
import Testing

@Suite("Table headers of TOML")
struct TOMLHeaderCheckTests {
    @Test(
        "a header without a key is found, with its line",
        arguments: [
            ("[", 1), ("[\n", 1), ("a = 1\n[\n[b]]", 2), ("[[ \n", 1), ("[=]", 1), ("[]", 1), ("a = [\n1\n]\n [", 4),
            ("a = '''\n[\n'''\n[", 4), ("a = \"\"\"\\\n[\"\"\"\"\n[\n", 3), ("\u{a0}[\n", 1), ("# [\n[ #\n", 2),
            ("a = [}", 1), ("a = [1,\n}\n]", 2), ("a = [\u{2028}]", 1), ("a = [\n\u{85}1]", 2), ("a = {b = [}}", 1),
        ])
    func found(_ text: String, _ line: Int) {
        #expect(TOMLHeaderCheck.faultyLine(in: Array(text.utf8)) == line)
    }

    @Test(
        "what is well-formed passes",
        arguments: [
            "", "[a]", "[ a . \"b\" ]\n[[c]]\n[['d']]", "a = [\n[1],\n[\n2]\n]\nb = { c = [] }", "a = '''\n[\n'''\n[b]",
            "a = \"[\" # [\n[b]", "a = \"\\\"\"\n[b]", "a = \"\"\"x\\\"\"\"\"\n[b]", "\u{feff}[a]", "\r\n[a]\r\n",
            "a = 'x\\'\n[b]", "a = [{ b = [1] }, { c = '}' }] # ]", "a = [\"\u{2028}\"] # \u{2028}",
        ])
    func passed(_ text: String) {
        #expect(TOMLHeaderCheck.faultyLine(in: Array(text.utf8)) == nil)
    }
}
