/// Takes a command line apart into the words that the host quoted into it.
enum ShellWords {
    /// The inverse of the host's quoting: plain words, and words with parts in single quotes or behind a backslash.
    static func split(_ line: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var isWord = false
        var isQuoted = false
        var isEscaped = false
        for byte in line.utf8 {
            if isEscaped {
                word.append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "'") {
                isQuoted.toggle()
                isWord = true
            } else if !isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
                isWord = true
            } else if !isQuoted, byte == UInt8(ascii: " ") {
                if isWord { words.append(String(decoding: word, as: UTF8.self)) }
                word = []
                isWord = false
            } else {
                word.append(byte)
                isWord = true
            }
        }
        if isWord { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }

    /// The path of the host's own way to read a file; nil for any other command.
    static func readPath(_ words: [String]) -> String? {
        words.count == 3 && words[0] == "cat" && words[1] == "--" ? words[2] : nil
    }
}
