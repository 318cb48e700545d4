import Crypto
import Foundation
import Glibc

/// A file of breached passwords as the Pwned Passwords downloader writes it: one `SHA1[:COUNT]` a line, sorted.
///
/// A look-up is a binary search of some 30 reads of 256 bytes, whatever the size of the file.
/// The descriptor is only ever read at given offsets, and closed with the last reference.
final class BreachList: Sendable {
    private static let hashLength = 40
    /// Longer than any line.
    private static let window = 256

    private let descriptor: Int32
    private let size: Int
    private let path: String

    /// - Throws: `breachList` for a file that cannot be opened, is empty or does not begin and end with such lines.
    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw IdentityError(
                .breachList, "\(path) cannot be opened: \(String(cString: strerror(errno)))",
                hint: "correct identity.breach_list_file or leave it empty")
        }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw IdentityError(.breachList, "\(path) is not a regular file")
        }
        size = Int(information.st_size)
        do {
            guard let first = try hash(atOrAfter: 0), let last = try hash(atOrAfter: max(0, size - Self.window / 2)),
                first.text <= last.text
            else { throw malformed() }
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit {
        close(descriptor)
    }

    /// Whether the list has a password. Reads the file and blocks.
    ///
    /// - Throws: `breachList` when the file cannot be read or is damaged where the password would be.
    func contains(_ password: String) throws -> Bool {
        let wanted = Self.hash(of: password)
        // The first line that is not below `wanted` begins at or after `low` and before `high`, if it exists.
        var low = 0
        var high = size
        while low < high {
            let middle = low + (high - low) / 2
            guard let line = try hash(atOrAfter: middle) else {
                high = middle
                continue
            }
            if line.text == wanted { return true }
            if line.text < wanted {
                low = line.next
            } else {
                high = middle
            }
        }
        return false
    }

    static func hash(of password: String) -> String {
        Insecure.SHA1.hash(data: Array(password.utf8)).map { byte in
            let text = String(byte, radix: 16, uppercase: true)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// The hash of the first line that begins at or after an offset, and where the next line begins.
    private func hash(atOrAfter offset: Int) throws -> (text: String, next: Int)? {
        // One byte earlier: a line begins at `offset` when the byte before it ends one.
        let start = max(0, offset - 1)
        let bytes = try read(at: start)
        var index = 0
        if offset > 0 {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
                guard start + bytes.count >= size else { throw malformed() }
                return nil
            }
            index = end + 1
        }
        let line = bytes[index...].prefix { $0 != UInt8(ascii: "\n") }
        guard !line.isEmpty else {
            guard start + index >= size else { throw malformed() }
            return nil
        }
        let text = String(decoding: line.prefix(Self.hashLength), as: UTF8.self).uppercased()
        let rest = line.dropFirst(Self.hashLength)
        guard text.utf8.count == Self.hashLength, text.allSatisfy(\.isHexDigit),
            rest.isEmpty || rest.first == UInt8(ascii: ":") || rest.first == UInt8(ascii: "\r"),
            line.endIndex < bytes.endIndex || start + bytes.count >= size
        else { throw malformed() }
        return (text, start + line.endIndex + 1)
    }

    private func read(at offset: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.window)
        let count = pread(descriptor, &bytes, bytes.count, off_t(offset))
        guard count >= 0 else {
            throw IdentityError(.breachList, "\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        return Array(bytes.prefix(count))
    }

    private func malformed() -> IdentityError {
        IdentityError(
            .breachList,
            "\(path) is not a sorted list of SHA-1 hashes, one 40-digit hash with an optional :COUNT a line",
            hint: "write it with a Pwned Passwords downloader, ordered by hash")
    }
}
