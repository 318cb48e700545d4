import Audit
import Contract
import Core
import Database
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals
import Web

/// Reads certificate and key again when their files have changed, and at SIGHUP.
///
/// New connections get the new pair. A pair that cannot be used is told once, in the log and the audit, and the one
/// before stays.
struct CertificateReload: Service, CustomStringConvertible {
    var description: String { "CertificateReload" }

    let files: TLSFiles
    let certificate: ServerCertificate
    let database: Database
    let audit: AuditTrail
    let logger: Logger
    /// How often the files are looked at. They are read when two looks in a row find the same change: whoever replaces
    /// two files needs a moment for it.
    var interval = Duration.seconds(2)

    func run() async throws {
        let (occasions, occasion) = AsyncStream.makeStream(of: Bool.self)
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
                    occasion.yield(true)
                }
                occasion.finish()
            }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    while (try? await Task.sleep(for: interval)) != nil { occasion.yield(false) }
                }
            }
            group.addTask { await follow(occasions) }
        }
    }

    private func follow(_ occasions: AsyncStream<Bool>) async {
        var known = files.stamp
        var before = known
        for await isAsked in occasions {
            let now = files.stamp
            defer { before = now }
            guard isAsked || (now != known && now == before) else { continue }
            known = now
            await CorrelationID.$current.withValue(.make(.schedule)) { await reload(isAsked: isAsked) }
        }
    }

    private func reload(isAsked: Bool) async {
        let cause: AuditEntry
        do {
            let isNew = try certificate.replace(with: try files.read())
            guard isNew || isAsked else { return }
            let facts = certificate.facts
            logger.notice(
                "certificate read again",
                metadata: ["fingerprint": "\(facts.fingerprint)", "not_after": "\(facts.notAfter.ISO8601Format())"])
            cause = AuditEntry(
                .systemCertificateReloaded, by: .system("tls"),
                detail: [
                    "fingerprint": .string(facts.fingerprint), "not_after": .string(facts.notAfter.ISO8601Format()),
                ])
        } catch {
            let reason = (error as? ServerError)?.message ?? "\(error)"
            logger.error(
                "the certificate cannot be used, the one before stays",
                metadata: ["reason": "\(reason)", "path": "\(files.certificate)"])
            cause = AuditEntry(
                .systemCertificateRejected, .failure, by: .system("tls"),
                detail: ["reason": .string(reason), "path": .string(files.certificate)])
        }
        do {
            try await audit.record(cause, in: database)
        } catch {
            logger.error("a change of certificate could not be audited", metadata: ["error": "\(error)"])
        }
    }
}
