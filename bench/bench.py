"""Landfall beside nginx on the same machine, in the same minutes. Prints a table and writes it to bench/<date>.md.

Usage: bench.py BINARY SITE-FOLDER. Nothing here asserts a time: the figures are for reading.
BENCH_SECONDS (8) is the length of one wrk run; BENCH_LIGHTHOUSE=0 leaves the page audit out.
"""

import datetime
import http.client
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from codes import codes
from match_bench import matches
from members import MEMBERS, crowd, public_id, sign_in
from mentors import MENTORS, SEARCHES, look_for, mentors
from postings import LISTS, POSTINGS, postings

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
SECONDS = int(os.environ.get("BENCH_SECONDS", "8"))
EVENTS = 1_000
SLUG = "bench-0500"
# bench-0500 comes every other month on the 4th Wednesday; this is one of its dates, past or to come.
DATE = "2026-11-25"
PAGES = {"home": "/", "list": "/events", "series": f"/events/{SLUG}", "date": f"/events/{SLUG}/{DATE}"}
FEED = "/calendar/all.ics"
MEMBER_PAGES = {
    "My page": "/me",
    "own profile": "/me/profile",
    "another's profile": f"/people/{public_id('m', 5000)}",
    "notifications": "/me/notifications",
    "the list": "/events",
}
# Sample content, and every page made anew.
SHOWN = {"LANDFALL_SAMPLE": "1", "LANDFALL_PAGE_CACHE_MIB": "0"}


def free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


