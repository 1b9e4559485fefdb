"""Where the tests stand: the two binaries, the databases, the sizes, and what came of it."""

import datetime
import http.client
import os
import platform
import subprocess
import time
from collections.abc import Callable

from cluster import ROOT, Postgres
from house import Red, Server

Test = Callable[[Server], str]
# What a test stumbles over when something ends that should not.
Broken = (OSError, http.client.HTTPException, subprocess.SubprocessError)


class Stand:
    def __init__(self, release: str, chaos: str, size: dict[str, int], is_full: bool, seed: int) -> None:
        self.release, self.chaos, self.size, self.is_full, self.seed = release, chaos, size, is_full, seed
        self.passed = self.failed = 0
        self.rows: list[tuple[str, str, str, str]] = []
        self.cluster: Postgres | None = None

    @property
    def postgres(self) -> Postgres:
        """Made when the first test asks for it."""
        self.cluster = self.cluster or Postgres()
        return self.cluster

    def database(self, kind: str) -> str | None:
        return self.postgres.fresh() if kind == "Postgres" else None

    def hold(self, name: str, server: Server, test: Test) -> None:
        began = time.monotonic()
        try:
            self.report(name, began, True, test(server))
        except Red as red:
            self.report(name, began, False, str(red))
            print(server.log(), flush=True)
        except Broken as broken:
            self.report(name, began, False, f"broke off: {broken!r}")
            print(server.log(), flush=True)
        finally:
            server.remove()

    def turn_red(self, name: str, server: Server, test: Test, because: str) -> None:
        """Without its guard the same test has to fail, and for the expected reason, or it would prove nothing."""
        began = time.monotonic()
        try:
            test(server)
            self.report(f"control: {name}", began, False, "the test did not notice that the guard was gone")
        except Red as red:
            first = str(red).splitlines()[0][:110]
            if because in first:
                self.report(f"control: {name}", began, True, f"noticed: {first}")
            else:
                self.report(f"control: {name}", began, False, f"red for another reason: {red}")
                print(server.log(), flush=True)
        except Broken as broken:
            self.report(f"control: {name}", began, False, f"broke off: {broken!r}")
            print(server.log(), flush=True)
        finally:
            server.remove()

    def skip(self, name: str, why: str) -> None:
        print(f"Torture: {name} skipped, {why}", flush=True)
        self.rows.append((name, "skipped", why, ""))

    def report(self, name: str, began: float, passed: bool, words: str) -> None:
        took = f"{time.monotonic() - began:.0f} s"
        self.passed, self.failed = self.passed + passed, self.failed + (not passed)
        self.rows.append((name, "ok" if passed else "FAILED", words.splitlines()[0], took))
        print(f"Torture: {name}: {'ok' if passed else 'FAILED'}, {words} ({took})", flush=True)

    def end(self) -> None:
        if self.cluster:
            self.cluster.stop()

    def keep(self) -> None:
        """The figures of a full run, for reading."""
        today = datetime.date.today().isoformat()
        asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
        head = (
            f"# The house under torture, {today}\n\n"
            f"Commit {asked.stdout.strip() or 'none'}, {os.cpu_count()} cores, {platform.release().split('-')[0]}, seed {self.seed}. "
            "Each control is the same test without one guard, and must turn red. Made by `make torture`.\n\n"
            "| what | verdict | seen | took |\n|---|---|---|---|\n"
        )
        lines = (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in self.rows)
        target = ROOT / "bench" / f"torture-{today}.md"
        target.write_text(head + "".join(lines))
        print(f"Written to {target.relative_to(ROOT)}", flush=True)
