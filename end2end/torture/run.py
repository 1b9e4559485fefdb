"""The write path under torture, each test with a negative control that must turn it red.

Usage: run.py quick|full RELEASE-BINARY CHAOS-BINARY [seed]

The full tier writes what it found to bench/torture-<date>.md.
"""

import datetime
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable

import disconnect
import fsync
import import_kill
import kill
from house import ROOT, Postgres, Red, Server

TIERS = {
    "quick": {"rounds": 25, "control": 12, "sockets": 2_000, "follow": 200, "synced": 200, "imports": 25},
    "full": {"rounds": 200, "control": 40, "sockets": 20_000, "follow": 1_000, "synced": 1_000, "imports": 100},
}

tally = {"passed": 0, "failed": 0}
rows: list[tuple[str, str, str, str]] = []


def report(name: str, began: float, passed: bool, words: str) -> None:
    tally["passed" if passed else "failed"] += 1
    rows.append((name, "ok" if passed else "FAILED", words.splitlines()[0], f"{time.monotonic() - began:.0f} s"))
    print(f"Torture: {name}: {'ok' if passed else 'FAILED'}, {words} ({time.monotonic() - began:.0f} s)", flush=True)


def must_hold(name: str, server: Server, test: Callable[[Server], str]) -> None:
    began = time.monotonic()
    try:
        report(name, began, True, test(server))
    except Red as red:
        report(name, began, False, str(red))
        print(server.log(), flush=True)
    finally:
        server.remove()


def must_turn_red(name: str, server: Server, test: Callable[[Server], str], because: str) -> None:
    """Without its guard the same test has to fail, and for the expected reason, or it would prove nothing."""
    began = time.monotonic()
    try:
        test(server)
        report(f"control: {name}", began, False, "the test did not notice that the guard was gone")
    except Red as red:
        first = str(red).splitlines()[0][:110]
        if because in first:
            report(f"control: {name}", began, True, f"noticed: {first}")
        else:
            report(f"control: {name}", began, False, f"red for another reason: {red}")
            print(server.log(), flush=True)
    finally:
        server.remove()


def keep(seed: int) -> None:
    """The figures of a full run, for reading."""
    today = datetime.date.today().isoformat()
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    head = (
        f"# The write path under torture, {today}\n\n"
        f"Commit {asked.stdout.strip() or 'none'}, {os.cpu_count()} cores, {platform.release()}, seed {seed}. "
        "Each control is the same test of a build without one guard, and must turn red. Made by `make torture`.\n\n"
        "| what | verdict | seen | took |\n|---|---|---|---|\n"
    )
    lines = (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in rows)
    target = ROOT / "bench" / f"torture-{today}.md"
    target.write_text(head + "".join(lines))
    print(f"Written to {target.relative_to(ROOT)}", flush=True)


def main(tier: str, release: str, chaos: str, seed: int) -> int:
    size = TIERS[tier]
    postgres = Postgres()
    kinds: list[tuple[str, Callable[[], str | None], Postgres | None]] = [
        ("SQLite", lambda: None, None),
        ("Postgres", postgres.fresh, postgres),
    ]
    try:
        for kind, url, _ in kinds:
            must_hold(f"F4 kill -9 on {kind}", Server(release, url()), lambda it: kill.rounds(it, size["rounds"], seed))
            must_turn_red(
                f"F4 on {kind}, one write in two transactions",
                Server(chaos, url(), "split-write"),
                lambda it: kill.rounds(it, size["control"], seed),
                "half done",
            )
            must_hold(
                f"kill -9 during an import on {kind}",
                Server(release, url()),
                lambda it: import_kill.rounds(it, size["imports"], seed),
            )
        must_turn_red(
            "a programme in two files",
            Server(release),
            lambda it: import_kill.in_two_files(it, 3, seed),
            "half an import",
        )
        must_hold(
            "F5 dropped sockets on Postgres",
            Server(release, postgres.fresh(), late=disconnect.LATE),
            lambda it: disconnect.run(it, size["sockets"], size["follow"], seed),
        )
        must_turn_red(
            "F5, writes inside the request",
            Server(chaos, postgres.fresh(), "no-spawn", late=disconnect.LATE),
            lambda it: disconnect.run(it, size["sockets"], size["follow"], seed),
            "left open",
        )
        if fsync.allowed():
            for kind, url, cluster in kinds:
                must_hold(
                    f"F6 fsync before the answer on {kind}",
                    Server(release, url()),
                    lambda it, cluster=cluster: fsync.follow(it, size["synced"], cluster),
                )
                must_turn_red(
                    f"F6 on {kind}, no sync at commit",
                    Server(chaos, url(), "no-fsync"),
                    lambda it, cluster=cluster: fsync.follow(it, size["synced"], cluster),
                    "were synced before the answer",
                )
        else:
            print("Torture: F6 skipped, this machine does not let strace watch a process", flush=True)
            rows.append(("F6 fsync before the answer", "skipped", "strace may not watch a process here", ""))
    finally:
        postgres.stop()
    if tier == "full":
        keep(seed)
    print(f"{tally['passed']} passed, {tally['failed']} failed", flush=True)
    return 1 if tally["failed"] else 0


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in TIERS:
        sys.exit(__doc__)
    chosen = int(sys.argv[4]) if len(sys.argv) > 4 else int(time.time()) % 1_000_000
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], chosen))