class Landfall:
    def __init__(self, binary: str, site: str, data: str, **more: str) -> None:
        self.port = free_port()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LANDFALL_") and name != "DATABASE_URL"}
        address = f"127.0.0.1:{self.port}"
        self.env = clean | {
            "LANDFALL_ADDR": address,
            "LANDFALL_PUBLIC_URL": f"http://{address}",
            "LANDFALL_DATA_DIR": data,
            "LANDFALL_SITE_DIR": site,
            "LANDFALL_LOG": "error",
            **more,
        }
        self.binary, self.site, self.data = binary, site, data
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> None:
        subprocess.run([self.binary, *arguments], env=self.env, cwd=self.data, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> float:
        """Milliseconds until the front page is answered."""
        began = time.monotonic()
        self.process = subprocess.Popen([self.binary, "serve"], env=self.env, cwd=self.data, stdout=subprocess.DEVNULL)
        while time.monotonic() - began < 30:
            try:
                if get(self.port, "/")[0] == 200:
                    return (time.monotonic() - began) * 1000
            except OSError:
                time.sleep(0.002)
        raise SystemExit("the server did not start")

    def resident_mib(self) -> float:
        assert self.process
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(40)
            self.process = None


class Nginx:
    def __init__(self, folder: pathlib.Path) -> None:
        self.port, self.folder = free_port(), folder
        for name in ("static", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        conf = (HERE / "nginx.conf").read_text().replace("@PORT@", str(self.port)).replace("@FOLDER@", str(folder))
        if os.getuid() == 0:
            conf = "user root;\n" + conf
        (folder / "nginx.conf").write_text(conf)
        self.process: subprocess.Popen[bytes] | None = None

    def put(self, name: str, body: bytes) -> str:
        (self.folder / "static" / name).write_bytes(body)
        return "/" + name

    def start(self) -> None:
        self.process = subprocess.Popen(["nginx", "-c", self.folder / "nginx.conf", "-p", self.folder, "-e", self.folder / "error.log"])
        for _ in range(500):
            try:
                get(self.port, "/")
                return
            except OSError:
                time.sleep(0.01)
        raise SystemExit("nginx did not start")

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)


def wrk(port: int, path: str, etag: str | None = None, cookie: str | None = None) -> tuple[float, float]:
    """Requests a second and the 99th percentile in milliseconds, one thread and 16 connections. No compression is asked for."""
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "--latency"]
    if etag:
        command += ["-s", str(HERE / "conditional.lua")]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    env = os.environ | ({"ETAG": etag} if etag else {})
    out = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], env=env, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(f"wrk saw errors on {path}:\n{out}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def side_by_side(ours: tuple, theirs: tuple) -> tuple[float, float, float]:
    """A B A B: ours, the ceiling, and our worse 99th percentile."""
    runs = [(wrk(*ours), wrk(*theirs)) for _ in range(2)]
    return (
        statistics.mean(run[0][0] for run in runs),
        statistics.mean(run[1][0] for run in runs),
        max(run[0][1] for run in runs),
    )


def fill(server: Landfall, work: pathlib.Path, first: int) -> None:
    """A thousand series more, by the organizers' own road."""
    programme = work / "programme.toml"
    made = subprocess.run([sys.executable, HERE / "programme.py", str(EVENTS), str(first)], check=True, capture_output=True, text=True)
    programme.write_text(made.stdout)
    server.run("programme", "import", str(programme))


def members(server: Landfall, table: "Table") -> None:
    """What a member waits for among ten thousand. Nothing of it is kept by a cache."""
    listed = subprocess.run([server.binary, "sample", "add"], env=server.env, cwd=server.data, check=True, capture_output=True, text=True).stdout
    words = next(line.split() for line in listed.splitlines() if line.split()[:1] == ["member"])
    crowd(pathlib.Path(server.data) / "landfall.sqlite", words[1])
    server.start()
    cookie = sign_in(server.port, words[1], words[2])
    for name, path in MEMBER_PAGES.items():
        rate, p99 = wrk(server.port, path, cookie=cookie)
        table.add(f"{name}, signed in, {MEMBERS:,} members: p99 at 16 connections", f"{p99:.2f} ms ({rate:,.0f} a second)", "under 40 ms", p99 < 40)
    server.stop()


def search(server: Landfall, work: pathlib.Path, table: "Table") -> None:
    """The search for a mentor among thousands, on both databases, for somebody who has said what they look for."""
    listed = subprocess.run([server.binary, "sample", "add"], env=server.env, cwd=server.data, check=True, capture_output=True, text=True).stdout
    words = next(line.split() for line in listed.splitlines() if line.split()[:1] == ["member"])
    mentors(pathlib.Path(server.data) / "landfall.sqlite")
    server.start()
    look_for(server.port, sign_in(server.port, words[1], words[2]))
    server.stop()
    dump = work / "mentors.tar"
    server.run("dump", str(dump))
    cluster = subprocess.run([ROOT / "scripts" / "postgres.sh", "start"], check=True, capture_output=True, text=True).stdout.strip()
    url = (pathlib.Path(cluster) / "url").read_text().strip()
    other = Landfall(server.binary, server.env["LANDFALL_SITE_DIR"], server.data, LANDFALL_SAMPLE="1", DATABASE_URL=url)
    try:
        other.run("migrate")
        other.run("load", str(dump))
        for kind, one in (("SQLite", server), ("Postgres", other)):
            one.start()
            cookie = sign_in(one.port, words[1], words[2])
            for name, path in SEARCHES.items():
                found = get(one.port, path, Cookie=cookie)[2].decode()
                if found.count("mentor-card") < 20:
                    raise SystemExit(f"{path} on {kind} shows too few mentors: {found.count('mentor-card')}")
                rate, p99 = wrk(one.port, path, cookie=cookie)
                table.add(
                    f"{MENTORS:,} mentors on {kind}, {name}: p99 at 16 connections",
                    f"{p99:.2f} ms ({rate:,.0f} a second)", "under 40 ms", p99 < 40,
                )
            one.stop()
    finally:
        other.stop()
        subprocess.run([ROOT / "scripts" / "postgres.sh", "stop", cluster], check=False)


def opportunities(server: Landfall, work: pathlib.Path, table: "Table") -> None:
    """Lists among twenty thousand postings on both databases, kept by no cache of pages."""
    server.run("sample", "add")
    postings(pathlib.Path(server.data) / "landfall.sqlite")
    dump = work / "postings.tar"
    server.run("dump", str(dump))
    cluster = subprocess.run([ROOT / "scripts" / "postgres.sh", "start"], check=True, capture_output=True, text=True).stdout.strip()
    other = Landfall(server.binary, server.site, str(work / "postgres"), **SHOWN, DATABASE_URL=(pathlib.Path(cluster) / "url").read_text().strip())
    try:
        pathlib.Path(other.data).mkdir()
        other.run("migrate")
        other.run("load", str(dump))
        for kind, one in (("SQLite", server), ("Postgres", other)):
            one.start()
            begun = time.monotonic()
            get(one.port, "/opportunities")
            table.add(f"{POSTINGS:,} postings on {kind}: first list after a start", f"{(time.monotonic() - begun) * 1000:.0f} ms")
            for name, path in LISTS.items():
                rate, p99 = wrk(one.port, path)
                table.add(
                    f"{POSTINGS:,} postings on {kind}, {name}: p99 at 16 connections",
                    f"{p99:.2f} ms ({rate:,.0f} a second)", "under 40 ms", p99 < 40,
                )
            one.stop()
    finally:
        other.stop()
        subprocess.run([ROOT / "scripts" / "postgres.sh", "stop", cluster], check=False)


# What is measured inside the process: crate and example, the field of its JSON (microseconds), the target in milliseconds.
SPEEDS = {
    "200 weekly rules over a year (10,400 dates)": (("domain", "expand"), "microseconds", 20),
    "bytes of a feed of 1,000 events": (("services", "feed_speed"), "microseconds", 5),
}


def example_speed(example: tuple[str, str]) -> dict[str, float]:
    """Runs a crate's example in the release profile and reads the JSON it prints."""
    package, name = example
    command = ["cargo", "run", "--locked", "--quiet", "--release", "-p", package, "--example", name]
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(out.strip().splitlines()[-1])


class Table:
    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str]] = []

    def add(self, what: str, figure: str, target: str = "", holds: bool | None = None) -> None:
        verdict = "" if holds is None else ("ok" if holds else "below")
        self.rows.append((what, figure, target, verdict))
        print(f"  {what:<58} {figure:>26}  {target:<22} {verdict}", flush=True)

    def ratio(self, what: str, measured: tuple[float, float, float], least: float | None, tail: bool) -> None:
        ours, ceiling, p99 = measured
        share = ours / ceiling
        goal = f"at least {least}" if least is not None else ""
        self.add(f"{what}: share of nginx", f"{share:.3f} ({ours:,.0f} / {ceiling:,.0f})", goal, share >= least if least is not None else None)
        if tail:
            self.add(f"{what}: p99 at 16 connections", f"{p99:.2f} ms", "under 15 ms", p99 < 15)

    def markdown(self) -> str:
        lines = ["| what | figure | target | |", "|---|---|---|---|"]
        return "\n".join(lines + [f"| {' | '.join(row)} |" for row in self.rows]) + "\n"


