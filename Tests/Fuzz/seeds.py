#!/usr/bin/env python3
"""Write the first inputs of the fuzzers to Tests/Fuzz/corpus. What fuzzing adds is committed beside them."""

import pathlib
import struct
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "Tests/Fuzz/corpus"


def put(target, name, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def frame(kind, body=b"", call=1, sequence=1, flags=0):
    return struct.pack("<IHHQII", len(body), kind, flags, call, sequence, 0) + body


def field(data):
    data = data if isinstance(data, bytes) else data.encode()
    return struct.pack("<I", len(data)) + data


def u32(*values):
    return struct.pack(f"<{len(values)}I", *values)


def u64(*values):
    return struct.pack(f"<{len(values)}Q", *values)


def ssh_string(data):
    data = data if isinstance(data, bytes) else data.encode()
    return struct.pack(">I", len(data)) + data


def seed_values():
    for name, text in {
        "object": '{"a":1,"b":[true,false,null],"c":{"d":-1.5e-7}}', "text": '"\\u00e9\\ud83d\\ude00\\n\\"x"',
        "numbers": "[0,-0,1e308,9223372036854775807,9223372036854775808,0.1]", "nested": "[" * 40 + "]" * 40,
    }.items():
        put("json", name, text)
    for name, text in {
        "integer": "-123", "uuid": "01a20a61-30af-7c93-8000-000000000001", "bytea": "\\x00ff10",
        "array": '{a,"b \\"c",NULL,""}', "time": "2026-11-23T21:47:52.031836Z",
    }.items():
        put("sql-text", name, text)
    put("cookies", "two", "openwatch_session=abc; XSRF-TOKEN=def\nother=1")
    put("cookies", "broken", "=;;a;b=;openwatch_session")
    put("cookies", "many", ";".join(f"c{i}={i}" for i in range(80)))


def seed_plugins():
    result = struct.pack("<iiIQQI", 0, 0, 1, 5, 6, 0) + field("m") + field("{}") + field('{"ok":true}')
    put("result", "good", result)
    put("result", "failed", struct.pack("<iiIQQI", -3, -12, 1, 5, 6, 2) + field("no\x07route") + field("") + field(""))
    put("result", "short", result[:30])
    put("frames", "result", frame(67, result))
    put("frames", "parts", frame(67, result[:9], flags=1) + frame(72, b"x", call=2) + frame(67, result[9:]))
    put("frames", "several", frame(64) + frame(70, u32(1) + field("log line")) + frame(73))
    event = u32(0, 1, 1) + u64(1_700_000_000_000_000_000) + field("alice") + field("made") + field('{"user":"alice"}')
    put("events", "one", u32(1) + event)
    put("events", "three", u32(3) + event * 3)
    put("events", "refused", u32(1) + event.replace(b'"user"', b'"usex"'))
    for path in sorted((ROOT / "Plugins").glob("*/plugin.toml")):
        put("manifest", path.parent.name, path.read_bytes())
    for path in sorted((ROOT / "Plugins").glob("*/schema/result.json")):
        put("schema", path.parts[-3], path.read_bytes() + b'\0{"status":"ok","total_ms":1.5}')
    put("schema", "all-words", '{"$defs":{"a":{"type":["string","null"],"pattern":"^[a-z]+$","format":"uuid"}},"type":'
        '"object","required":["x"],"additionalProperties":{"$ref":"#/$defs/a"},"properties":{"x":{"type":"array","items":'
        '{"type":"integer","minimum":0,"maximum":9},"minItems":1,"maxItems":3}}}\0{"x":[1,2],"y":"abc"}')
    put("schema", "loop", '{"$defs":{"a":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}\0{}')
    for number, (pattern, text) in enumerate([
        ("^(a|b)+c{2,5}$", "ababcc"), ("[^x-z\\d]*\\.", "abc."), ("(a*)*b", "a" * 40), ("^\\S{1,64}(\\s|$)", "x y"),
    ]):
        put("pattern", f"pattern-{number}", f"{pattern}\n{text}")
    note = u32(4, 104, 0x4F570001) + b"OWP\0" + struct.pack("<HHHH", 1, 0, 0, 1) + b"fuzz".ljust(64, b"\0")
    note += b"1.0.0".ljust(32, b"\0")
    head = b"\x7fELF\2\1\1" + bytes(9)
    segments = head + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segments += struct.pack("<IIQQQQQQ", 4, 4, 120, 0, 0, 120, 120, 4) + note
    put("elf", "segment", segments)
    sections = head + struct.pack("<HHIQQQIHHHHHH", 3, 183, 1, 0, 0, 64, 0, 64, 0, 0, 64, 1, 0)
    sections += struct.pack("<IIQQQQIIQQ", 1, 7, 0, 0, 128, 120, 0, 0, 4, 0) + note
    put("elf", "section", sections)
    put("elf", "cut", segments[:130])
    hello = u32(1, 0, 4, 0) + b"".join(field(x) for x in ["OpenWatch", "0.1", "i", "id", "1"]) + u32(1) + field("ow.ssh/1")
    hello = frame(1, hello, call=0, sequence=0)
    run = u32(0) + u64(7) + u32(2, 1) + u64(0, 0) + u32(1, 5) + field("{}") + field("") + field("trace")
    put("runner", "run", hello + frame(2, u32(1) + field("{}")) + frame(4, run, call=9) + frame(5, u32(1), call=9)
        + frame(8, u32(1, 10), call=9) + frame(9, u64(0), call=3) + frame(10, call=0))
    put("runner", "parts", hello + frame(4, run[:20], call=9, flags=1) + frame(3, u32(1) + field("{}")) + frame(4, run[20:], call=9))
    put("runner", "reply", hello + frame(6, struct.pack("<i", 0) + field("x"), call=9) + frame(7, u32(1) + field("chunk"), call=9))
    put("runner", "wrong", hello + frame(4, run[:-2], call=9))


def seed_ssh():
    put("banner", "openssh", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    put("banner", "preface", "Welcome\r\nto this\nSSH-1.99-x\nrest")
    put("banner", "http", "HTTP/1.1 400 Bad Request\r\n\r\n")
    lists = ["curve25519-sha256,ecdh-sha2-nistp256", "ssh-ed25519,rsa-sha2-512", "aes256-gcm@openssh.com", "aes128-ctr",
             "hmac-sha2-256-etm@openssh.com", "hmac-sha2-256", "none", "none", "", ""]
    payload = b"\x14" + bytes(16) + b"".join(ssh_string(x) for x in lists) + b"\0" + bytes(4)
    packet = struct.pack(">IB", len(payload) + 5, 4) + payload + bytes(4)
    put("key-exchange", "packet", packet)
    put("key-exchange", "stream", b"SSH-2.0-x\r\n" + packet)
    put("key-exchange", "cut", packet[:60])
    put("banner", "with-packet", b"SSH-2.0-x\r\n" + packet)
    nonce = "0123456789abcdef"
    mark = f"\n@{nonce} "
    plain = f"motd{mark}V 1 uid=1000{mark}B a\nout{mark}Q 0{mark}E a 0{mark}B os-release\nID=x\n{mark}Q 0{mark}E os-release 0"
    put("collection", "plain", f"{plain}{mark}X\n")
    put("collection", "root", f"{plain}{mark}R sudo\n@G\n{mark}V 1 uid=0{mark}B a\n" + "long" * 9 + f"{mark}E a 124{mark}P x 0{mark}X\n")
    put("collection", "hostile", f"{mark}B a{mark}V 1{mark}B none\nx{mark}B a\n@{nonce[:7]}{mark}Q 300{mark}E b 0{mark}E a -5{mark}" + "E" * 300)
    with tempfile.TemporaryDirectory() as folder:
        for kind, options in {"ed25519": [], "ecdsa": ["-b", "256"], "rsa": ["-b", "2048"]}.items():
            for phrase in ["", "secret"]:
                path = pathlib.Path(folder) / f"{kind}{phrase}"
                subprocess.run(["ssh-keygen", "-q", "-t", kind, *options, "-N", phrase, "-a", "1", "-C", "c", "-f", path],
                               check=True)
                put("private-key", path.name, (b"!" if phrase else b"") + path.read_bytes())


if __name__ == "__main__":
    seed_values()
    seed_plugins()
    seed_ssh()
