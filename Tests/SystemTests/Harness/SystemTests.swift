import Testing

/// Drives the built programs from outside: over HTTPS and the command line.
///
/// The hosts are real sshd servers of this very machine, and accounts and ports of the machine are what the probes look
/// at. So nothing else that makes accounts or opens ports may run at the same time: `swift test --filter SystemTests`.
@Suite("System", .serialized)
enum SystemTests {}
