/// The sections that the manifest declares, in its order.
enum SectionName: String, CaseIterable, Sendable {
    case os, uname, ident, host, mem, cpu, hw, virt, df, mounts, accounts, groups, nssgroups, sockets, sockproc
    case addr, netsys, route, svc, reboot, mac, crypto, fwunits, hashes, hashroot, shadow, sudoers, sshd, fw
    case updates, updroot, pkg
}
