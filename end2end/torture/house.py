"""What the three torture tests share: the server as a process, a writer that posts reports, and a look at the rows.

Only the standard library, `psql` and the server's own binary. The server is always a black box.
"""

import http.client
import json
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

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ACTION = "/do/moderation/report"


class Red(AssertionError):
    """A guarantee did not hold."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def fields(op: str) -> bytes:
    """The form of one report; its operation id stands in the details and makes the key."""
    return urllib.parse.urlencode({
        "page": "/events",
        "what": "something-else",
        "details": f"operation {op} of the torture test",
        "_key": f"torture-{op}",
        "_page": "/report",
        "_form": ACTION,
    }).encode()


def head(port: int, length: int) -> dict[str, str]:
    return {
        "Host": f"127.0.0.1:{port}",
        "Origin": f"http://127.0.0.1:{port}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(length),
    }


def raw_request(port: int, op: str) -> bytes:
    body = fields(op)
    lines = [f"POST {ACTION} HTTP/1.1", *(f"{name}: {value}" for name, value in head(port, len(body)).items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Postgres:
    """A throwaway cluster with fsync on, made by scripts/postgres.sh."""

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

    def processes(self, url: str) -> list[int]:
        """Those that serve this database, and the one that makes more of them."""
        first = pathlib.Path(self.folder, "data", "postmaster.pid").read_text().split()[0]
        backends = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return [int(first), *(int(row[0]) for row in self.sql(url, backends))]

    def stop(self) -> None:
        subprocess.run([ROOT / "scripts" / "postgres.sh", "stop", self.folder], check=False)


class Server:
    """One installation of Landfall: its data folder, its database, and the process while it runs."""

    def __init__(self, binary: str, url: str | None = None, chaos: str | None = None, late: tuple[float, float] | None = None) -> None:
        self.binary = binary
        self.data = tempfile.mkdtemp(prefix="landfall-torture-")
        self.port = free_port()
        self.database = url
        self.process: subprocess.Popen[bytes] | None = None
        self.relay: subprocess.Popen[bytes] | None = None
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LANDFALL_") and name != "DATABASE_URL"}
        self.env = clean | {
            "LANDFALL_ADDR": f"127.0.0.1:{self.port}",
            "LANDFALL_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "LANDFALL_DATA_DIR": self.data,
            "LANDFALL_SITE_DIR": os.environ["LANDFALL_SITE_DIR"],
            "LANDFALL_LOG": "error",
            "LANDFALL_REPORTS_PER_HOUR": "4000000000",
        }
        if url:
            self.env["DATABASE_URL"] = self.further_away(url, *late) if late else url
        if chaos:
            self.env["LANDFALL_CHAOS"] = chaos
        self.run("migrate")

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
            try:
                link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                link.request("GET", "/readyz")
                ready = link.getresponse().status == 200
                link.close()
                if ready:
                    return time.monotonic() - began
            except OSError:
                pass
            time.sleep(0.005)
        raise Red(f"the server did not get ready:\n{self.log()}")

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
        with sqlite3.connect(f"file:{self.data}/landfall.sqlite?mode=ro", uri=True, timeout=20) as link:
            return [[str(value) for value in row] for row in link.execute(sql)]

    def check(self) -> None:
        done = self.run("check")
        if done.returncode != 0:
            raise Red(f"landfall check: {done.stdout}{done.stderr}")
        if not self.database:
            verdict = self.query("PRAGMA integrity_check")
            if verdict != [["ok"]]:
                raise Red(f"integrity_check: {verdict[:3]}")


def stored(server: Server) -> set[str]:
    """The operations whose report is in the database."""
    return {row[0].split()[1] for row in server.query("SELECT details FROM reports")}


def halves(server: Server) -> list[str]:
    """Operations of which only one half is there: the report without its key, or the key without its report."""
    # One statement sees one moment: what Postgres still commits for a server that is gone appears whole or not at all.
    both = "SELECT 'report', public_id, details FROM reports UNION ALL SELECT 'key', key, outcome FROM idempotency_keys"
    reports, keys = {}, {}
    for half, name, words in server.query(both):
        if half == "report":
            reports[name] = words.split()[1]
        else:
            keys[name.removeprefix("torture-")] = json.loads(words)["id"] if words else ""
    found = [f"{op}: report without key" for public, op in reports.items() if keys.get(op) != public]
    return found + [f"{op}: key without report" for op, public in keys.items() if public not in reports]


def post(link: http.client.HTTPConnection, port: int, op: str) -> int:
    body = fields(op)
    link.request("POST", ACTION, body, head(port, len(body)))
    answer = link.getresponse()
    answer.read()
    return answer.status


def drop(link: socket.socket) -> None:
    """Closes with a reset, as a phone that lost its network seems to do."""
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    link.close()