def brotli_page(port: int, path: str) -> tuple[int, bool, bool]:
    """Bytes of HTML and CSS as a browser gets them, whether there is script, whether there is an island."""
    html = get(port, path)[2].decode()
    total = len(get(port, path, Accept_Encoding="br")[2])
    for sheet in re.findall(r'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"', html):
        total += len(get(port, sheet, Accept_Encoding="br")[2])
    boot = re.search(r'<script[^>]*src="[^"]*boot\.', html) is not None
    return total, boot, "<leptos-island" in html


def islands(site: str) -> int:
    """Brotli bytes of all WASM and JavaScript, from the files compressed at build time."""
    files = [file for file in pathlib.Path(site).rglob("*.br") if file.name.endswith((".wasm.br", ".js.br"))]
    return sum(file.stat().st_size for file in files)


def lighthouse(port: int, path: str) -> dict[str, int] | None:
    cli = ROOT / "end2end" / "node_modules" / ".bin" / "lighthouse"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if os.environ.get("BENCH_LIGHTHOUSE") == "0" or not cli.exists() or not chromium:
        return None
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    runs: dict[str, list[int]] = {}
    for _ in range(5):
        out = subprocess.run(
            [cli, f"http://127.0.0.1:{port}{path}", "--output=json", "--quiet", f"--chrome-flags={flags}",
             "--only-categories=performance,accessibility,best-practices,seo"],
            env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, text=True, check=False,
        )
        if out.returncode != 0:
            print(out.stderr[-600:], file=sys.stderr)
            return None
        answer = json.loads(out.stdout)
        for name, category in answer["categories"].items():
            runs.setdefault(name, []).append(round((category["score"] or 0) * 100))
        for name, audit in answer["audits"].items():
            if audit.get("score") not in (None, 1) and audit.get("scoreDisplayMode") == "binary":
                print(f"    lighthouse on {path}: {name}: {audit['title']}", file=sys.stderr)
    return {name: round(statistics.median(scores)) for name, scores in runs.items()}


