import ArgumentParser
import JSON
import PluginHost

/// What a command found out: text for people, JSON for scripts, and whether it is a refusal.
struct CommandAnswer: Sendable {
    let text: String
    let json: JSONObject
    let isRefusal: Bool

    init(_ text: String, json: JSONObject, isRefusal: Bool = false) {
        self.text = text
        self.json = json
        self.isRefusal = isRefusal
    }

    /// The answer of a body; what it throws about a package becomes a refusal.
    static func of(_ body: () throws -> CommandAnswer) throws -> CommandAnswer {
        do {
            return try body()
        } catch let rejection as PluginRejection {
            return refusal(rejection.reason.rawValue, rejection.message, rejection.faults, "\(rejection)")
        } catch let error as PluginError {
            return refusal("\(error.code)", error.message, error.faults, "\(error)")
        }
    }

    private static func refusal(
        _ reason: String, _ message: String, _ faults: [ManifestFault], _ text: String
    ) -> CommandAnswer {
        CommandAnswer(
            text + "\n",
            json: [
                "ok": false, "reason": .string(reason), "message": .string(message),
                "faults": .array(faults.map { .string($0.description) }),
            ], isRefusal: true)
    }

    /// Prints the answer, a refusal's text on standard error.
    ///
    /// - Throws: exit code 1 for a refusal.
    func give(asJSON: Bool) throws {
        if asJSON {
            print(String(decoding: JSONValue.object(json).encoded(), as: UTF8.self))
        } else if isRefusal {
            StandardError.write("openwatch: " + text)
        } else {
            print(text, terminator: "")
        }
        if isRefusal { throw ExitCode(1) }
    }
}
