import Foundation
import TestSupport
import Testing

@testable import Licensing

@Suite("The licence file")
struct LicenseFileTests {
    @Test("a missing file is none, a folder or a file beyond the bound is a fault")
    func reading() throws {
        let directory = try TemporaryDirectory()
        #expect(try LicenseFile(path: directory.path + "/none").read() == nil)
        #expect(try LicenseFile(path: directory.path + "/none/none").read() == nil)
        try directory.write("large", String(repeating: "x", count: 65_537))
        mkfifo(directory.path + "/fifo", 0o644)
        for path in ["", "/large", "/fifo"] {
            #expect(throws: LicensingError.self) { try LicenseFile(path: directory.path + path).read() }
        }
        // What is no text is still read; the verifier judges it.
        try directory.write("bytes", bytes: [0xff, 0x00, 0xfe])
        #expect(try LicenseFile(path: directory.path + "/bytes").read()?.isEmpty == false)
        symlink(directory.path + "/bytes", directory.path + "/link")
        #expect(try LicenseFile(path: directory.path + "/link").read() != nil)
    }

    @Test("root gives the file to the owner of the server's folder; a link in its place is replaced, not followed")
    func owner() throws {
        let directory = try TemporaryDirectory()
        let state = directory.path + "/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        #expect(chown(state, 65_534, 65_534) == 0)
        try directory.write("elsewhere", "untouched")
        let path = directory.path + "/license.lic"
        symlink(directory.path + "/elsewhere", path)
        try LicenseFile(path: path).write("token", ownedLike: state)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.type] as? FileAttributeType == .typeRegular)
        #expect(attributes[.ownerAccountID] as? Int == 65_534 && attributes[.posixPermissions] as? Int == 0o600)
        #expect(try directory.read("elsewhere") == Array("untouched".utf8))
        #expect(try LicenseFile(path: path).read() == "token\n")
    }

    @Test("taking back puts the earlier content there, or nothing, and leaves alone what somebody else wrote")
    func restoring() throws {
        let directory = try TemporaryDirectory()
        let file = LicenseFile(path: directory.path + "/license.lic")
        try file.write("new")
        try file.restore("old", over: "new")
        #expect(try file.read() == "old")
        try file.restore("older", over: "new")
        #expect(try file.read() == "old")
        try file.write("new")
        try file.restore(nil, over: "new")
        #expect(try file.read() == nil)
    }

    @Test("a file that cannot be written leaves nothing behind and says what to do")
    func unwritable() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: directory.path + "/license.lic", withIntermediateDirectories: true)
        do {
            try LicenseFile(path: directory.path + "/license.lic").write("token")
            Issue.record("a folder was replaced")
        } catch let error as LicensingError {
            #expect(error.hint?.contains("license.file") == true)
        }
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/license.lic.new"))
    }
}
