"""What the torture tests share: the server as a process, and a look at its rows.

Only the standard library, `psql`, `strace` and the server's own binary. The server is always a black box.
"""

import copy
import http.client
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse

from cluster import ROOT, Postgres

__all__ = ["ROOT", "Postgres", "Red", "Server", "drop", "free_port", "head"]


class Red(AssertionError):
    """A guarantee did not hold."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def head(port: int, length: int) -> dict[str, str]:
    return {
        "Host": f"127.0.0.1:{port}",
        "Origin": f"http://127.0.0.1:{port}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(length),
    }


class Server:
    """One installation of Landfall: its data folder, its database, and the process while it runs."""

    def __init__(self, binary: str, url: str | None = None, chaos: str | None = None, late: tuple[float, float] | None = None) -> None:
        self.binary = binary
        self.data = tempfile.mkdtemp(prefix="landfall-torture-")
        self.database = url
        self.process: subprocess.Popen[bytes] | None = None
        self.relay: subprocess.Popen[bytes] | None = None
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LANDFALL_") and name != "DATABASE_URL"}
        self.env = clean | {
            "LANDFALL_DATA_DIR": self.data,
            "LANDFALL_SITE_DIR": os.environ["LANDFALL_SITE_DIR"],
            "LANDFALL_LOG": "error",
            # Every test comes from this machine alone, or says from where it comes.
            "LANDFALL_REPORTS_PER_HOUR": "4000000000",
            "LANDFALL_SIGN_INS_PER_HOUR": "4000000000",
            "LANDFALL_MAILS_PER_HOUR": "4000000000",
            "LANDFALL_TRUSTED_PROXIES": "127.0.0.1",
        }
        self.listen_on(free_port())
        if url:
            self.env["DATABASE_URL"] = self.further_away(url, *late) if late else url
        if chaos:
            self.env["LANDFALL_CHAOS"] = chaos
        self.run("migrate")

    def listen_on(self, port: int) -> None:
        self.port = port
        self.env |= {"LANDFALL_ADDR": f"127.0.0.1:{port}", "LANDFALL_PUBLIC_URL": f"http://127.0.0.1:{port}"}

    def beside(self) -> "Server":
        """A second process for the same data, with a port of its own. Stop it, do not remove it."""
        other = copy.copy(self)
        other.env, other.process, other.relay = dict(self.env), None, None
        other.listen_on(free_port())
        return other

    def further_away(self, url: str, late: float, begin: float) -> str:
        """The address of the same database behind a network that delivers late, a BEGIN still later."""
        parts = urllib.parse.urlsplit(url)
        command = [sys.executable, pathlib.Path(__file__).with_name("relay.py"), str(parts.port), str(late), str(begin)]
        self.relay = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.relay.stdout
        return url.replace(f":{parts.port}/", f":{int(self.relay.stdout.readline())}/", 1)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run([self.binary, *arguments], env=self.env, cwd=self.data, capture_output=True, text=True, check=False)
        if done.returncode != 0 and arguments[0] != "check":
            raise Red(f"landfall {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done

    def start(self, before: list[str] | None = None) -> float:
        """Starts it and waits until it answers; the seconds that took."""
        began = time.monotonic()
        log = open(pathlib.Path(self.data, "server.log"), "ab")
        self.process = subprocess.Popen([*(before or []), self.binary, "serve"], env=self.env, cwd=self.data, stdout=log, stderr=log)
        log.close()
        while time.monotonic() - began < 30:
            if self.process.poll() is not None:
                break
            if self.asked("/readyz", 2) == 200:
                return time.monotonic() - began
            time.sleep(0.005)
        raise Red(f"the server did not get ready:\n{self.log()}")

    def asked(self, path: str, patience: float) -> int:
        """The status of one answer, over a connection of its own; 0 when there is none in time."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            link.request("GET", path)
            return link.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            link.close()

    def log(self) -> str:
        return pathlib.Path(self.data, "server.log").read_text(errors="replace")[-3000:]

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.kill()

    def remove(self) -> None:
        self.stop()
        if self.relay:
            self.relay.kill()
            self.relay.wait()
        shutil.rmtree(self.data, ignore_errors=True)

    def query(self, sql: str) -> list[list[str]]:
        """Reads through a connection that is not the server's."""
        if self.database:
            return Postgres.sql(self.database, sql)
        link = sqlite3.connect(f"file:{self.data}/landfall.sqlite?mode=ro", uri=True, timeout=20)
        try:
            return [["" if value is None else str(value) for value in row] for row in link.execute(sql)]
        finally:
            link.close()

    def change(self, sql: str) -> None:
        """Lets a test turn a clock that the server reads from its rows."""
        if self.database:
            Postgres.sql(self.database, sql)
            return
        link = sqlite3.connect(f"{self.data}/landfall.sqlite", timeout=20)
        try:
            with link:
                link.execute(sql)
        finally:
            link.close()

    def check(self) -> None:
        done = self.run("check")
        if done.returncode != 0:
            raise Red(f"landfall check: {done.stdout}{done.stderr}")
        if not self.database:
            verdict = self.query("PRAGMA integrity_check")
            if verdict != [["ok"]]:
                raise Red(f"integrity_check: {verdict[:3]}")


def drop(link: socket.socket) -> None:
    """Closes with a reset, as a phone that lost its network seems to do."""
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    link.close()
