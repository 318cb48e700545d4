/// Passwords that are tried first: words with the usual trimmings, repetitions and rows of the keyboard.
enum CommonPasswords {
    /// - Parameter password: in lower case.
    static func contains(_ password: String) -> Bool {
        if isRepetition(password) || isRow(password) { return true }
        let bare = trimmed(password)
        for letters in [bare, plain(bare), trimmed(plain(password))] {
            if words.contains(letters) { return true }
            // Two of them one after the other are no better.
            for length in 4...max(4, letters.count - 4) where letters.count >= 8 {
                if words.contains(String(letters.prefix(length))), words.contains(String(letters.dropFirst(length))) {
                    return true
                }
            }
        }
        return false
    }

    /// Without the digits and signs around a word.
    private static func trimmed(_ text: String) -> String {
        let tail = text.drop { !$0.isLetter }
        return String(tail.reversed().drop { !$0.isLetter }.reversed())
    }

    private static func plain(_ text: String) -> String { String(text.map { look(of: $0) }) }

    /// The letter that a digit or sign stands for in `p@ssw0rd`.
    private static func look(of character: Character) -> Character {
        switch character {
        case "@", "4": "a"
        case "3": "e"
        case "1", "!": "i"
        case "0": "o"
        case "$", "5": "s"
        case "7": "t"
        default: character
        }
    }

    /// `aaaaaaaa`, `abababab`, `abc1abc1abc1`.
    private static func isRepetition(_ text: String) -> Bool {
        let characters = Array(text)
        guard characters.count >= 4 else { return true }
        for length in 1...max(1, characters.count / 3) where length <= 8 {
            if characters.indices.allSatisfy({ characters[$0] == characters[$0 % length] }) { return true }
        }
        return false
    }

    /// `abcdefgh`, `87654321`, `qwertyuiop`, and `1q2w3e4r5t`.
    private static func isRow(_ text: String) -> Bool {
        for row in rows where row.count >= text.count {
            if row.contains(text) || String(row.reversed()).contains(text) { return true }
        }
        return false
    }

    private static let rows = [
        "abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm",
        "qwertzuiopasdfghjklyxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p",
        "q1w2e3r4t5y6u7i8o9p0", "qazwsxedcrfvtgbyhnujmikolp", "1234qwerasdfzxcv", "qweasdzxc", "q1w2e3r4t5y6",
    ]

    private static let words: Set<String> = Set(
        """
        access account adgangskode admin administrator admins amanda andrea andrew angel angels animal apple arsenal
        asdf asdfgh asdfghjkl ashley austin autumn azerty baby backup baseball basketball batman bonjour boss buster
        butterfly carlos changeit changeme charlie cheese chelsea chocolate cisco company compliance computer cookie
        corvette cowboy daniel database default delta demo diamond dolphin dragon eagle elephant elite enterprise
        eternity ferrari flower football forever freedom friend friends gandalf garden gateway george ginger girls
        golden google guest guitar hallo hannah harley heaven hello helpdesk herbst hockey hunter iceman iloveu
        iloveyou infinity internet jasmine jennifer jessica jesus jonathan jordan joshua justin kennwort killer
        kitty knight lakers letmein liverpool login london lovely loveme maggie manager marina martin master matrix
        matthew maverick maximus melissa mercedes merlin michael michelle midnight monitor monkey monster morgan
        motdepasse mustang naruto network newyork nicole nothing openwatch operator orange pass passphrase passwd
        password passwords passwort patrick peanut pepper phoenix pokemon police porsche princess private public
        purple qazwsx qwer qwert qwerty qwertyuiop qwertz rachel rainbow ranger redhat richard robert root samantha
        samsung scooter secret secure security senha server service shadow silver slipknot soccer sommer spiderman
        spring startrek starwars steelers stephanie strong summer sunflower sunshine superman support sweet sysadmin
        system temp temporary test tester testing thomas thunder tigger toor trinity trustno trustnoone ubuntu user
        username vagrant victoria victory watch welcome whatever willkommen windows winner winter wizard wordpass
        xxxxxx yankees yellow zxcvbnm
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
