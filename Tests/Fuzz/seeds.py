#!/usr/bin/env python3
"""Write the first inputs of the fuzzers to Tests/Fuzz/corpus. What fuzzing adds is committed beside them."""

import base64
import hashlib
import json
import pathlib
import struct
import subprocess
import tarfile
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
    put("private-key", "x509", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    put("private-key", "certificate", "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQ= c\n")
    put("private-key", "public", "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----\n")
    put("private-key", "putty", "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 2\n")


# An Ed25519 key of no importance, so that the inputs with signatures in them can be made again.
SEED = hashlib.sha256(b"openwatch fuzz").digest()


def ed25519(*messages):
    """The public key, and the signature of each message."""
    with tempfile.TemporaryDirectory() as folder:
        key = pathlib.Path(folder) / "key.der"
        key.write_bytes(bytes.fromhex("302e020100300506032b657004220420") + SEED)
        options = ["-inkey", key, "-keyform", "DER"]
        public = subprocess.run(["openssl", "pkey", "-in", key, "-inform", "DER", "-pubout", "-outform", "DER"],
                                check=True, capture_output=True).stdout
        signatures = []
        for message in messages:
            path = pathlib.Path(folder) / "message"
            path.write_bytes(message)
            signatures.append(subprocess.run(["openssl", "pkeyutl", "-sign", *options, "-rawin", "-in", path],
                                             check=True, capture_output=True).stdout)
        return public, signatures


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def seed_trust():
    public, (signature,) = ed25519(b"message")
    key, number = public[-32:], bytes(range(1, 9))
    _, (whole,) = ed25519(signature + b"com.example.x 1.0.0 2026-11-23T00:00:00Z")
    text = base64.b64encode(b"Ed" + number + key).decode()
    trusted = "com.example.x 1.0.0 2026-11-23T00:00:00Z"
    for name, algorithm in {"legacy": b"Ed", "prehashed": b"ED", "unknown": b"Ex"}.items():
        body = base64.b64encode(algorithm + number + signature).decode()
        put("signature", name, f"untrusted comment: x\n{body}\ntrusted comment: {trusted}\n"
            f"{base64.b64encode(whole).decode()}\n")
    put("public-key", "file", f"untrusted comment: minisign public key\n{text}\n")
    put("public-key", "text", text)
    put("public-key", "carriage", f"untrusted comment: x\r\n{text}\r\n")
    keys = number + SEED + key
    check = hashlib.blake2b(b"Ed" + keys, digest_size=32).digest()
    for name, head, content in [
        ("plain", b"Ed\0\0B2" + bytes(48), keys + check), ("unchecked", b"Ed\0\0B2" + bytes(48), keys + bytes(32)),
        ("password", b"EdScB2" + bytes(32) + u64(1 << 25, 1 << 30), bytes(104)),
    ]:
        put("secret-key", name, f"untrusted comment: x\n{base64.b64encode(head + content).decode()}\n")
    put("trust-ring", "key", f'[[key]]\nname = "Example"\nkey = "{text}"\ntier = "vendor"\nid_prefix = ["com.example."]\n'
        'max_services = ["ow.ssh/1"]\nroot = false\nnot_after = "2027-12-31"\n')
    put("trust-ring", "revoked", f'[revoked]\nkey_ids = ["0807060504030201"]\nsha256 = ["{"ab" * 32}"]\n')
    put("trust-ring", "unsigned", f'[[unsigned]]\nid = "com.example.x"\nsha256 = "{"0" * 64}"\nreason = "test"\n')
    for number, pair in enumerate(["1.0.0\n1.0.0+build.1", "1.2.3-alpha.1\n1.2.3-alpha.beta", "1.10.0-rc.1+x\n1.9.0", "1.0"]):
        put("version", f"pair-{number}", pair)


def seed_licenses():
    public, _ = ed25519()
    kid = base64url(hashlib.sha256(public).digest()).decode()
    claims = {"iss": "https://license.example", "aud": "openwatch", "iat": 1763900000, "exp": 1795000000,
              "tier": "enterprise", "features": ["vendor_plugins", "unheard_of"], "fingerprint": "f"}
    for name, change in {"valid": {}, "fraction": {"iat": 1763900000.5, "nbf": 0}, "ended": {"exp": 1763900001},
                         "types": {"features": "x"}, "far": {"exp": 253402300799}}.items():
        payload = json.dumps(claims | change, separators=(",", ":")).encode()
        head = json.dumps({"alg": "EdDSA", "kid": kid, "typ": "JWT"}, separators=(",", ":")).encode()
        covered = base64url(head) + b"." + base64url(payload)
        _, (signature,) = ed25519(covered)
        put("license", name, covered + b"." + base64url(signature))
        put("license", f"{name}-claims", payload)


def tar_entry(path, content, mode=0o644, kind=tarfile.REGTYPE):
    info = tarfile.TarInfo(path)
    info.size, info.mode, info.type = len(content), mode, kind
    header = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    for start, text in [(100, f"{mode:07o}"), (108, "0000000"), (116, "0000000"), (329, ""), (337, "")]:
        header[start:start + 8] = text.encode().ljust(8, b"\0")
    header[148:156] = b"        "
    header[148:156] = f"{sum(header):06o}".encode() + b"\0 "
    return bytes(header) + content + bytes(-len(content) % 512)


def seed_packages():
    manifest = """manifest = 1
id = "com.example.x"
version = "1.0.0"
name = "X"
vendor = { name = "E" }
abi = { major = 1, built_minor = 0, min_host_minor = 0 }
[isolation]
mode = "runner"
[[file]]
path = "lib/p.so"
arch = "x86_64"
sha256 = "%s"
size = 1
[[probe]]
name = "p"
timeout = "3s"
params = "schema/p.json"
result = "schema/p.json"
""" % hashlib.sha256(b"x").hexdigest()
    manifest += f'[[asset]]\npath = "schema/p.json"\nsha256 = "{hashlib.sha256(b"{}").hexdigest()}"\nsize = 2\n'
    head = tar_entry("plugin.toml", manifest.encode())
    rest = tar_entry("lib/p.so", b"x", 0o755) + tar_entry("schema/p.json", b"{}")
    put("archive", "package", head + rest + bytes(1024))
    put("archive", "signed", head + tar_entry("plugin.toml.minisig", b"untrusted comment: x\n") + rest + bytes(1024))
    put("archive", "order", head + tar_entry("schema/p.json", b"{}") + tar_entry("lib/p.so", b"x", 0o755) + bytes(1024))
    put("archive", "outside", head + tar_entry("../x", b"x") + bytes(1024))
    put("archive", "link", head + tar_entry("lib/p.so", b"", kind=tarfile.SYMTYPE) + bytes(1024))
    put("archive", "cut", (head + rest)[:1536])
    magic = int(subprocess.run(
        ["sh", "-c", f"grep -h 'define OW_WIRE_REPORT_MAGIC' {ROOT}/Sources/RunnerWire/include/*.h"],
        check=True, capture_output=True, text=True).stdout.split()[2].rstrip("uUlL"), 0)
    for kind in (1, 2, 3):
        record = u32(magic, kind, 41, 1) + u64(1_700_000_000, 4_660) + b"socket".ljust(32, b"\0")
        put("report", f"kind-{kind}", record)
    put("report", "two", (u32(magic, 1, 41, 0) + u64(0, 0) + b"\x1b[31m\xff".ljust(32, b"x")) * 2)
    lines = ['{"recording":1,"target":"t"}', '{"connection":"ok","reached":"session","kex":"c","tcp_ns":5}',
             '{"command":["a","b"],"exit":1,"stdout":"x","stderr_base64":"/w==","privilege":"sudo","delay_ms":3}',
             '{"file":"/etc/x","content":"y"}', '{"section":"s","verdict":"denied","signal":"KILL","exit":-1}',
             '{"command":["c"],"error":"deadline"}']
    put("recording", "all", "\n".join(lines) + "\n")
    put("recording", "header", lines[0])
    put("recording", "unknown", "\r\n".join([lines[0], '{"command":[],"x":1}']))


if __name__ == "__main__":
    seed_trust()
    seed_licenses()
    seed_packages()
    seed_values()
    seed_plugins()
    seed_ssh()