def main(binary: str, site: str) -> None:
    work = pathlib.Path(tempfile.mkdtemp(prefix="landfall-bench-"))
    table = Table()
    running: list[Landfall | Nginx] = []
    try:
        data = work / "data"
        data.mkdir()
        server = Landfall(binary, site, str(data))
        running.append(server)
        server.run("migrate")
        fill(server, work, 1)

        print(f"Landfall with {EVENTS:,} events beside nginx, {SECONDS} s a run\n")
        starts = []
        for _ in range(5):
            starts.append(server.start())
            server.stop()
        table.add("start to first answer, median of 5", f"{statistics.median(starts):.0f} ms", "under 300 ms", statistics.median(starts) < 300)

        server.start()
        nginx = Nginx(work / "nginx")
        running.append(nginx)
        copies = {name: nginx.put(f"{name}.html", get(server.port, path)[2]) for name, path in PAGES.items()}
        feed = get(server.port, FEED)
        copies["feed"] = nginx.put("feed.ics", feed[2])
        nginx.start()

        for name, path in PAGES.items():
            table.ratio(f"{name} page", side_by_side((server.port, path), (nginx.port, copies[name])), None if name == "home" else 0.4, True)
        table.ratio("feed, whole", side_by_side((server.port, FEED), (nginx.port, copies["feed"])), 0.4, True)
        theirs = get(nginx.port, copies["feed"])[1]["etag"]
        ours = feed[1]["etag"]
        measured = side_by_side((server.port, FEED, ours), (nginx.port, copies["feed"], theirs))
        table.ratio("feed, not changed (304)", measured, 0.5, True)
        resident = server.resident_mib()
        table.add("resident memory after the run", f"{resident:.1f} MiB", "under 64 MiB", resident < 64)

        plain = Landfall(binary, site, str(data), LANDFALL_PAGE_CACHE_MIB="0")
        running.append(plain)
        plain.start()
        for name in ("list", "series", "date"):
            table.ratio(f"{name} page, every cache off", side_by_side((plain.port, PAGES[name]), (nginx.port, copies[name])), 0.04, False)
        table.ratio("feed, whole, every cache off", side_by_side((plain.port, FEED), (nginx.port, copies["feed"])), None, False)
        plain.stop()

        many = work / "many"
        many.mkdir()
        crowded = Landfall(binary, site, str(many), LANDFALL_PAGE_CACHE_MIB="0")
        running.append(crowded)
        crowded.run("migrate")
        for tenth in range(10):
            fill(crowded, work, 1 + tenth * EVENTS)
        plain.start()
        crowded.start()
        for name in ("list", "date"):
            few, more, _ = side_by_side((plain.port, PAGES[name]), (crowded.port, PAGES[name]))
            table.add(
                f"{name} page, every cache off, ten times the events",
                f"{few / more:.2f} times slower ({more:,.0f} / {few:,.0f})", "at most 1.3", few / more <= 1.3,
            )
        plain.stop()
        crowded.stop()

        people = work / "people"
        people.mkdir()
        crowded = Landfall(binary, site, str(people), LANDFALL_SAMPLE="1")
        running.append(crowded)
        crowded.run("migrate")
        members(crowded, table)

        helpers = work / "helpers"
        helpers.mkdir()
        helped = Landfall(binary, site, str(helpers), LANDFALL_SAMPLE="1")
        running.append(helped)
        helped.run("migrate")
        search(helped, work, table)

        offers = work / "offers"
        offers.mkdir()
        crowded = Landfall(binary, site, str(offers), **SHOWN)
        running.append(crowded)
        crowded.run("migrate")
        opportunities(crowded, work, table)

        for what, (example, field, target) in SPEEDS.items():
            took = example_speed(example)[field]
            table.add(what, f"{took / 1000:.2f} ms", f"under {target} ms", took < target * 1000)

        matches(table)
        codes(table)

        for name, path in {**PAGES, "report": "/report", "styleguide": "/styleguide"}.items():
            total, boot, island = brotli_page(server.port, path)
            table.add(f"{name} page: HTML + CSS, brotli", f"{total / 1000:.1f} kB", "under 40 kB", total < 40_000)
            table.add(f"{name} page: script if and only if an island", f"script {boot}, island {island}", "the same", boot == island)
        weight = islands(site)
        table.add("all islands: WASM + JS, brotli", f"{weight / 1000:.1f} kB", "under 100 kB", weight < 100_000)

        for name, path in PAGES.items():
            scores = lighthouse(server.port, path)
            if scores is None:
                table.add(f"lighthouse on {name}", "not run")
                continue
            words = " / ".join(str(scores[part]) for part in ("performance", "accessibility", "best-practices", "seo"))
            table.add(f"lighthouse on {name}: perf / a11y / practices / SEO", words, "100 each", min(scores.values()) == 100)
    finally:
        for one in running:
            one.stop()
        shutil.rmtree(work, ignore_errors=True)

    today = datetime.date.today().isoformat()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    cpu = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
    head = (
        f"# Figures of {today}\n\n"
        f"Commit {commit or 'none'}, {os.cpu_count()} cores ({cpu[1] if cpu else platform.machine()}), {platform.release().split('-')[0]}. "
        f"{EVENTS:,} series in SQLite; wrk with one thread, 16 connections, {SECONDS} s a run, Landfall and nginx in turns (A B A B), "
        "no compression asked for. The ceiling is nginx serving a file of the same bytes (`bench/nginx.conf`). Made by `make bench`.\n\n"
    )
    target = HERE / f"{today}.md"
    target.write_text(head + table.markdown())
    print(f"\nWritten to bench/{target.name}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
