extension APIError {
    /// 400 for a field or parameter that is missing or blank.
    package static func fieldRequired(_ field: String) -> APIError {
        APIError(.validationFieldRequired, "\(field) is required", detail: ["field": .string(field)])
    }

    /// 400 for a field or parameter of the wrong form.
    ///
    /// - Parameter expected: the form it should have, for example `uuid`.
    package static func fieldFormat(_ field: String, expected: String) -> APIError {
        APIError(
            .validationFieldFormat, "\(field) must be \(expected)",
            detail: ["field": .string(field), "expected": .string(expected)])
    }

    /// 400 for a field outside its bounds.
    package static func fieldRange(_ violation: LimitViolation) -> APIError {
        APIError(.validationFieldRange, violation.message, detail: violation.detail)
    }

    /// 400 for a body that is not JSON of the expected shape.
    ///
    /// - Parameter field: the wire name of the field at fault, when one is known.
    package static func invalidBody(field: String? = nil) -> APIError {
        APIError(
            .validationInvalidBody, "The request body is not the JSON that this operation expects",
            detail: field.map { ["field": .string($0)] } ?? [:])
    }

    /// 413 for a body larger than its limit.
    package static func bodyTooLarge(maximumBytes: Int) -> APIError {
        APIError(
            .validationBodyTooLarge, "The request body may have at most \(maximumBytes) bytes",
            detail: ["max_bytes": .int(maximumBytes)])
    }

    /// 400 for a request header that is malformed or too long.
    package static func headerInvalid(_ header: String, _ message: String) -> APIError {
        APIError(.requestHeaderInvalid, message, detail: ["header": .string(header)])
    }

    /// 400 for a page size outside 1 to the maximum.
    package static func limitExceeded(maximum: Int, requested: Int) -> APIError {
        APIError(
            .paginationLimitExceeded, "limit must be a number from 1 to \(maximum)",
            detail: ["max_limit": .int(maximum), "requested": .int(requested)])
    }

    /// 400 for a cursor that the list did not issue.
    package static func cursorInvalid() -> APIError {
        APIError(.paginationCursorInvalid, "The cursor is not one of this list, start without it")
    }

    /// 400 for an operation that must be repeatable and has no key.
    package static func idempotencyKeyRequired() -> APIError {
        APIError(.idempotencyKeyRequired, "The Idempotency-Key header is required")
    }

    /// 404 for a path that no operation has.
    package static func unknownPath() -> APIError {
        APIError(.requestNotFound, "No operation has this path")
    }

    /// 405 for a path without this method.
    ///
    /// - Parameter allowed: the methods that the path offers.
    package static func methodNotAllowed(allowed: [String]) -> APIError {
        APIError(
            .requestMethodNotAllowed, "The path does not offer this method",
            headers: ["Allow": allowed.joined(separator: ", ")])
    }
}
