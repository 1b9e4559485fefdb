"""A throwaway Postgres cluster with fsync on, which can be killed and started again."""

import contextlib
import os
import pathlib
import shlex
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Postgres:
    """Made and removed by scripts/postgres.sh."""

    def __init__(self) -> None:
        script = ROOT / "scripts" / "postgres.sh"
        self.folder = subprocess.run([script, "start", "fsync"], check=True, capture_output=True, text=True).stdout.strip()
        self.url = pathlib.Path(self.folder, "url").read_text().strip()
        self.databases = 0

    def fresh(self) -> str:
        self.databases += 1
        name = f"torture{self.databases}"
        self.sql(self.url, f"CREATE DATABASE {name}")
        return self.url.rsplit("/", 1)[0] + "/" + name

    @staticmethod
    def sql(url: str, query: str) -> list[list[str]]:
        done = subprocess.run(
            ["psql", url, "-X", "-q", "-A", "-t", "-F", "\x1f", "-c", query], check=True, capture_output=True, text=True
        )
        return [line.split("\x1f") for line in done.stdout.splitlines() if line]

    def first(self) -> int:
        """The process that makes all others."""
        return int(pathlib.Path(self.folder, "data", "postmaster.pid").read_text().split()[0])

    def processes(self, url: str) -> list[int]:
        """Those that serve this database, and the one that makes more of them."""
        backends = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return [self.first(), *(int(row[0]) for row in self.sql(url, backends))]

    def end_connections(self, url: str) -> int:
        """Postgres throws everybody out of this database, as an administrator in a hurry does."""
        ended = self.sql(
            url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        return len(ended)

    def kill(self) -> None:
        """kill -9 of the first process; the others notice and go without a word."""
        first = self.first()
        others = children(first)
        os.kill(first, signal.SIGKILL)
        until = time.monotonic() + 10
        while any(map(alive, [first, *others])):
            if time.monotonic() > until:
                for pid in filter(alive, others):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            time.sleep(0.005)
        # Where nobody asks after the dead for a while, their numbers stay taken, and the folder would seem to be in use.
        for lock in [pathlib.Path(self.folder, "data", "postmaster.pid"), *pathlib.Path(self.folder).glob(".s.PGSQL.*.lock")]:
            lock.unlink()

    def start(self) -> float:
        """Starts it again as it was started; the moment at which it took a connection."""
        command = shlex.split(pathlib.Path(self.folder, "data", "postmaster.opts").read_text())
        # Else it first syncs each of a thousand files, which takes longer than its recovery.
        command += ["-c", "recovery_init_sync_method=syncfs"]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        with open(pathlib.Path(self.folder, "log"), "ab") as log:
            subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            asked = subprocess.run(["psql", self.url, "-X", "-q", "-c", "SELECT 1"], capture_output=True, check=False)
            if asked.returncode == 0:
                return time.monotonic()
            time.sleep(0.02)
        raise RuntimeError(f"Postgres did not come back:\n{pathlib.Path(self.folder, 'log').read_text()[-2000:]}")

    def stop(self) -> None:
        subprocess.run([ROOT / "scripts" / "postgres.sh", "stop", self.folder], check=False)


def stat(pid: int) -> list[str]:
    """State and parent of a process; nothing when it is gone."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def alive(pid: int) -> bool:
    # One that only waits for its parent to ask after it does nothing any more.
    return stat(pid)[:1] not in ([], ["Z"], ["X"])


def children(parent: int) -> list[int]:
    pids = [int(entry.name) for entry in pathlib.Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if stat(pid)[1:2] == [str(parent)]]
