/// Which packet filter guards a machine, and whether it does.
///
/// Several engines may be installed, and ufw and firewalld drive nftables underneath. The first active one in the order
/// firewalld, ufw, nftables, iptables is the answer; with none active, the first one installed.
package struct FirewallState: Sendable, Hashable {
    /// "firewalld", "ufw", "nftables" or "iptables".
    package let service: String
    /// "active" or "inactive".
    package let status: String
    /// Rules of that engine, where the command could count them.
    package let ruleCount: Int64?

    package var isActive: Bool { status == "active" }

    /// Parses the output of ``rootCommand`` or ``userCommand``: lines of engine, state and an optional rule count.
    /// Nil when there is no engine at all.
    package init?(parsing text: some StringProtocol) {
        var found: [String: (active: Bool, rules: Int64?)] = [:]
        for line in RemoteText.lines(text) {
            let words = RemoteText.words(line)
            guard words.count >= 2, Self.engines.contains(String(words[0])) else { continue }
            found[String(words[0])] = (
                ["active", "running", "enabled"].contains(words[1].lowercased()),
                words.count > 2 ? Int64(words[2]) : nil
            )
        }
        guard
            let engine = Self.engines.first(where: { found[$0]?.active == true })
                ?? Self.engines.first(where: { found[$0] != nil }), let state = found[engine]
        else { return nil }
        service = engine
        status = state.active ? "active" : "inactive"
        ruleCount = state.rules
    }

    private static let engines = ["firewalld", "ufw", "nftables", "iptables"]

    /// What root can see: the rules themselves.
    package static let rootCommand = """
        have() { command -v "$1" >/dev/null 2>&1; }
        word() { if "$@" >/dev/null 2>&1; then echo active; else echo inactive; fi; }
        if have firewall-cmd; then
          s=$(word firewall-cmd --state); n=
          [ "$s" = active ] && n=$(firewall-cmd --list-all-zones 2>/dev/null | grep -c "^[[:space:]]*rule ")
          echo firewalld "$s" "$n"
        fi
        if have ufw; then
          s=$(ufw status numbered 2>/dev/null)
          case $s in *"Status: active"*) w=active ;; *) w=inactive ;; esac
          echo ufw "$w" "$(printf "%s\\n" "$s" | grep -c "^\\[")"
        fi
        if have nft; then
          n=$(nft list ruleset 2>/dev/null | grep -E "accept|drop|reject|masquerade|[sd]nat|jump|goto" | grep -vc " hook ")
          p=$(nft list ruleset 2>/dev/null | grep -c "policy drop")
          w=inactive; [ "$n" -gt 0 ] || [ "$p" -gt 0 ] && w=active
          echo nftables "$w" "$n"
        fi
        if have iptables-save; then
          n=$(iptables-save 2>/dev/null | grep -c "^-A")
          p=$(iptables-save 2>/dev/null | grep -cE "^:[A-Z]+ DROP")
          w=inactive; [ "$n" -gt 0 ] || [ "$p" -gt 0 ] && w=active
          echo iptables "$w" "$n"
        fi
        exit 0
        """

    /// What anybody can see: units and configuration. Reports fewer engines, and no rule counts.
    package static let userCommand = """
        have() { command -v "$1" >/dev/null 2>&1; }
        unit() { if systemctl is-active --quiet "$1" 2>/dev/null; then echo active; else echo inactive; fi; }
        have firewall-cmd && have systemctl && echo firewalld "$(unit firewalld)"
        if [ -r /etc/ufw/ufw.conf ]; then
          if grep -qi "^ENABLED=yes" /etc/ufw/ufw.conf; then echo ufw active; else echo ufw inactive; fi
        fi
        if have nft && have systemctl; then echo nftables "$(unit nftables)"; fi
        if have iptables-save && have systemctl; then echo iptables "$(unit iptables)"; fi
        if have rc-service; then
          for s in nftables iptables; do
            have "$s" || continue
            if rc-service "$s" status >/dev/null 2>&1; then echo "$s" active; else echo "$s" inactive; fi
          done
        fi
        exit 0
        """
}
