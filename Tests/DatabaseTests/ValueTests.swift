import Core
import Database
import Foundation
import TestSupport
import Testing

@Suite("Values")
struct ValueTests {
    private static let hostile = [
        "", "NULL", "null", "'; DROP TABLE x; --", "\"quoted\"", "back\\slash\\", "{a,b}", "a,b", " spaces ",
        "line\nbreak\ttab\r", "äöü ß 漢字 👩🏽‍🚒", "$1 %s \u{1}\u{7f}", String(repeating: "x", count: 100_000),
    ]

    @Test("hostile text comes back as it was sent", arguments: hostile)
    func textRoundTrip(text: String) async throws {
        try await withTestDatabase { test in
            let rows = try await test.database.query(
                "SELECT $1::text AS one, $2::text[] AS many, $3::text AS nothing",
                [.text(text), .textArray([text, "NULL", text]), nil])
            #expect(try rows[0].string("one") == text)
            #expect(try rows[0].stringArray("many") == [text, "NULL", text])
            #expect(try rows[0].optionalString("nothing") == nil)
        }
    }

    @Test("a NUL character is refused with an error that names the parameter, not its content")
    func nulIsRefused() async throws {
        try await withTestDatabase { test in
            for value: SQLValue in [
                .text("secret\0"), .textArray(["a", "secret\0"]), .json(Array("\"secret\0\"".utf8)),
            ] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await test.database.query("SELECT $1::text, $2::text", [1, value])
                }
                #expect(error?.code == .invalidParameter)
                #expect(error?.message.contains("$2") == true)
                #expect(error?.message.contains("secret") == false)
            }
        }
    }

    @Test("scalars come back as they were sent")
    func scalars() async throws {
        try await withTestDatabase { test in
            let id = UUID.v7()
            let bytes = [UInt8](0...255)
            let row = try #require(
                try await test.database.query(
                    """
                    SELECT $1::bigint AS smallest, $2::bigint AS largest, $3::float8 AS fraction, $4::float8 AS infinite,
                        $5::bool AS yes, $6::bool AS no, $7::uuid AS id, $8::bytea AS bytes, $9::jsonb AS doc,
                        $10::uuid AS none, 7::smallint AS small, sum(n) AS total, count(*) AS count
                    FROM generate_series(1, 4) AS n
                    """,
                    [
                        .int(Int64.min), .int(Int64.max), 0.1, .double(-.infinity), true, false, .uuid(id),
                        .bytes(bytes), .json(text: #"{"a": [1, "x\"y"]}"#), .uuid(optional: nil),
                    ]
                ).first)
            #expect(try row.int("smallest") == .min)
            #expect(try row.int("largest") == .max)
            #expect(try row.double("fraction") == 0.1)
            #expect(try row.double("infinite") == -.infinity)
            #expect(try row.bool("yes"))
            #expect(try !row.bool("no"))
            #expect(try row.uuid("id") == id)
            #expect(try row.bytes("bytes") == bytes)
            #expect(try String(decoding: row.json("doc"), as: UTF8.self) == #"{"a": [1, "x\"y"]}"#)
            #expect(try row.optionalUUID("none") == nil)
            #expect(try row.int("small") == 7)
            #expect(try row.int("total") == 10)
            #expect(try row.int("count") == 4)
            #expect(try row.isNull("none"))
        }
    }

    @Test("timestamps keep their microseconds", arguments: [0, 1, -1, 1_772_445_604_118_230, -62_135_596_800_000_000])
    func timestamps(microseconds: Int64) async throws {
        try await withTestDatabase { test in
            let time = Timestamp(microseconds: microseconds)
            let row = try #require(
                try await test.database.query(
                    "SELECT $1::timestamptz AS time, extract(epoch FROM $1::timestamptz) * 1000000 = $2 AS same",
                    [.timestamp(time), .int(microseconds)]
                ).first)
            #expect(try row.timestamp("time") == time)
            #expect(try row.bool("same"))
        }
    }

    @Test("a time outside the years 1 to 9999 is refused")
    func extremeTimestamps() async throws {
        try await withTestDatabase { test in
            for time in [Int64.min, Int64.max] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await test.database.query(
                        "SELECT $1::timestamptz", [.timestamp(Timestamp(microseconds: time))])
                }
                #expect(error?.code == .invalidParameter)
            }
        }
    }

    @Test("arrays of every kind come back, with nulls and empty ones")
    func arrays() async throws {
        try await withTestDatabase { test in
            let ids = [UUID.v7(), UUID.v7()]
            let time = Timestamp(microseconds: 1_772_445_604_118_230)
            let rows = try await test.database.query(
                """
                SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::timestamptz[], $5::jsonb[], $6::bool[],
                    $7::float8[]) WITH ORDINALITY AS t(id, name, number, time, doc, flag, ratio, position)
                """,
                [
                    .uuidArray(ids), .optionalTextArray(["a\"\\{},", nil]), .optionalInt64Array([nil, .max]),
                    .optionalTimestampArray([time, nil]), .jsonArray([Array(#"{"k":"\"\\"}"#.utf8), Array("2".utf8)]),
                    .boolArray([true, false]), .doubleArray([1.5, .nan]),
                ])
            #expect(try rows.map { try $0.uuid("id") } == ids)
            #expect(try rows.map { try $0.optionalString("name") } == ["a\"\\{},", nil])
            #expect(try rows.map { try $0.optionalInt("number") } == [nil, .max])
            #expect(try rows.map { try $0.optionalTimestamp("time") } == [time, nil])
            #expect(try String(decoding: rows[0].json("doc"), as: UTF8.self) == #"{"k": "\"\\"}"#)
            #expect(try rows.map { try $0.bool("flag") } == [true, false])
            #expect(try rows[1].double("ratio").isNaN)
            let row = try #require(
                try await test.database.query(
                    "SELECT $1::text[] AS empty, $2::uuid[] AS ids, $3::bigint[] AS numbers, ARRAY['a', NULL] AS gap",
                    [.textArray([]), .uuidArray(ids), .int64Array([-1, 2])]
                ).first)
            #expect(try row.stringArray("empty").isEmpty)
            #expect(try row.uuidArray("ids") == ids)
            #expect(try row.intArray("numbers") == [-1, 2])
            #expect(throws: DatabaseError.self) { try row.stringArray("gap") }
        }
    }

    @Test("a missing column, a null and another type are decoding errors")
    func decodingErrors() async throws {
        try await withTestDatabase { test in
            let row = try #require(
                try await test.database.query("SELECT 'x'::text AS word, NULL::int AS nothing, 1.5::numeric AS part")
                    .first)
            let attempts: [(Row) throws -> Void] = [
                { _ = try $0.string("missing") }, { _ = try $0.int("word") }, { _ = try $0.uuid("word") },
                { _ = try $0.bool("word") }, { _ = try $0.json("word") }, { _ = try $0.bytes("word") },
                { _ = try $0.timestamp("word") }, { _ = try $0.stringArray("word") }, { _ = try $0.int("nothing") },
                { _ = try $0.int("part") },
            ]
            for attempt in attempts {
                let error = #expect(throws: DatabaseError.self) { try attempt(row) }
                #expect(error?.code == .decoding)
            }
            #expect(try row.optionalInt("nothing") == nil)
            #expect(try row.double("part") == 1.5)
        }
    }
}
