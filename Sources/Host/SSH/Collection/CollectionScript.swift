/// Writes the shell text of a collection. It runs in dash, bash, busybox ash and mksh.
///
/// Each oddity has a reason: everything is one function called on the last line together with `exit`, because shells
/// that read their script byte by byte would else run what arrives later as commands; the nonce and the script travel
/// on standard input, since arguments are visible to everybody on the host; a section's command runs in a subshell, so
/// that `exit` in it does not skip its result; size is limited inside the timed shell, and the surplus is swallowed.
struct CollectionScript: Sendable {
    let nonce: String

    /// Asked of the login shell, whichever it is.
    static let shellCommand = "exec /bin/sh -s"

    /// What sudo is told to print when it wants the password.
    var passwordPrompt: String { "@\(nonce) W" }

    /// The part that runs as the login user. With `asksForRoot`, it then waits for `go` on its input.
    func userPart(_ sections: [CollectionSection], asksForRoot: Bool, knownMode: PrivilegeMode?) -> [UInt8] {
        var text = head + sections.map(call).joined()
        if asksForRoot { text += rootQuestion(skipsProbe: knownMode == .password) }
        return Array((text + "printf '\\n@%s X\\n' \"$N\"\n" + Self.tail).utf8)
    }

    /// The part for the root shell, behind the line that it waits for.
    func rootPart(_ sections: [CollectionSection]) -> [UInt8] {
        Array(("go\n" + head + sections.map(call).joined() + Self.tail).utf8)
    }

    private static let tail = "}\now; exit $?\n"

    private var head: String {
        """
        ow() {
        N=\(nonce)
        LC_ALL=C; export LC_ALL N; unset LANG LANGUAGE ENV BASH_ENV CDPATH
        TZ=UTC0; export TZ; umask 077; cd / || exit 3; set -f
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
        PAGER=cat SYSTEMD_PAGER= SYSTEMD_COLORS=0; export PAGER SYSTEMD_PAGER SYSTEMD_COLORS
        have() { command -v "$1" >/dev/null 2>&1; }
        have renice && renice -n 10 -p $$ >/dev/null 2>&1
        have ionice && ionice -c 3 -p $$ >/dev/null 2>&1
        W=none
        if timeout --version 2>/dev/null | grep -q coreutils; then W=gnu; elif have setsid; then W=sid; fi
        sec() {
        printf '\\n@%s B %s\\n' "$N" "$1"; printf '\\n@%s S %s\\n' "$N" "$1" >&2
        c="{ ( $4
        ) </dev/null; printf '\\n@%s Q %s\\n' \\"\\$N\\" \\$?; } | { head -c $(($3 + 64)); cat >/dev/null; }"
        case $W in
        gnu) timeout -k 1 "$2" sh -c "$c" </dev/null; r=$? ;;
        sid) setsid sh -c "$c" </dev/null & p=$!
        ( sleep "$2"; kill -KILL -$p ) >/dev/null 2>&1 </dev/null & k=$!
        wait $p; r=$?; kill $k 2>/dev/null ;;
        *) sh -c "$c" </dev/null; r=$? ;;
        esac
        printf '\\n@%s E %s %s\\n' "$N" "$1" "$r"
        }
        printf '\\n@%s V 1 uid=%s w=%s\\n' "$N" "$(id -u)" "$W"

        """
    }

    /// The root shell reads one line first and stops unless it is `go`: a password that sudo did not ask for must not
    /// be run as a command.
    private func rootQuestion(skipsProbe: Bool) -> String {
        """
        G='echo; echo @G; IFS= read -r a && [ "$a" = go ] && exec /bin/sh -s'; m=none
        if [ "$(id -u)" = 0 ]; then m=root; set -- /bin/sh -c "$G"
        elif have sudo; then
        if \(skipsProbe ? "false" : "sudo -n true </dev/null >/dev/null 2>&1"); then
        m=nopasswd; set -- sudo -n /bin/sh -c "$G"
        else m=password; set -- sudo -S -k -p "@$N W" /bin/sh -c "$G"; fi
        elif have doas && doas -n true </dev/null >/dev/null 2>&1; then m=nopasswd; set -- doas -n /bin/sh -c "$G"; fi
        printf '\\n@%s R %s\\n' "$N" "$m"; r=125
        if [ $m != none ] && IFS= read -r a && [ "$a" = go ]; then
        printf '\\n@%s S -\\n' "$N" >&2; "$@"; r=$?; fi
        printf '\\n@%s P %s %s\\n' "$N" "$m" "$r"

        """
    }

    private func call(_ section: CollectionSection) -> String {
        let command = section.command.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        return "sec \(section.name) \(section.timeoutSeconds) \(section.maxBytes) '\(command)'\n"
    }
}
