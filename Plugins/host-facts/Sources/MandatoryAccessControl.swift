/// Whether SELinux and AppArmor are at work.
package struct MandatoryAccessControl: Sendable, Hashable {
    /// "Enforcing", "Permissive" or "Disabled"; nil where SELinux is not part of the system.
    package let selinuxStatus: String?
    package let appArmorEnabled: Bool

    /// Parses the output of ``command``.
    package init(parsing text: some StringProtocol) {
        let values = RemoteText.assignments(text)
        appArmorEnabled = values["apparmor"] == "Y"
        switch (values["enforce"], values["getenforce"]?.lowercased(), values["config"]) {
        case ("1", _, _), (nil, "enforcing", _): selinuxStatus = "Enforcing"
        case ("0", _, _), (nil, "permissive", _): selinuxStatus = "Permissive"
        // A configuration file without a mounted selinuxfs: installed, but the kernel runs without it.
        case (_, "disabled", _), (nil, nil, .some): selinuxStatus = "Disabled"
        default: selinuxStatus = nil
        }
    }

    /// Reads kernel files first: they need neither root nor a tool.
    package static let command = """
        [ -r /sys/fs/selinux/enforce ] && printf "enforce=%s\\n" "$(cat /sys/fs/selinux/enforce)"
        command -v getenforce >/dev/null 2>&1 && printf "getenforce=%s\\n" "$(getenforce 2>/dev/null)"
        [ -r /etc/selinux/config ] && printf "config=%s\\n" "$(sed -n "s/^SELINUX=//p" /etc/selinux/config)"
        [ -r /sys/module/apparmor/parameters/enabled ] && printf "apparmor=%s\\n" "$(cat /sys/module/apparmor/parameters/enabled)"
        exit 0
        """
}
