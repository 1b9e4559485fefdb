"""The write path under torture, each test with a negative control that must turn it red.

Usage: run.py quick|full RELEASE-BINARY CHAOS-BINARY [seed]
"""

import sys
import time
from collections.abc import Callable

import disconnect
import fsync
import kill
from house import Postgres, Red, Server

TIERS = {
    "quick": {"rounds": 25, "control": 12, "sockets": 2_000, "follow": 200, "synced": 200},
    "full": {"rounds": 200, "control": 40, "sockets": 20_000, "follow": 1_000, "synced": 1_000},
}

failures = 0


def report(name: str, began: float, words: str) -> None:
    print(f"Torture: {name}: {words} ({time.monotonic() - began:.0f} s)", flush=True)


def must_hold(name: str, server: Server, test: Callable[[Server], str]) -> None:
    global failures
    began = time.monotonic()
    try:
        report(name, began, f"ok, {test(server)}")
    except Red as red:
        failures += 1
        report(name, began, f"FAILED, {red}")
        print(server.log(), flush=True)
    finally:
        server.remove()


def must_turn_red(name: str, server: Server, test: Callable[[Server], str]) -> None:
    """Without its guard the same test has to fail, or it would prove nothing."""
    global failures
    began = time.monotonic()
    try:
        test(server)
        failures += 1
        report(f"control: {name}", began, "FAILED, the test did not notice that the guard was gone")
    except Red as red:
        report(f"control: {name}", began, f"ok, noticed: {str(red).splitlines()[0][:110]}")
    finally:
        server.remove()


def main(tier: str, release: str, chaos: str, seed: int) -> int:
    size = TIERS[tier]
    postgres = Postgres()
    try:
        for kind, url in (("SQLite", lambda: None), ("Postgres", postgres.fresh)):
            must_hold(f"F4 kill -9 on {kind}", Server(release, url()), lambda it: kill.rounds(it, size["rounds"], seed))
            must_turn_red(
                f"F4 on {kind}, one write in two transactions",
                Server(chaos, url(), "split-write"),
                lambda it: kill.rounds(it, size["control"], seed),
            )
        must_hold(
            "F5 dropped sockets on Postgres",
            Server(release, postgres.fresh()),
            lambda it: disconnect.run(it, size["sockets"], size["follow"], seed),
        )
        must_turn_red(
            "F5, writes inside the request",
            Server(chaos, postgres.fresh(), "no-spawn"),
            lambda it: disconnect.run(it, size["sockets"], size["follow"], seed),
        )
        if fsync.allowed():
            must_hold("F6 fsync before the answer", Server(release), lambda it: fsync.follow(it, size["synced"]))
            must_turn_red("F6, no sync at commit", Server(chaos, None, "no-fsync"), lambda it: fsync.follow(it, size["synced"]))
        else:
            print("Torture: F6 skipped, this machine does not let strace watch a process", flush=True)
    finally:
        postgres.stop()
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in TIERS:
        sys.exit(__doc__)
    chosen = int(sys.argv[4]) if len(sys.argv) > 4 else int(time.time()) % 1_000_000
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], chosen))
