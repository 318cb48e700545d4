"""Opens sessions with asyncssh and runs `true` on each: PORT USER KEY SESSIONS WIDTH.

Prints one JSON line. Time and CPU are counted from the first connection on, not from the start of Python.
"""

import asyncio
import json
import resource
import sys
import time

import asyncssh
import uvloop


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def session(port: int, user: str, key: asyncssh.SSHKey) -> None:
    async with asyncssh.connect(
        "127.0.0.1",
        port,
        config=None,
        username=user,
        client_keys=[key],
        known_hosts=None,
        agent_path=None,
        kex_algs=["curve25519-sha256"],
        login_timeout=60,
    ) as connection:
        result = await connection.run("true")
        if result.exit_status != 0:
            raise RuntimeError("`true` failed")


async def main(port: int, user: str, path: str, sessions: int, width: int) -> None:
    key = asyncssh.read_private_key(path)
    numbers = iter(range(sessions))
    errors = 0

    async def work() -> None:
        nonlocal errors
        for _ in numbers:
            try:
                await session(port, user, key)
            except (OSError, RuntimeError, asyncssh.Error):
                errors += 1

    await session(port, user, key)
    cpu = cpu_seconds()
    start = time.monotonic()
    await asyncio.gather(*(work() for _ in range(width)))
    seconds = time.monotonic() - start
    print(
        json.dumps(
            {
                "peer": "asyncssh",
                "version": f"asyncssh {asyncssh.__version__}",
                "sessions": sessions,
                "seconds": seconds,
                "cpu_seconds": cpu_seconds() - cpu,
                "errors": errors,
            }
        )
    )


if __name__ == "__main__":
    uvloop.install()
    port, user, path, sessions, width = sys.argv[1:]
    asyncio.run(main(int(port), user, path, int(sessions), int(width)))
